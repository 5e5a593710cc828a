/**
 * What is asked, answered and done when somebody lost everything: signed bytes, for the record (PROTOCOL
 * §9.1).
 *
 * In order: the person asks with new keys (`formatRequest`, `signAsking`); colleagues compare six words of the
 * request by telephone and answer (`formatAnswer`, signed twice, as themselves and as holders of a share); the
 * person, whom enough shares gave the seed back, says what unlocks the account from then on (`formatDone`,
 * signed with the key that only that seed gives).
 *
 * A server that wanted an account would ask for it itself, in the person's name. What keeps it out: colleagues hear six words
 * from the person's own mouth before they answer; they seal their shares to keys that only the request's twelve words give;
 * and what is done at the end is signed with a key that only the combined shares give. Answers and the end name
 * the request by its hash, so an answer to one is worth nothing for another.
 *
 * Each of these is bytes of fixed layout that are stored, served and verified as they are. So what happened
 * can be shown to every colleague later, and the server can neither make one up nor change a day in one.
 */
import {
  concat,
  LENGTH,
  Reader,
  text,
  typed,
  utf8,
  type AccountId,
  type BoxBytes,
  type Hash,
  type InstanceId,
  type KemPublicKey,
  type PersonId,
  type RecoveryAnswer,
  type RecoveryDone,
  type RecoveryRequest,
  type Salt,
  type ShareLetter,
  type ShareSetId,
  type Signature,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { hash } from './hash.ts';
import { nameOf, SUITE } from './header.ts';
import { sign, verify } from './signature.ts';
import type { Day } from './stamp.ts';

/** What is asked: that colleagues send their shares to these keys. */
export interface Asked {
  readonly instance: InstanceId;
  readonly account: AccountId;
  readonly kem: KemPublicKey;
  readonly signing: SigningPublicKey;
  /** The last UTC day on which it can be answered. */
  readonly expires: Day;
}

/**
 * The keys follow from twelve new words (`recovery-keys.ts`), so that a request can be found again days later.
 */
export function formatRequest({ instance, account, kem, signing, expires }: Asked): RecoveryRequest {
  const parts = [Uint8Array.of(SUITE), instance, account, kem, signing, utf8(expires)];
  return typed('RecoveryRequest', concat(...parts));
}

/** @throws CryptoError `malformed` */
export function parseRequest(request: Uint8Array): Asked {
  const reader = new Reader(typed('RecoveryRequest', request));
  readSuite(reader);
  const asked = {
    instance: reader.typed('InstanceId'),
    account: reader.typed('AccountId'),
    kem: reader.typed('KemPublicKey'),
    signing: reader.typed('SigningPublicKey'),
    expires: readDay(reader),
  };
  reader.end();
  return asked;
}

/** Names a request. Its first 66 bits are the six words that are compared by telephone. */
export function requestHash(request: RecoveryRequest): Hash {
  return hash('sotto/recovery-request/v1', request);
}

/** @param seed of the signing key in the request */
export function signAsking(seed: SigningSeed, request: RecoveryRequest): Signature {
  return sign(seed, 'sotto/recovery-ask/v1', request);
}

/** The request is signed with the key it names: nobody asks with keys of somebody else. */
export function verifyAsking(key: SigningPublicKey, signature: Signature, request: RecoveryRequest): boolean {
  return verify(key, signature, 'sotto/recovery-ask/v1', request);
}

/** Shows that a request is one's own. @param challenge the server's, as it sent it */
export function signReading(
  seed: SigningSeed,
  instance: InstanceId,
  key: SigningPublicKey,
  challenge: string,
): Signature {
  return sign(seed, 'sotto/recovery-read/v1', instance, key, utf8(challenge));
}

/** Asked by the server before it gives out what was answered. */
export function verifyReading(
  key: SigningPublicKey,
  signature: Signature,
  instance: InstanceId,
  challenge: string,
): boolean {
  return verify(key, signature, 'sotto/recovery-read/v1', instance, key, utf8(challenge));
}

const ANSWER = { approved: 1, refused: 2 } as const;

/** A colleague's answer; also the person's own, who is there after all and refuses. */
export interface Answered {
  readonly instance: InstanceId;
  /** Hash of what was asked. */
  readonly request: Hash;
  readonly set: ShareSetId;
  readonly owner: PersonId;
  readonly helper: PersonId;
  readonly answer: keyof typeof ANSWER;
  readonly day: Day;
  /** Hash of the letter with the share; zeros for a refusal. */
  readonly letter: Hash;
  /** The key that shows that a share is held; zeros for the owner, who holds none. */
  readonly shareKey: SigningPublicKey;
}

/** Fields that an answer does not need hold zeros: every answer is as long as every other. */
export const NO_LETTER = new Uint8Array(LENGTH.Hash) as Hash;
export const NO_SHARE_KEY = new Uint8Array(LENGTH.SigningPublicKey) as SigningPublicKey;

/** The hash of the letter is in it: the letter itself is kept only while the request is open. */
export function formatAnswer(answered: Answered): RecoveryAnswer {
  const { instance, request, set, owner, helper, answer, day, letter, shareKey } = answered;
  const parts = [Uint8Array.of(SUITE), instance, request, set, owner, helper, Uint8Array.of(ANSWER[answer])];
  return typed('RecoveryAnswer', concat(...parts, utf8(day), letter, shareKey));
}

/** @throws CryptoError `malformed` */
export function parseAnswer(answer: Uint8Array): Answered {
  const reader = new Reader(typed('RecoveryAnswer', answer));
  readSuite(reader);
  const answered = {
    instance: reader.typed('InstanceId'),
    request: reader.typed('Hash'),
    set: reader.typed('ShareSetId'),
    owner: reader.typed('PersonId'),
    helper: reader.typed('PersonId'),
    answer: nameOf(ANSWER, reader.u8()),
    day: readDay(reader),
    letter: reader.typed('Hash'),
    shareKey: reader.typed('SigningPublicKey'),
  };
  reader.end();
  return answered;
}

/** What an answer names its letter by. */
export function shareLetterHash(letter: ShareLetter): Hash {
  return hash('sotto/share-letter/v1', letter);
}

/** @param helper the signing seed of whoever answers */
export function signAnswer(helper: SigningSeed, answer: RecoveryAnswer): Signature {
  return sign(helper, 'sotto/recovery-answer/v1', answer);
}

/** With the key that the directory has of the helper: another person's answer counts for nothing. */
export function verifyAnswer(
  helper: SigningPublicKey,
  signature: Signature,
  answer: RecoveryAnswer,
): boolean {
  return verify(helper, signature, 'sotto/recovery-answer/v1', answer);
}

/**
 * Shows that whoever answers holds a share, without showing the share: the helper's own signature says who they are, and this
 * one that they can help.
 * @param share its seed
 */
export function signHolding(share: SigningSeed, answer: RecoveryAnswer): Signature {
  return sign(share, 'sotto/share-answer/v1', answer);
}

/** With the key in one place of the set: so many different ones must have approved. */
export function verifyHolding(
  share: SigningPublicKey,
  signature: Signature,
  answer: RecoveryAnswer,
): boolean {
  return verify(share, signature, 'sotto/share-answer/v1', answer);
}

/** What unlocks the account from then on. */
export interface NewUnlocks {
  readonly salt: Salt;
  readonly vault: BoxBytes;
  readonly authorityVault: BoxBytes | null;
  readonly unlocks: readonly {
    readonly method: string;
    readonly signInKey: SigningPublicKey;
    readonly wrappedKey: BoxBytes;
  }[];
}

/** Everything at once, so that the server cannot put one of them beside others of its own. */
export function unlocksHash(account: AccountId, { salt, vault, authorityVault, unlocks }: NewUnlocks): Hash {
  return hash(
    'sotto/recovery-account/v1',
    account,
    salt,
    vault,
    authorityVault ?? new Uint8Array(),
    ...unlocks.flatMap(({ method, signInKey, wrappedKey }) => [utf8(method), signInKey, wrappedKey]),
  );
}

/** That the way in was replaced: signed by the person, whom only the shares give back. */
export interface Done {
  readonly instance: InstanceId;
  readonly request: Hash;
  readonly owner: PersonId;
  readonly day: Day;
  /** Hash of what unlocks from then on. */
  readonly unlocks: Hash;
}

/** Names the new ways to unlock by hash: the record shows that they changed, and not what they are. */
export function formatDone({ instance, request, owner, day, unlocks }: Done): RecoveryDone {
  const parts = [Uint8Array.of(SUITE), instance, request, owner, utf8(day), unlocks];
  return typed('RecoveryDone', concat(...parts));
}

/** @throws CryptoError `malformed` */
export function parseDone(done: Uint8Array): Done {
  const reader = new Reader(typed('RecoveryDone', done));
  readSuite(reader);
  const parsed = {
    instance: reader.typed('InstanceId'),
    request: reader.typed('Hash'),
    owner: reader.typed('PersonId'),
    day: readDay(reader),
    unlocks: reader.typed('Hash'),
  };
  reader.end();
  return parsed;
}

export function signDone(person: SigningSeed, done: RecoveryDone): Signature {
  return sign(person, 'sotto/recovery-done/v1', done);
}

export function verifyDone(person: SigningPublicKey, signature: Signature, done: RecoveryDone): boolean {
  return verify(person, signature, 'sotto/recovery-done/v1', done);
}

function readSuite(reader: Reader): void {
  if (reader.u8() !== SUITE) throw new CryptoError('malformed', 'unknown suite');
}

function readDay(reader: Reader): Day {
  const day = text(reader.take(10));
  const date = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !exists) throw new CryptoError('malformed', 'day');
  return day as Day;
}
