/** Challenges: work for those who write without an account, and a fresh value for every request to sign. */
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { Challenge, Work } from './api/anyone.ts';
import { LIMITS } from './api/limits.ts';
import { typed, utf8 } from '../crypto/bytes.ts';
import { keyedHash } from '../crypto/hash.ts';
import { toBase64url } from '../crypto/base64url.ts';
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

function hmacSecret(context: Context): string {
  return toBase64url(keyedHash(context.instance.secret, 'sotto/challenge-secret/v1'));
}

export async function newChallenge(context: Context, load: LoadGauge): Promise<Challenge> {
  const now = context.now();
  const { parameters, signature } = await createChallenge({
    algorithm: 'SHA-256',
    cost: COST,
    deriveKey,
    expiresAt: Math.floor(now / 1000) + LIMITS.challengeSeconds,
    hmacSignatureSecret: hmacSecret(context),
    keyPrefix: load.count(now) ? BUSY : CALM,
  });
  return { parameters, signature } as Challenge;
}

/**
 * Checks that a challenge is ours, in time, and solved.
 * @throws Refusal `work-refused`
 */
export async function checkWork(context: Context, work: Work): Promise<SpentWork> {
  const { genuine, solved } = await isOurs(context, work.challenge, work);
  if (!genuine || !solved) throw new Refusal('work-refused');
  const expires = work.challenge.parameters.expiresAt;
  return { challenge: work.challenge.signature, day: dayOf(expires * 1000) };
}

/**
 * Checks that a challenge is ours and in time, without work: enough for reading.
 * @throws Refusal `work-refused`
 */
export async function checkChallenge(context: Context, challenge: Challenge): Promise<void> {
  const nothing = { counter: 0, derivedKey: '00'.repeat(32) };
  if (!(await isOurs(context, challenge, nothing)).genuine) throw new Refusal('work-refused');
}

async function isOurs(
  context: Context,
  challenge: Challenge,
  solution: Pick<Work, 'counter' | 'derivedKey'>,
) {
  const hmacSignatureSecret = hmacSecret(context);
  const result = await verifySolution({ challenge, solution, hmacSignatureSecret, deriveKey });
  const inTime = challenge.parameters.expiresAt * 1000 >= context.now();
  return { genuine: inTime && !result.expired && result.invalidSignature === false, solved: result.verified };
}

/** Another challenge, for sign-ins: a value only this instance makes, good until it expires. */
export function newToken(context: Context, purpose: string): string {
  const expires = String(Math.floor(context.now() / 1000) + LIMITS.challengeSeconds);
  return `${expires}.${tokenMac(context, purpose, expires)}`;
}

export function checkToken(context: Context, purpose: string, token: string): boolean {
  const [expires = '', mac = ''] = token.split('.');
  if (`${expires}.${mac}` !== token || !/^\d{1,12}$/.test(expires)) return false;
  return tokenMac(context, purpose, expires) === mac && Number(expires) * 1000 >= context.now();
}

function tokenMac(context: Context, purpose: string, expires: string): string {
  return toBase64url(keyedHash(context.instance.secret, 'sotto/token/v1', utf8(purpose), utf8(expires)));
}

/** A salt for an account that does not exist: the same every time it is asked for, like a real one. */
export function inventedSalt(context: Context, account: Uint8Array) {
  return typed('Salt', keyedHash(context.instance.secret, 'sotto/invented-salt/v1', account).slice(0, 16));
}
