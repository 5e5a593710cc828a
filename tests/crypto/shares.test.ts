/** A seed split among colleagues: any who are enough give it back, and fewer tell nothing. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { typed, type KemPublicKey, type Share } from '../../crypto/bytes.ts';
import { requestHash, formatRequest } from '../../crypto/recovery.ts';
import { recoveryKeys } from '../../crypto/recovery-keys.ts';
import { newPersonSeed, personKeys } from '../../crypto/person.ts';
import { parseShareSet, SHARE_PLACES } from '../../crypto/share-set.ts';
import {
  combineShares,
  makeShareSet,
  openHelp,
  openHelperList,
  openShare,
  recoverySecret,
  sealHelp,
  sealHelperList,
  seedsOf,
} from '../../crypto/shares.ts';
import { ready } from '../../crypto/sodium.ts';
import type { Day } from '../../crypto/stamp.ts';
import { fixed } from './making/cast.ts';

beforeAll(() => ready());

const header = (threshold: number) => ({
  instance: fixed('InstanceId', 'one'),
  account: fixed('AccountId', 'amina'),
  owner: fixed('PersonId', 'amina'),
  id: fixed('ShareSetId', 'one'),
  directory: fixed('Hash', 'directory'),
  threshold,
});

/** Multiplication in GF(2⁸), bit by bit, as PROTOCOL §9.1 names the field. */
function times(a: number, b: number): number {
  let product = 0;
  for (; b > 0; b >>= 1) {
    if (b & 1) product ^= a;
    a = (a << 1) ^ (a & 0x80 ? 0x11b : 0);
  }
  return product;
}

const inverse = (a: number) => Array.from({ length: 256 }, (_, b) => b).find((b) => times(a, b) === 1)!;

/** Shares put together by hand: Lagrange at zero. */
function byHand(shares: readonly Uint8Array[]): Uint8Array {
  const x = shares.map((share) => share.at(-1)!);
  return shares[0]!.slice(0, -1).map((_, byte) =>
    shares.reduce((sum, share, i) => {
      const others = x.filter((_, j) => j !== i);
      const basis = others.reduce((all, at) => times(all, times(at, inverse(at ^ x[i]!))), 1);
      return sum ^ times(share[byte]!, basis);
    }, 0),
  );
}

const people = Array.from({ length: SHARE_PLACES }, () => newPersonSeedLater());
function newPersonSeedLater() {
  let made: ReturnType<typeof personKeys> | undefined;
  return () => (made ??= personKeys(newPersonSeed()));
}

/** Everything between choosing colleagues and having the seeds again, with those who help. */
async function recover(chosen: number, threshold: number, helping: readonly number[]) {
  const secret = recoverySecret(fixed('PersonSeed', 'amina'), fixed('SigningSeed', 'authority'));
  const helpers = people.slice(0, chosen).map((person) => person());
  const set = parseShareSet(
    await makeShareSet(
      header(threshold),
      secret,
      helpers.map((person) => person.kemPublicKey),
    ),
  );
  const asking = recoveryKeys(fixed('Entropy', 'new'), set.instance, set.account);
  const { kemPublicKey: kem, signingPublicKey: signing } = asking;
  const expires = '2031-03-08' as Day;
  const request = requestHash(
    formatRequest({ instance: set.instance, account: set.account, kem, signing, expires }),
  );
  const shares = helping.map((i) => {
    const share = openShare(people[i]!().kemSeed, set);
    return share && openHelp(asking.kemSeed, sealHelp(kem, share, set, request), set, request)!.share;
  });
  return { secret, set, shares };
}

describe('of colleagues, some chosen and some of those helping', () => {
  const cases = fc
    .record({ chosen: fc.integer({ min: 2, max: 7 }), seed: fc.integer({ min: 0, max: 1e6 }) })
    .chain(({ chosen }) =>
      fc.record({
        chosen: fc.constant(chosen),
        threshold: fc.integer({ min: 2, max: chosen }),
        helping: fc.shuffledSubarray(
          Array.from({ length: chosen }, (_, i) => i),
          { minLength: 2 },
        ),
      }),
    );

  test('enough give both seeds back, in any order; fewer give something else; a stranger holds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ chosen, threshold, helping }) => {
        const { secret, set, shares } = await recover(chosen, threshold, helping);
        const given = shares as Share[];
        const combined = await combineShares(given);
        expect(combined).toEqual(byHand(given));
        const isEnough = helping.length >= threshold;
        expect(Buffer.from(combined).equals(Buffer.from(secret))).toBe(isEnough);
        const { person, authority } = seedsOf(combined);
        expect(Buffer.from(person).equals(Buffer.from(fixed('PersonSeed', 'amina')))).toBe(isEnough);
        expect(Buffer.from(authority).equals(Buffer.from(fixed('SigningSeed', 'authority')))).toBe(isEnough);
        expect(openShare(people[chosen]!().kemSeed, set)).toBeNull();
      }),
      { seed: 20_361_104, numRuns: 40 },
    );
  });

  test('one share fits every secret: with the other made to match, any seed comes out', async () => {
    const { shares } = await recover(2, 2, [0, 1]);
    const [mine, other] = shares as [Share, Share];
    const wanted = fixed('RecoverySecret', 'any at all');
    // For each byte there is exactly one value of the other share that gives the wanted one.
    const matching = new Uint8Array(other);
    for (const [i, byte] of wanted.entries()) {
      matching[i] = Array.from({ length: 256 }, (_, v) => v).find((v) => {
        const pair = [mine, other].map((share) => Uint8Array.of(share[i]!, share.at(-1)!));
        pair[1]![0] = v;
        return byHand(pair)[0] === byte;
      })!;
    }
    expect(await combineShares([mine, typed('Share', matching)])).toEqual(wanted);
  });
});

test('one share twice, or one alone, gives nothing', async () => {
  const { shares } = await recover(3, 2, [0, 1]);
  const [mine] = shares as [Share];
  for (const tried of [[mine], [mine, mine]]) {
    await expect(combineShares(tried)).rejects.toMatchObject({ code: 'tampered' });
  }
});

test('a set is always as long, whoever is in it, and every one of its places is different', async () => {
  const lengths = new Set<number>();
  for (const chosen of [2, 9, SHARE_PLACES]) {
    const { set } = await recover(chosen, 2, []);
    lengths.add(set.places.length);
    expect(new Set(set.places.map(({ key, letter }) => `${String(key)}${String(letter)}`)).size).toBe(16);
  }
  expect([...lengths]).toEqual([SHARE_PLACES]);
});

test('a set can be for neither one alone, nor fewer than must help, nor more than there are places', async () => {
  const secret = recoverySecret(fixed('PersonSeed', 'amina'), null);
  const keys = (count: number): KemPublicKey[] =>
    Array.from({ length: count }, (_, i) => people[i % people.length]!().kemPublicKey);
  for (const [count, threshold] of [
    [1, 1],
    [3, 1],
    [2, 3],
    [17, 2],
    [16, 11],
    [0, 2],
  ] as const) {
    const made = makeShareSet(header(threshold), secret, keys(count));
    await expect(made).rejects.toMatchObject({ code: 'malformed' });
  }
});

test('the list of helpers is for whoever chose them, and as long for two as for sixteen', () => {
  const key = fixed('SealKey', 'keyring');
  const helpers = Array.from({ length: SHARE_PLACES }, (_, i) => ({
    id: fixed('PersonId', `${i}`),
    keys: fixed('Hash', `${i}`),
  }));
  for (const count of [0, 2, 16]) {
    const list = sealHelperList(key, helpers.slice(0, count), header(2));
    expect(openHelperList(key, list, header(2))).toEqual(helpers.slice(0, count));
  }
});
