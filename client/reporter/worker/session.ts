/** All a reporter's page does with keys and the server. Runs in a worker; nothing here touches the page. */
import { verifyPeople, type SignedDirectory } from '../../../crypto/directory.ts';
import { equal, type Hash } from '../../../crypto/bytes.ts';
import { authorityFingerprint } from '../../../crypto/fingerprint.ts';
import { entryHash } from '../../../crypto/header.ts';
import { caseReference } from '../../../crypto/id.ts';
import { reporterKeys } from '../../../crypto/receipt.ts';
import type { Stamp } from '../../../crypto/stamp.ts';
import { fromWords, toWords } from '../../../crypto/words.ts';
import { getChallenge, readDirectory, type Challenge } from '../../../server/api/anyone.ts';
import { openCase } from '../../../server/api/reporter.ts';
import { ApiError, type Api } from '../../calls/api.ts';
import type { Identity } from '../../case/kinds/identity-box.ts';
import { changesFor } from '../../directory/changes.ts';
import { checkDirectory, checkNotOlder, seen, type KnownDirectory } from '../../directory/directory.ts';
import { Notaries } from '../../directory/notaries.ts';
import { Failure } from '../../calls/failure.ts';
import { loadPart, whyNotStarted } from '../../calls/missing.ts';
import { linkAuthority } from '../../directory/link-token.ts';
import { wordsState, type WordsState } from '../../words/state.ts';
import { withWork, workFor } from '../../calls/work.ts';
import type { ToldProof } from '../../proof/sheet-data.ts';
import type { Paper } from '../../proof/format.ts';
import type { ProofChoice } from './own-proof.ts';
import type { OnProgress } from '../../files/sending.ts';
import type { DiskPlace } from '../../files/sink.ts';
import type { Saying } from './saying.ts';
import type { OwnCase, OwnView } from './own-case.ts';
import { sealReports, type ReportDraft, type SealedReport } from './sealing.ts';

/** Where sending has got to, in this order. */
export type SendStep = 'sealing' | 'sending' | 'confirming';

export interface Receipt {
  readonly words: string[];
  /** Of the person it was reported for, where they get words of their own. */
  readonly second: { readonly words: string[]; readonly reference: string } | null;
  /** The number officers call the case by. */
  readonly reference: string;
  /** UTC day the server confirmed. */
  readonly day: string;
}

/** How often a report is sealed anew because the directory changed while it was on its way, before giving up. */
const TRIES = 4;

/** What was sealed of one draft. After no answer it is sent again, the same to the byte. */
interface Parcel {
  readonly draft: string;
  /** Hash of the directory it was sealed under. */
  readonly directory: Hash;
  readonly own: SealedReport;
  readonly persons: SealedReport | null;
  /** Whether it was sent, so that it may be there although no answer came. */
  isSent: boolean;
  /** Once the first of two is there: it stays as it is, whatever becomes of the other. */
  ownStamp: Stamp | null;
}

export class ReporterSession {
  readonly #api: Api;
  /** The directory that the page shows, and the newest one known. */
  #shown: KnownDirectory | null = null;
  #newest: KnownDirectory | null = null;
  readonly #notaries: Notaries;
  #parcel: Parcel | null = null;
  #case: OwnCase | null = null;

  constructor(api: Api) {
    this.#api = api;
    this.#notaries = new Notaries(api);
  }

  /**
   * Checks the directory the page shows. Nothing is sealed before this has succeeded.
   * @param signed the directory as the page got it
   * @param authority base64url of the authority's key, from a printed link; null without one
   * @returns the authority's six words
   */
  async checkDirectory(signed: SignedDirectory, authority: string | null): Promise<string[]> {
    const known = checkDirectory(signed, authority === null ? null : linkAuthority(authority));
    this.#shown = known;
    this.#newest = known;
    return authorityFingerprint(known.directory.authority);
  }

  /**
   * Seals and sends a report: one request for the challenge, which names the newest directory, and one for the report; and
   * again for a second receipt. After a failure the same draft is sent again as the same bytes, so it can never arrive
   * twice.
   * @returns the words, once the server has confirmed and the notary's stamp is right
   * @throws Failure `directory-changed` where the newest directory changes what the page shows of the draft: nothing was sent
   *   then, and the page shows `newest` first
   */
  async send(draft: ReportDraft, onStep: (step: SendStep) => void): Promise<Receipt> {
    if (this.#shown === null || this.#newest === null) throw new Failure('wrong-authority');
    for (let tries = 0; tries < TRIES; tries++) {
      onStep('sealing');
      if (!this.#isUnderWay(draft)) this.#checkShown(draft);
      const { challenge, directory } = await this.#askWork(this.#seal(draft, this.#newest));
      const isNewest = directory !== null && equal(directory, this.#newest.hash);
      // What may be there already is asked for first, whatever has changed since.
      if (!isNewest && !this.#isUnderWay(draft)) {
        await this.#readNewest();
        this.#checkShown(draft);
      }
      const parcel = this.#seal(draft, this.#newest);
      const receipt = await this.#deliver(parcel, challenge, onStep);
      if (receipt !== null) return receipt;
      parcel.isSent = false;
      await this.#readNewest();
    }
    this.#checkShown(draft);
    throw new Failure('directory-changed');
  }

  /** The newest directory, for the page to show in the place of the one it shows. */
  async newest(): Promise<SignedDirectory> {
    return this.#readNewest();
  }

  /** The page shows the newest directory from here on. @param version as shown */
  async show(version: number): Promise<void> {
    if (this.#newest?.directory.version === version) this.#shown = this.#newest;
  }

  /** @returns null where the server has another directory by now */
  async #deliver(
    parcel: Parcel,
    challenge: Challenge,
    onStep: (step: SendStep) => void,
  ): Promise<Receipt | null> {
    onStep('sending');
    const { own, persons } = parcel;
    const isFirst = parcel.ownStamp === null;
    parcel.isSent = true;
    try {
      parcel.ownStamp ??= await this.#open(own, challenge);
      if (persons !== null) await this.#open(persons, isFirst ? null : challenge);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'directory-changed') return null;
      throw error;
    }
    onStep('confirming');
    this.#parcel = null;
    this.#case?.wipe();
    this.#case = null;
    const { day } = parcel.ownStamp;
    return { ...wordsOf(own), day, second: persons === null ? null : wordsOf(persons) };
  }

  /** A challenge for the next report of a parcel, and which directory is the newest. */
  #askWork({ own, persons, ownStamp }: Parcel) {
    const next = ownStamp === null || persons === null ? own : persons;
    return this.#api.call(getChallenge, workFor('case', bytesOf(next)));
  }

  /** Opens a case on the server. @throws CryptoError `bad-stamp` */
  async #open(sealed: SealedReport, challenge: Challenge | null): Promise<Stamp> {
    const { entry, slotSets } = sealed;
    let first = challenge;
    const ask = async () => {
      const next = first ?? (await this.#api.call(getChallenge, workFor('case', bytesOf(sealed)))).challenge;
      first = null;
      return next;
    };
    const given = (await withWork(ask, (work) =>
      this.#api.call(openCase, { entry, slotSets, work }),
    )) as Stamp;
    await this.#notaries.checkStamp(this.#newest!, entryHash(entry), given);
    return given;
  }

  /**
   * Seals a draft under a directory, unless that is done, or was sent and may be there. Of two reports one of which is
   * there, the other alone: it keeps its words, which the first one names.
   */
  #seal(draft: ReportDraft, known: KnownDirectory): Parcel {
    const before = this.#parcel;
    const key = JSON.stringify(draft);
    if (before !== null && before.ownStamp !== null) return this.#sealSecond(before, draft, known);
    const isSame = before?.draft === key && (before.isSent || equal(before.directory, known.hash));
    if (before !== null && isSame) return before;
    const [own, persons = null] = sealReports(draft, known);
    const { hash: directory } = known;
    return (this.#parcel = { draft: key, directory, own: own!, persons, isSent: false, ownStamp: null });
  }

  #sealSecond(before: Parcel, draft: ReportDraft, known: KnownDirectory): Parcel {
    const key = JSON.stringify(draft);
    const isSame = before.draft === key && (before.isSent || equal(before.directory, known.hash));
    if (isSame || before.persons === null) return before;
    const entropies = [before.own.entropy, before.persons.entropy] as const;
    const persons = draft.behalf?.second ? sealReports(draft, known, entropies)[1]! : null;
    return (this.#parcel = { ...before, draft: key, directory: known.hash, persons, isSent: false });
  }

  /** Whether this very draft was sent, so that it may be there. */
  #isUnderWay(draft: ReportDraft): boolean {
    const parcel = this.#parcel;
    return parcel !== null && parcel.isSent && parcel.draft === JSON.stringify(draft);
  }

  /** @throws Failure `directory-changed` where the newest directory known changes what the page shows of this draft */
  #checkShown({ door, leftOut = [] }: ReportDraft): void {
    const [shown, newest] = [this.#shown!.directory, this.#newest!.directory];
    if (changesFor(shown, newest, { door, leftOut }) !== null) throw new Failure('directory-changed');
  }

  /** What is right or wrong with words, without asking anybody. */
  async checkWords(input: string): Promise<WordsState> {
    return wordsState(input);
  }

  /**
   * Opens the reporter's own case with the words.
   * @throws Failure `bad-words`, `not-found`, or what a dishonest server is caught at
   */
  async open(words: string): Promise<OwnView> {
    const entropy = fromWords(words);
    const known = await this.#newestDirectory();
    const { OwnCase: Own } = await loadOwnCase();
    this.#case?.wipe();
    this.#case = new Own(this.#api, known, reporterKeys(entropy, known.directory.instance), () =>
      this.#newestDirectory(),
    );
    entropy.fill(0);
    return this.#settled(this.#case.read());
  }

  /** Reads the open case again. */
  async refresh(): Promise<OwnView> {
    return this.#settled(this.#opened().read());
  }

  /** Adds a message or further facts to the open case, and reads it again. */
  async write(kind: 'message' | 'facts', text: string): Promise<OwnView> {
    return this.#settled(this.#opened().write(kind, text));
  }

  /** Says something about the reporter's protection in the open case, and reads it again. */
  async say(saying: Saying): Promise<OwnView> {
    return this.#settled(this.#opened().say(saying));
  }

  /** Gives the reporter's name, sealed to the custodians of the report, and reads the case again. */
  async giveIdentity(identity: Identity): Promise<OwnView> {
    return this.#settled(this.#opened().giveIdentity(identity));
  }

  /** Seals the reporter's name anew for custodians, by their ids as `newCustodians` has them, and reads the case again. */
  async sealAnew(given: Identity | null, to: readonly string[]): Promise<OwnView> {
    return this.#settled(this.#opened().sealAnew(given, to));
  }

  /** Gives the case to people, by their ids as `heirs` has them, and reads it again. */
  async entrust(to: readonly string[]): Promise<OwnView> {
    return this.#settled(this.#opened().entrust(to));
  }

  /**
   * Sends a file of the open case, and reads it again.
   * @param id by which the page knows it
   * @param incident that it shows, by the id of its entry
   * @param original what it was before it was cleaned, to be kept for custodians only
   */
  async sendFile(
    id: string,
    file: File,
    onProgress: OnProgress,
    incident: string | null = null,
    original: File | null = null,
  ): Promise<OwnView> {
    return this.#settled(this.#opened().files.send(id, { file, incident, original }, onProgress));
  }

  /** Stops sending a file. */
  async stopFile(id: string, isForgotten: boolean): Promise<void> {
    this.#case?.files.stop(id, isForgotten);
  }

  /** @param file its `id` in the view */
  async openFile(file: string, onProgress: OnProgress): Promise<Blob> {
    return this.#opened().files.open(file, onProgress);
  }

  /** @param place on this device, where somebody said that it is to be saved */
  async saveFile(file: string, place: DiskPlace, onProgress: OnProgress): Promise<void> {
    return this.#opened().files.save(file, place, onProgress);
  }

  async deleteFile(file: string): Promise<OwnView> {
    return this.#settled(this.#opened().files.delete(file));
  }

  /** Puts a proof together, and tells what it will say. */
  async draftProof(choice: ProofChoice): Promise<ToldProof> {
    return this.#opened().draftProof(choice);
  }

  /** Signs it. @param paper the page it stands in; null for the bare file */
  async signProof(paper: Paper | null): Promise<string> {
    return this.#opened().signProof(paper);
  }

  /** Objects to a request for the reporter's identity, by its id, and reads the case again. */
  async object(request: string, reason: string): Promise<OwnView> {
    return this.#settled(this.#opened().object(request, reason));
  }

  /** Forgets every key. */
  async close(): Promise<void> {
    this.#case?.wipe();
    this.#case = null;
    this.#parcel = null;
  }

  /** What cannot be read may be by somebody who came to the office since the directory was read: both are read once more. */
  async #settled(reading: Promise<OwnView>): Promise<OwnView> {
    const view = await reading;
    if (view.unreadable === null) return view;
    return this.#opened().readUnder(await this.#newestDirectory());
  }

  async #newestDirectory(): Promise<KnownDirectory> {
    await this.#readNewest();
    return this.#newest!;
  }

  /** @throws CryptoError `wrong-authority`, `rolled-back`, `tampered` */
  async #readNewest(): Promise<SignedDirectory> {
    const signed = await this.#api.call(readDirectory, {});
    const known = checkDirectory(signed, this.#newest?.directory.authority ?? null);
    if (this.#newest !== null) checkLater(this.#newest, known);
    this.#newest = known;
    return signed;
  }

  #opened(): OwnCase {
    if (this.#case === null) throw new Failure('locked');
    return this.#case;
  }
}

/** @throws CryptoError `rolled-back`, `tampered` where somebody's keys were exchanged */
function checkLater(before: KnownDirectory, now: KnownDirectory): void {
  checkNotOlder(seen(before), now);
  verifyPeople(before.directory.people, now.directory.people);
}

/** Bytes of all that is stored of a report. */
function bytesOf({ entry, slotSets }: SealedReport): number {
  return slotSets.reduce((sum, set) => sum + set.length, entry.length);
}

function wordsOf({ entropy, keys }: SealedReport): { words: string[]; reference: string } {
  return { words: toWords(entropy), reference: caseReference(keys.caseId) };
}

/** Whoever makes a report needs none of it. */
async function loadOwnCase() {
  try {
    return await loadPart(() => import('./own-case.ts'));
  } catch (error) {
    throw new Failure(await whyNotStarted(error));
  }
}
