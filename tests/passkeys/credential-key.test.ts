/** The public key in what an authenticator says when it makes a credential. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { credentialKeyOf } from '../../client/officer/page/secret/credential-key.ts';
import { Device } from '../stage/device.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

const KEYS = {
  ES256: new Device('x').credentialKey,
  EdDSA: new Device('x', 'EdDSA').credentialKey,
  RS256: new Device('x', 'RS256').credentialKey,
} as const;

/** What an extension says after the key: that there is a PRF. */
const EXTENSION = hex('a16b686d61632d736563726574f5');

/** WebAuthn §6.1. @param flags 0x40 for a credential, 0x80 for extensions after it */
function registration(key: Uint8Array, flags = 0xc5, id = new Uint8Array(300), after = EXTENSION) {
  const length = Uint8Array.of(id.length >> 8, id.length & 255);
  return concat(new Uint8Array(32), Uint8Array.of(flags), new Uint8Array(20), length, id, key, after);
}

const bare = (key: Uint8Array) => registration(key, 0x45, new Uint8Array(16), new Uint8Array());

test.each(Object.entries(KEYS))('%s: the key as it stands there, and nothing of what follows', (_, key) => {
  expect(credentialKeyOf(registration(key))).toEqual(key);
  expect(credentialKeyOf(bare(key))).toEqual(key);
  // A view of a longer buffer, as a browser may give.
  expect(credentialKeyOf(concat(hex('ff'), registration(key)).subarray(1))).toEqual(key);
});

test.each(Object.entries(KEYS))('%s: cut short anywhere it is malformed', (_, key) => {
  const whole = bare(key);
  for (let length = 0; length < whole.length; length++) {
    expect(() => credentialKeyOf(whole.slice(0, length))).toThrow(CryptoError);
  }
});

test('what is no key is malformed, and nothing hangs', () => {
  const none = [
    '',
    '00',
    '8101',
    'a101a10102',
    'bf0102ff',
    'a1018101',
    'bb00000000ffffffff',
    'a1fb00',
    'a101f6',
  ];
  for (const key of none) expect(() => credentialKeyOf(bare(hex(key)))).toThrow(CryptoError);
  expect(() => credentialKeyOf(registration(KEYS.ES256, 0x05))).toThrow(CryptoError);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(lengthIn(bytes)).toBeLessThanOrEqual(bytes.length);
    }),
    { seed: 20_361_104, numRuns: 2000 },
  );
});

/** Bytes of the key; none where it is malformed. */
function lengthIn(data: Uint8Array): number {
  try {
    return credentialKeyOf(data).length;
  } catch (error) {
    if (error instanceof CryptoError) return 0;
    throw error;
  }
}
