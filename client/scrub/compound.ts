/**
 * Compound files (MS-CFB): Office documents of before 2007, of which nothing is removed, and newer ones that are locked with
 * a password (MS-OFFCRYPTO, 2.3.4.4), of which nobody can tell more without it.
 */
import { kept } from './finding.ts';
import type { Scrubbed } from './scrubber.ts';

/** Directories may stand anywhere in a file: longer ones are not read for that. */
const MOST_OCTETS = 64 * 2 ** 20;

/** The stream of a locked document, as a directory names it: UTF-16, and what ends a name. */
const LOCKED = 'EncryptedPackage\0'.replace(/./gs, '$&\0');

export async function scrubCompound(file: Blob): Promise<Scrubbed> {
  if (file.size > MOST_OCTETS) return kept('unknown-format');
  const text = new TextDecoder('latin1').decode(await file.arrayBuffer());
  return kept(text.includes(LOCKED) ? 'encrypted' : 'unknown-format');
}
