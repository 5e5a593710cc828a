/** The page in which a browser seals and opens chunks, and does nothing else. */
import { CHUNK_LENGTH } from '../../crypto/blob.ts';
import { LENGTH } from '../../crypto/bytes.ts';
import { loadStandard, ready, sodium } from '../../crypto/sodium.ts';

/** What the page offers to whoever drives the browser. Both give seconds for so many chunks. */
export interface AeadPage {
  seal(chunks: number): number;
  open(chunks: number): number;
}

await ready(loadStandard);
const chunk = sodium.randombytes_buf(CHUNK_LENGTH);
const key = sodium.randombytes_buf(LENGTH.FileKey);
const nonce = sodium.randombytes_buf(LENGTH.Nonce);
const seal = () => sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(chunk, null, null, nonce, key);
const sealed = seal();
const open = () => sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, null, nonce, key);

function timed(act: () => void, times: number): number {
  const start = performance.now();
  for (let i = 0; i < times; i++) act();
  return (performance.now() - start) / 1000;
}

const page: AeadPage = {
  seal: (chunks) => timed(seal, chunks),
  open: (chunks) => timed(open, chunks),
};

Object.assign(globalThis, { aeadPage: page });
