import fc from 'fast-check';
import { expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { ready } from '../../crypto/sodium.ts';
import { signerOf, signingPublicKey, verify } from '../../crypto/signature.ts';
import { notaryOf } from '../../server/notary.ts';

await ready();

test('signs as the protocol does, byte for byte', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(bytes(32), fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), (raw, fields) => {
      const seed = typed('SigningSeed', raw);
      const signature = notaryOf(seed).sign('sotto/stamp/v1', ...fields);
      expect(signature).toEqual(signerOf(seed).sign('sotto/stamp/v1', ...fields));
      expect(verify(signingPublicKey(seed), signature, 'sotto/stamp/v1', ...fields)).toBe(true);
    }),
  );
});
