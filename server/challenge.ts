/** Challenges: work for those who write without an account, and a fresh value for every request to sign. */
import { createChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { Challenge, Work } from './api/anyone.ts';
import { LIMITS } from './api/limits.ts';
import { typed, utf8 } from '../crypto/bytes.ts';
import { keyedHash } from '../crypto/hash.ts';
import { toBase64url } from '../crypto/base64url.ts';
import { sodium } from '../crypto/sodium.ts';
import { dayOf } from '../crypto/stamp.ts';
import type { SpentWork } from '../db/works.ts';
import type { Context } from './context.ts';
import { Refusal } from './refusal.ts';

/**
 * Hex digits the answer must begin with: 16^n tries on average. Two are 256 tries of `COST` hashes: 50 ms on
 * a laptop, a second on an old phone without WebAssembly. Each further step under load costs 16 times more.
 */
const CALM = '00';
const BUSY = '000';
const COST = 4;

/** Challenges a minute, in this process, beyond which work grows: far above what one office sees. */
const BUSY_PER_MINUTE = 6000;

/** Bytes of a challenge's nonce, as the library makes it. */
const NONCE_BYTES = 16;

/** Counts the challenges of the last minute. Only a gauge: forgetting it at a restart costs nothing. */
export class LoadGauge {
  #minute = 0;
  #count = 0;
  #last = 0;

  /** @returns whether there is load, counting this challenge */
  count(now: number): boolean {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute) {
      this.#last = minute === this.#minute + 1 ? this.#count : 0;
      this.#minute = minute;
      this.#count = 0;
    }
    this.#count++;
    return Math.max(this.#count, this.#last) > BUSY_PER_MINUTE;
  }
}

/** What makes a challenge ours. The library would sign it as well, at ten times the cost. */
function challengeMac(context: Context, parameters: Challenge['parameters']): string {
  const { algorithm, cost, expiresAt, keyLength, keyPrefix, nonce, salt } = parameters;
  const stated = JSON.stringify([algorithm, cost, expiresAt, keyLength, keyPrefix, nonce, salt]);
  return sodium.to_hex(keyedHash(context.instance.secret, 'sotto/challenge/v1', utf8(stated)));
}

export async function newChallenge(context: Context, load: LoadGauge): Promise<Challenge> {
  const now = context.now();
  const made = await createChallenge({
    algorithm: 'SHA-256',
    cost: COST,
    deriveKey,
    expiresAt: Math.floor(now / 1000) + LIMITS.challengeSeconds,
    keyPrefix: load.count(now) ? BUSY : CALM,
  });
  const parameters = made.parameters as Challenge['parameters'];
  return { parameters, signature: challengeMac(context, parameters) };
}

/**
 * Checks that a challenge is ours, in time, and solved.
 * @throws Refusal `work-refused`
 */
export async function checkWork(context: Context, work: Work): Promise<SpentWork> {
  const { challenge, counter, derivedKey } = work;
  checkChallenge(context, challenge);
  const { parameters, signature } = challenge;
  const password = new Uint8Array(NONCE_BYTES + 4);
  password.set(sodium.from_hex(parameters.nonce));
  new DataView(password.buffer).setUint32(NONCE_BYTES, counter);
  const derived = await deriveKey(parameters, sodium.from_hex(parameters.salt), password);
  const solution = sodium.to_hex(derived.derivedKey);
  if (solution !== derivedKey || !solution.startsWith(parameters.keyPrefix))
    throw new Refusal('work-refused');
  return { challenge: signature, day: dayOf(parameters.expiresAt * 1000) };
}

/**
 * Checks that a challenge is ours and in time, without work: enough for reading.
 * @throws Refusal `work-refused`
 */
export function checkChallenge(context: Context, { parameters, signature }: Challenge): void {
  const genuine = sodium.memcmp(utf8(challengeMac(context, parameters)), utf8(signature));
  if (!genuine || parameters.expiresAt * 1000 < context.now()) throw new Refusal('work-refused');
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
  return genuine && Number(expires) * 1000 >= context.now();
}

/** What is kept of a token that was checked, so that it is good once. */
export function spentToken(token: string): SpentWork {
  const [expires, , mac] = token.split('.');
  return { challenge: mac!, day: dayOf(Number(expires) * 1000) };
}

function tokenMac(context: Context, purpose: string, stated: string): string {
  return toBase64url(keyedHash(context.instance.secret, 'sotto/token/v1', utf8(purpose), utf8(stated)));
}

/** A salt for an account that does not exist: the same every time it is asked for, like a real one. */
export function inventedSalt(context: Context, account: Uint8Array) {
  return typed('Salt', keyedHash(context.instance.secret, 'sotto/invented-salt/v1', account).slice(0, 16));
}
