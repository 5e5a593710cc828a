/** All a reporter's page does with keys and the server. Runs in a worker; nothing here touches the page. */
import { verifyPeople, type SignedDirectory } from '../../crypto/directory.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { authorityFingerprint } from '../../crypto/fingerprint.ts';
import { entryHash } from '../../crypto/header.ts';
import { caseReference } from '../../crypto/id.ts';
import { reporterKeys } from '../../crypto/receipt.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { fromWords, toWords } from '../../crypto/words.ts';
import { getChallenge, readDirectory, type Work } from '../../server/api/anyone.ts';
import { openCase } from '../../server/api/reporter.ts';
import type { Api } from '../api.ts';
import type { Identity } from '../case/identity-box.ts';
import { checkDirectory, checkNotOlder, seen, type KnownDirectory } from '../directory.ts';
import { Failure } from '../failure.ts';
import { linkAuthority } from '../link-token.ts';
import { wordsState, type WordsState } from '../words-state.ts';
import { solve } from '../work.ts';
import { OwnCase, type OwnView } from './own-case.ts';
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

export class ReporterSession {
  readonly #api: Api;
  #known: KnownDirectory | null = null;
  #pending: { draft: string; sealed: SealedReport[] } | null = null;
  #case: OwnCase | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /**
   * Checks the directory the page shows. Nothing is sealed before this has succeeded.
   * @param signed the directory as the page got it
   * @param authority base64url of the authority's key, from a printed link; null without one
   * @returns the authority's six words
   */
  async checkDirectory(signed: SignedDirectory, authority: string | null): Promise<string[]> {
    this.#known = checkDirectory(signed, authority === null ? null : linkAuthority(authority));
    return authorityFingerprint(this.#known.directory.authority);
  }

  /**
   * Seals and sends a report: one request for the challenge, one for the report; and again for a second
   * receipt. After a failure the same draft is sent again as the same bytes, so it can never arrive twice.
   * @returns the words, once the server has confirmed and the notary's stamp is right
   */
  async send(draft: ReportDraft, onStep: (step: SendStep) => void): Promise<Receipt> {
    if (this.#known === null) throw new Failure('wrong-authority');
    onStep('sealing');
    const asked = this.#api.call(getChallenge, {});
    asked.catch(() => undefined); // Awaited below; sealing goes on meanwhile.
    const sealed = this.#seal(draft, this.#known);
    const work = await solve(await asked);
    onStep('sending');
    const [own, persons] = sealed;
    const { day } = await this.#open(own!, work, this.#known);
    if (persons !== undefined) {
      await this.#open(persons, await solve(await this.#api.call(getChallenge, {})), this.#known);
    }
    onStep('confirming');
    this.#pending = null;
    const receipt = { ...wordsOf(own!), day, second: persons === undefined ? null : wordsOf(persons) };
    this.#case?.wipe();
    this.#case = null;
    return receipt;
  }

  /** Opens a case on the server. @throws CryptoError `bad-stamp` */
  async #open(sealed: SealedReport, work: Work, { directory }: KnownDirectory): Promise<Stamp> {
    const { entry, slotSets } = sealed;
    const given = (await this.#api.call(openCase, { entry, slotSets, work })) as Stamp;
    if (!verifyStamp(directory.notary, directory.instance, entryHash(entry), given))
      throw new CryptoError('bad-stamp');
    return given;
  }

  #seal(draft: ReportDraft, known: KnownDirectory): SealedReport[] {
    const key = JSON.stringify(draft);
    if (this.#pending?.draft !== key) this.#pending = { draft: key, sealed: sealReports(draft, known) };
    return this.#pending.sealed;
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
    this.#case?.wipe();
    this.#case = new OwnCase(this.#api, known, reporterKeys(entropy, known.directory.instance));
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

  /** Gives the reporter's name, sealed to the custodians of the report, and reads the case again. */
  async giveIdentity(identity: Identity): Promise<OwnView> {
    return this.#settled(this.#opened().giveIdentity(identity));
  }

  /** Objects to a request for the reporter's identity, by its id, and reads the case again. */
  async object(request: string, reason: string): Promise<OwnView> {
    return this.#settled(this.#opened().object(request, reason));
  }

  /** Forgets every key. */
  async close(): Promise<void> {
    this.#case?.wipe();
    this.#case = null;
    this.#pending = null;
  }

  /** What cannot be read may be by somebody who came to the office since the directory was read: both are read once more. */
  async #settled(reading: Promise<OwnView>): Promise<OwnView> {
    const view = await reading;
    if (view.unreadable === null) return view;
    return this.#opened().readUnder(await this.#newestDirectory());
  }

  /** @throws CryptoError `wrong-authority`, `rolled-back` */
  async #newestDirectory(): Promise<KnownDirectory> {
    const signed = await this.#api.call(readDirectory, {});
    const known = checkDirectory(signed, this.#known?.directory.authority ?? null);
    if (this.#known !== null) checkLater(this.#known, known);
    return (this.#known = known);
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

function wordsOf({ entropy, keys }: SealedReport): { words: string[]; reference: string } {
  return { words: toWords(entropy), reference: caseReference(keys.caseId) };
}
