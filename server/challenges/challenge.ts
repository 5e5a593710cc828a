/** Challenges: work for those who write without an account, and a fresh value for every request to sign. */
import { hash } from 'node:crypto';
import { createChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { Challenge, Work } from '../api/anyone.ts';
import { LIMITS } from '../api/limits.ts';
import { concat, typed, utf8, type AccountId } from '../../crypto/bytes.ts';
import { keyedHash } from '../../crypto/hash.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { sodium } from '../../crypto/sodium.ts';
import { HASHES, type Kind } from '../limits/price.ts';
import type { Context } from '../instance/context.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Spent } from './spending.ts';

/** Hashes of one try at most, which is what checking costs the server. Beyond, there are more tries. */
const MOST_PER_TRY = 64;

/**
 * Work that was asked for when there was less to do is enough while it is a quarter of what is asked now: solving takes
 * its time. So proofs that somebody has saved up are worth little once they begin to be used.
 */
const STALE = 4;

/** Seconds that the clocks of two servers on one database may be apart. */
const CLOCKS_APART = 15 * 60;

/** Bytes of a challenge's nonce, as the library makes it. */
const NONCE_BYTES = 16;

/** What makes a challenge ours. The library would sign it as well, at ten times the cost. */
function challengeMac(context: Context, parameters: Challenge['parameters']): string {
  const { algorithm, cost, expiresAt, keyLength, keyPrefix, nonce, salt } = parameters;
  const stated = JSON.stringify([algorithm, cost, expiresAt, keyLength, keyPrefix, nonce, salt]);
  return sodium.to_hex(keyedHash(context.instance.secret, 'sotto/challenge/v1', utf8(stated)));
}

/** A challenge for what is to be written: the work it takes goes by what it is, and how long. */
export function challengeFor(context: Context, kind: Kind, bytes: number): Promise<Challenge> {
  return newChallenge(context, context.limits.price.hashes(kind, context.now(), bytes));
}

/** @param hashes that solving it takes on average: tries of some hashes each, until one begins with enough zeros */
async function newChallenge(context: Context, hashes: number): Promise<Challenge> {
  let zeros = 2;
  while (hashes / 16 ** zeros > MOST_PER_TRY) zeros++;
  const made = await createChallenge({
    algorithm: 'SHA-256',
    cost: Math.ceil(hashes / 16 ** zeros),
    deriveKey,
    expiresAt: Math.floor(context.now() / 1000) + LIMITS.challengeSeconds,
    keyPrefix: '0'.repeat(zeros),
  });
  const parameters = made.parameters as Challenge['parameters'];
  return { parameters, signature: challengeMac(context, parameters) };
}

/** Hashes that solving a challenge takes on average. */
function hashesOf({ cost, keyPrefix }: Challenge['parameters']): number {
  return cost * 16 ** keyPrefix.length;
}

/**
 * Checks that work is done, and is enough for what is to be written.
 * @throws Refusal `work-refused`
 */
export async function checkWork(context: Context, work: Work, kind: Kind, bytes: number): Promise<Spent> {
  return checkSolved(context, work, context.limits.price.hashes(kind, context.now(), bytes) / STALE);
}

/**
 * Checks that a challenge is ours, in time, solved, and worth so much.
 * @throws Refusal `work-refused`
 */
async function checkSolved(
  context: Context,
  { challenge, counter, derivedKey }: Work,
  hashes: number,
): Promise<Spent> {
  checkChallenge(context, challenge);
  const { parameters, signature } = challenge;
  if (hashesOf(parameters) < hashes) throw new Refusal('work-refused');
  const password = new Uint8Array(NONCE_BYTES + 4);
  password.set(sodium.from_hex(parameters.nonce));
  new DataView(password.buffer).setUint32(NONCE_BYTES, counter);
  const solution = derivedWork(concat(sodium.from_hex(parameters.salt), password), parameters.cost);
  if (solution !== derivedKey || !solution.startsWith(parameters.keyPrefix))
    throw new Refusal('work-refused');
  return { challenge: signature, expires: parameters.expiresAt * 1000 };
}

/** What the library's `deriveKey` gives with SHA-256, with one call of Node's for each hash. @returns hexadecimal digits */
function derivedWork(start: Uint8Array, hashes: number): string {
  let derived = hash('sha256', start, 'buffer');
  for (let i = 1; i < hashes; i++) derived = hash('sha256', derived, 'buffer');
  return derived.toString('hex');
}

/**
 * Checks that a challenge is ours and in time, without work: enough for reading.
 * @throws Refusal `work-refused`
 */
export function checkChallenge(context: Context, { parameters, signature }: Challenge): void {
  const genuine = sodium.memcmp(utf8(challengeMac(context, parameters)), utf8(signature));
  if (!genuine || !isInTime(context, parameters.expiresAt)) throw new Refusal('work-refused');
}

/**
 * Uses up a challenge that a read was signed over: it is good once.
 * @throws Refusal `work-refused`
 */
export function takeChallenge(context: Context, challenge: Challenge): void {
  if (!context.limits.once.take(challenge.signature, context.now())) throw new Refusal('work-refused');
}

/** What a try to sign in costs after others failed; null for nothing. */
export async function signInWork(context: Context, account: AccountId): Promise<Challenge | null> {
  const factor = context.limits.failures.factor(account, context.now());
  return factor === 0 ? null : newChallenge(context, HASHES * factor);
}

/** @throws Refusal `work-refused` where a try costs more than was done, or what was done served before */
export async function checkSignInWork(
  context: Context,
  account: AccountId,
  work: Work | null,
): Promise<void> {
  const factor = context.limits.failures.factor(account, context.now());
  if (factor === 0) return;
  if (work === null) throw new Refusal('work-refused');
  const { challenge } = await checkSolved(context, work, (HASHES * factor) / STALE);
  if (!context.limits.once.take(challenge, context.now())) throw new Refusal('work-refused');
}

/** Another challenge, for sign-ins: a value only this instance makes, and no two of them alike, good until it expires. */
export function newToken(context: Context, purpose: string): string {
  const expires = String(Math.floor(context.now() / 1000) + LIMITS.challengeSeconds);
  const stated = `${expires}.${toBase64url(sodium.randombytes_buf(NONCE_BYTES))}`;
  return `${stated}.${tokenMac(context, purpose, stated)}`;
}

export function checkToken(context: Context, purpose: string, token: string): boolean {
  const [expires = '', nonce = '', mac = ''] = token.split('.');
  if (`${expires}.${nonce}.${mac}` !== token || !/^\d{1,12}$/.test(expires)) return false;
  const [expected, given] = [utf8(tokenMac(context, purpose, `${expires}.${nonce}`)), utf8(mac)];
  const genuine = given.length === expected.length && sodium.memcmp(expected, given);
  // What was used before the passing store began is forgotten: a challenge of that time might be used again.
  const { since } = context.passing;
  const isKnown =
    since > context.now() || Number(expires) - LIMITS.challengeSeconds >= Math.floor(since / 1000);
  return genuine && isKnown && isInTime(context, Number(expires));
}

/** Neither too late nor, where it was made by a clock that was ahead, too early. @param expires seconds since 1970 */
function isInTime(context: Context, expires: number): boolean {
  const left = expires - context.now() / 1000;
  return left >= 0 && left <= LIMITS.challengeSeconds + CLOCKS_APART;
}

/** What is kept of a token that was checked, so that it is good once. */
export function spentToken(token: string): Spent {
  const [expires, , mac] = token.split('.');
  return { challenge: mac!, expires: Number(expires) * 1000 };
}

function tokenMac(context: Context, purpose: string, stated: string): string {
  return toBase64url(keyedHash(context.instance.secret, 'sotto/token/v1', utf8(purpose), utf8(stated)));
}

/** A salt for an account that does not exist: the same every time it is asked for, like a real one. */
export function inventedSalt(context: Context, account: Uint8Array) {
  return typed('Salt', keyedHash(context.instance.secret, 'sotto/invented-salt/v1', account).slice(0, 16));
}
