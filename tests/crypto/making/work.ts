/** Vectors of the work that writing without an account takes. */
import { solve } from '../../../client/calls/work.ts';
import type { Topic } from '../vector.ts';
import { gives } from './cast.ts';

const NONCE = '000102030405060708090a0b0c0d0e0f';
const SALT = 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff';

export async function work(): Promise<Topic> {
  const challenge = (cost: number, keyPrefix: string) => ({ nonce: NONCE, salt: SALT, cost, keyPrefix });
  const solved = async (cost: number, keyPrefix: string) => {
    const given = challenge(cost, keyPrefix);
    const parameters = { ...given, algorithm: 'SHA-256' as const, expiresAt: 0, keyLength: 32 };
    const { counter, derivedKey } = await solve({ parameters, signature: '' });
    return { given, counter, derivedKey };
  };
  const solutions = await Promise.all([solved(1, '00'), solved(4, '00'), solved(3, '000')]);
  const [once, more] = solutions as [(typeof solutions)[0], (typeof solutions)[0], (typeof solutions)[0]];
  return {
    section: '§10 Work',
    samples: {},
    vectors: [
      ...solutions.flatMap(({ given, counter, derivedKey }) => [
        gives(
          `a try of ${given.cost} that begins with ${given.keyPrefix}`,
          'deriveWork',
          { ...given, counter },
          derivedKey,
        ),
        gives(
          `work of ${given.cost} and ${given.keyPrefix}: the first try from 0 that does`,
          'solveWork',
          given,
          { counter, derivedKey },
        ),
      ]),
      gives(
        'a cost of 0 is one hash',
        'deriveWork',
        { ...challenge(0, '00'), counter: once.counter },
        once.derivedKey,
      ),
      gives(
        'whatever it is to begin with',
        'deriveWork',
        { ...challenge(4, 'ffff'), counter: more.counter },
        more.derivedKey,
      ),
      // By hand: SHA-256 of salt, nonce and four bytes, most significant first.
      gives(
        'a counter of all four bytes',
        'deriveWork',
        { ...challenge(1, '00'), counter: 0xfedcba98 },
        await bySubtle(`${SALT}${NONCE}fedcba98`),
      ),
    ],
  };
}

async function bySubtle(hex: string): Promise<string> {
  const bytes = Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
