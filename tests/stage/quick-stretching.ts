/**
 * Passphrases that are stretched in a moment, for tests of what people do, not of what a guess costs: accounts are made and
 * unlocked by the same steps, and Argon2id is the real one, over 32 KiB instead of 256 MiB. What the pages do is held by the
 * vectors, in Node and in every browser, and by all tests in which somebody types a passphrase in a browser: an account
 * that was made quickly does not open there.
 */
import { loadSumo, ready, sodium } from '../../crypto/sodium.ts';

type Stretch = (
  length: number,
  passphrase: Uint8Array,
  salt: Uint8Array,
  passes: number,
  memory: number,
  algorithm: number,
) => Uint8Array;

/** Bytes: few, and the same for everybody. */
const MEMORY = 32 * 1024;

/** Null where a file of tests has not loaded it. */
const build = () => (sodium ?? null) as unknown as { crypto_pwhash: Stretch & { slow?: Stretch } } | null;

/** How this process stretches from now on, until a file of tests ends that has no process of its own. */
export async function stretchQuickly(): Promise<void> {
  await ready(loadSumo);
  const slow = build()!.crypto_pwhash;
  if (slow.slow !== undefined) return;
  const quick: Stretch = (length, passphrase, salt, _passes, _memory, algorithm) =>
    slow(length, passphrase, salt, 1, MEMORY, algorithm);
  build()!.crypto_pwhash = Object.assign(quick, { slow });
}

/** As the pages do it. */
export function stretchFully(): void {
  const loaded = build();
  if (loaded?.crypto_pwhash.slow !== undefined) loaded.crypto_pwhash = loaded.crypto_pwhash.slow;
}
