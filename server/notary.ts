/** The key that stamps: Node's Ed25519, which gives the signatures of `crypto` in two thirds of the time. */
import { createPrivateKey, sign } from 'node:crypto';
import { concat, typed, type SigningSeed } from '../crypto/bytes.ts';
import { frame } from '../crypto/frame.ts';
import type { Signer } from '../crypto/signature.ts';

/** What stands before a seed in PKCS #8, DER: version 0, algorithm 1.3.101.112 (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function notaryOf(seed: SigningSeed): Pick<Signer, 'sign'> {
  const der = Buffer.from(concat(PKCS8, seed));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    sign: (domain, ...fields) =>
      typed('Signature', new Uint8Array(sign(null, frame(domain, ...fields), key))),
  };
}
