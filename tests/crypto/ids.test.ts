import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { accountIdOf, caseReference } from '../../crypto/id.ts';
import { newPersonSeed, personKeys, wipePersonKeys } from '../../crypto/person.ts';
import { newEntropy, reporterKeys, wipeReporterKeys } from '../../crypto/receipt.ts';
import { ready } from '../../crypto/sodium.ts';
import { newSalt, newVaultKey, unlockByWords, wipeUnlockKeys } from '../../crypto/vault.ts';

beforeAll(() => ready());

const id = fc.uint8Array({ minLength: 16, maxLength: 16 });

test('a reference is two groups of four letters that cannot be misheard, the same for the same case', () => {
  const all = new Set<string>();
  fc.assert(
    fc.property(id, (bytes) => {
      const reference = caseReference(typed('CaseId', bytes));
      expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(caseReference(typed('CaseId', bytes))).toBe(reference);
      all.add(reference);
    }),
    { numRuns: 500, seed: 1 },
  );
  expect(all.size).toBeGreaterThan(400);
  // Every place takes every letter, so all forty bits count.
  for (const place of [0, 1, 2, 3, 5, 6, 7, 8]) {
    expect(new Set([...all].map((reference) => reference[place])).size).toBeGreaterThan(24);
  }
});

test('an account id does not depend on how the name is typed, and differs between instances', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(name, id, id, (given, one, other) => {
      const [here, there] = [typed('InstanceId', one), typed('InstanceId', other)];
      const account = accountIdOf(here, given);
      for (const way of [` ${given}\n`, given.normalize('NFD'), given.normalize('NFKC')]) {
        expect(accountIdOf(here, way)).toEqual(account);
      }
      const same = String(accountIdOf(there, given)) === String(account);
      expect(same).toBe(String(here) === String(there));
    }),
  );
  expect(accountIdOf(typed('InstanceId', new Uint8Array(16)), 'ÉLODIE')).toEqual(
    accountIdOf(typed('InstanceId', new Uint8Array(16)), 'e\u0301lodie'),
  );
});

test('what is made new is never made twice', () => {
  const makers = [newEntropy, newPersonSeed, newVaultKey, newSalt];
  for (const make of makers) {
    const made = Array.from({ length: 100 }, () => String(make()));
    expect(new Set(made).size).toBe(100);
  }
});

test('wiping leaves no secret byte', () => {
  const instance = typed('InstanceId', new Uint8Array(16).fill(1));
  const account = accountIdOf(instance, 'amira');
  const entropy = newEntropy();

  const reporter = reporterKeys(entropy, instance);
  const person = personKeys(newPersonSeed());
  const unlock = unlockByWords(entropy, instance, account);
  const secrets = [
    reporter.signingSeed,
    reporter.kemSeed,
    reporter.custodiansKey,
    person.signingSeed,
    person.kemSeed,
    person.keyringKey,
    unlock.signInSeed,
    unlock.unlockKey,
  ];
  const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0);
  expect(secrets.some(isZero)).toBe(false);
  wipeReporterKeys(reporter);
  wipePersonKeys(person);
  wipeUnlockKeys(unlock);
  expect(secrets.every(isZero)).toBe(true);
  // Every field that is not the public half of something is among them.
  const fields = [...Object.entries(reporter), ...Object.entries(person), ...Object.entries(unlock)];
  const left = fields.filter(([, bytes]) => !isZero(bytes as Uint8Array)).map(([name]) => name);
  expect(new Set(left)).toEqual(new Set(['caseId', 'proofKey', 'signingPublicKey', 'kemPublicKey']));
});
