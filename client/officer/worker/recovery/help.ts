/** Requests of colleagues who lost everything, for those who hold a share, and the record of all (PROTOCOL §9.1). */
import { toBase64url } from '../../../../crypto/base64url.ts';
import { equal, type Hash, type PersonId, type Share } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { recoveryFingerprint } from '../../../../crypto/fingerprint.ts';
import * as recovery from '../../../../crypto/recovery.ts';
import { parseShareSet, verifyShareSet } from '../../../../crypto/share-set.ts';
import { openShare, sealHelp, shareSeed } from '../../../../crypto/shares.ts';
import { signingPublicKey } from '../../../../crypto/signature.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { answerRecovery, readRecoveries } from '../../../../server/api/recovery.ts';
import type * as z from 'zod/mini';
import type { Directory } from '../../../../server/api/directory.ts';
import { dayBy, type Api } from '../../../calls/api.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { OpenAccount } from '../account/sign-in.ts';

/** A request that this officer can answer. */
export interface HelpRequest {
  /** base64url of the request's hash. */
  readonly id: string;
  /** Whose way in it is. */
  readonly name: string;
  /** Somebody asks in this officer's own name. */
  readonly isOwn: boolean;
  /** Six words, which the person reads out. */
  readonly words: readonly string[];
  /** The last UTC day it can be answered. */
  readonly expires: string;
  /** Whether this officer has approved it. */
  readonly approved: boolean;
}

/** What the record shows of one request. Names are those whose signatures verified. */
export interface RecordedRecovery {
  readonly id: string;
  readonly name: string;
  /** Whether it is about this officer. */
  readonly isOwn: boolean;
  readonly kind: 'done' | 'refused' | 'approved';
  /** UTC day of the last thing that happened. */
  readonly day: string;
  /** Who approved, or the one who refused. */
  readonly by: readonly string[];
}

export interface RecoveriesView {
  readonly requests: readonly HelpRequest[];
  readonly record: readonly RecordedRecovery[];
  /** The UTC day by the server's clock. */
  readonly day: string;
}

type Listed = Omit<z.output<typeof readRecoveries.answer>, 'more'>;
type Recovery = Listed['recoveries'][number];

/** What it takes to answer a request. */
interface Mine {
  readonly request: Recovery['request'];
  readonly set: ReturnType<typeof parseShareSet>;
  /** Null for a request in this officer's own name. */
  readonly share: Share | null;
}

type Me = Pick<OpenAccount, 'person' | 'keys' | 'known'>;

export class RecoveryHelp {
  readonly #api: Api;
  #mine = new Map<string, Mine>();

  constructor(api: Api) {
    this.#api = api;
  }

  async view(me: Me): Promise<RecoveriesView> {
    const listed = await this.#readAll();
    this.wipe();
    for (const { request, state } of listed.recoveries) {
      if (state !== 'open') continue;
      const mine = unlessBad(() => mineOf(listed, request, me));
      if (mine) this.#mine.set(toBase64url(recovery.requestHash(request)), mine);
    }
    const requests = [...this.#mine].map(([id, mine]) => toRequest(id, mine, listed, me));
    const record = listed.recoveries.flatMap((one) => unlessBad(() => recordedOf(one, me)) ?? []);
    const day = dayBy(this.#api);
    return { requests, day, record: record.sort((a, b) => (a.day < b.day ? 1 : -1)) };
  }

  /** Reads the whole list; what is in two answers, since something came in between, counts once. */
  async #readAll(): Promise<Listed> {
    const shareSets: Listed['shareSets'] = [];
    const found = new Map<string, Recovery>();
    for (let from = 0; ;) {
      const { more, ...next } = await this.#api.call(readRecoveries, { from });
      shareSets.push(...next.shareSets);
      for (const one of next.recoveries) found.set(toBase64url(one.request), one);
      from += next.recoveries.length;
      const isStuck = next.recoveries.length === 0 || from >= LIMITS.listedRecoveries;
      if (!more || isStuck) return { shareSets, recoveries: [...found.values()] };
    }
  }

  /**
   * Gives this officer's share to whoever asks, or ends the request.
   * @param id from the view
   * @throws Failure `not-found` for one that is not this officer's to answer
   */
  async answer(id: string, answer: 'approved' | 'refused', me: Me): Promise<void> {
    const mine = this.#mine.get(id);
    if (mine === undefined || (answer === 'approved' && mine.share === null)) throw new Failure('not-found');
    const { request, set, share } = mine;
    const hash = recovery.requestHash(request);
    const { kem } = recovery.parseRequest(request);
    const letter = answer === 'approved' && share !== null ? sealHelp(kem, share, set, hash) : null;
    const seed = share && shareSeed(share, set);
    const bytes = recovery.formatAnswer({
      instance: set.instance,
      request: hash,
      set: set.id,
      owner: set.owner,
      helper: me.person,
      answer,
      day: dayBy(this.#api),
      letter: letter === null ? recovery.NO_LETTER : recovery.shareLetterHash(letter),
      shareKey: seed === null ? recovery.NO_SHARE_KEY : signingPublicKey(seed),
    });
    const signature = recovery.signAnswer(me.keys.signingSeed, bytes);
    const holding = seed && recovery.signHolding(seed, bytes);
    if (seed !== null) sodium.memzero(seed);
    await this.#api.call(answerRecovery, { answer: bytes, signature, holding, letter });
  }

  /** Forgets every share. */
  wipe(): void {
    for (const { share } of this.#mine.values()) if (share !== null) sodium.memzero(share);
    this.#mine = new Map();
  }
}

/** What somebody made badly is not shown, and does not hide the rest. */
function unlessBad<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof CryptoError) return null;
    throw error;
  }
}

function mineOf(listed: Listed, request: Recovery['request'], { person, keys, known }: Me): Mine | null {
  const { directory } = known;
  const asked = recovery.parseRequest(request);
  if (!equal(asked.instance, directory.instance)) return null;
  for (const signed of listed.shareSets) {
    const set = unlessBad(() => parseShareSet(signed.set));
    if (set === null || !equal(set.account, asked.account)) continue;
    const owner = findPerson(directory, set.owner);
    // A set that its owner did not sign could have a colleague answer for somebody else.
    const isGood =
      owner?.state === 'active' &&
      equal(set.instance, directory.instance) &&
      verifyShareSet(owner.signing, signed.signature, signed.set);
    if (!isGood) continue;
    if (equal(set.owner, person)) return { request, set, share: null };
    const share = openShare(keys.kemSeed, set);
    if (share !== null) return { request, set, share };
  }
  return null;
}

function toRequest(id: string, mine: Mine, listed: Listed, { person, known }: Me): HelpRequest {
  const hash = recovery.requestHash(mine.request);
  const entry = listed.recoveries.find(({ request }) => equal(request, mine.request));
  return {
    id,
    name: nameOf(known.directory, mine.set.owner),
    isOwn: mine.share === null,
    words: recoveryFingerprint(hash),
    expires: recovery.parseRequest(mine.request).expires,
    approved: answersOf(entry, known.directory).some(({ helper }) => equal(helper, person)),
  };
}

/** Answers that their helpers signed, to this request. */
function answersOf(entry: Recovery | undefined, directory: Directory): recovery.Answered[] {
  if (entry === undefined) return [];
  const hash = recovery.requestHash(entry.request);
  return entry.answers.flatMap(({ answer, signature }) => {
    const answered = unlessBad(() => recovery.parseAnswer(answer));
    const helper = answered && findPerson(directory, answered.helper);
    if (!helper || !isAbout(answered, hash, directory)) return [];
    return recovery.verifyAnswer(helper.signing, signature, answer) ? [answered] : [];
  });
}

function isAbout(of: { request: Hash; instance: Uint8Array }, hash: Hash, directory: Directory): boolean {
  return equal(of.request, hash) && equal(of.instance, directory.instance);
}

/** @returns null for a request of which nothing is proved */
function recordedOf(entry: Recovery, { person, known }: Me): RecordedRecovery | null {
  const { directory } = known;
  const hash = recovery.requestHash(entry.request);
  const done = doneOf(entry, hash, directory);
  const answers = answersOf(entry, directory);
  const owner = done?.owner ?? answers[0]?.owner;
  if (owner === undefined) return null;
  const ofOwner = answers.filter((one) => equal(one.owner, owner));
  const refusals = ofOwner.filter(({ answer }) => answer === 'refused');
  const approvals = ofOwner.filter(({ answer }) => answer === 'approved');
  const kind = done !== null ? 'done' : refusals.length > 0 ? 'refused' : 'approved';
  const told = kind === 'refused' ? refusals : approvals;
  const lastDay = told
    .map(({ day }) => day)
    .sort()
    .at(-1);
  return {
    id: toBase64url(hash),
    name: nameOf(directory, owner),
    isOwn: equal(owner, person),
    kind,
    day: done?.day ?? lastDay ?? '',
    by: told.map(({ helper }) => nameOf(directory, helper)),
  };
}

/** A completion that its person signed. */
function doneOf({ done }: Recovery, hash: Hash, directory: Directory): recovery.Done | null {
  const parsed = done && unlessBad(() => recovery.parseDone(done.done));
  const owner = parsed && findPerson(directory, parsed.owner);
  if (!done || !owner || !isAbout(parsed, hash, directory)) return null;
  return recovery.verifyDone(owner.signing, done.signature, done.done) ? parsed : null;
}

function nameOf(directory: Directory, id: PersonId): string {
  return findPerson(directory, id)?.name ?? '';
}
