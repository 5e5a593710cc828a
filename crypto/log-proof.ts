/** That a leaf is in the log, for somebody who has nothing but this text and the log's key (C2SP tlog-proof). */
import { fromBase64, toBase64 } from './base64.ts';
import { LENGTH, text as decodeText, typed, utf8, type TreeHash } from './bytes.ts';
import { parseCheckpoint, parseCount, type Checkpoint } from './checkpoint.ts';
import { CryptoError } from './errors.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { parseNote, signedBy, type NoteKey } from './note.ts';

export interface LogProof {
  /** The leaf's place in the log, from 0. */
  readonly index: number;
  readonly path: readonly TreeHash[];
  /** The checkpoint as it was signed, with all signatures. */
  readonly checkpoint: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

/** Hashes on the way from a leaf to a root: there is no larger tree. */
const LONGEST_PATH = 53;

export function formatLogProof({ index, path, checkpoint }: LogProof): Uint8Array {
  const hashes = path.map((hash) => `${toBase64(hash)}\n`).join('');
  return utf8(`${FIRST_LINE}\nindex ${index}\n${hashes}\n${decodeText(checkpoint)}`);
}

/** @throws CryptoError `malformed` */
export function parseLogProof(bytes: Uint8Array): LogProof {
  const whole = decodeText(bytes);
  const end = whole.indexOf('\n\n');
  const [first, ...lines] = whole.slice(0, Math.max(end, 0)).split('\n');
  if (first !== FIRST_LINE) throw new CryptoError('malformed', 'proof of the log');
  // Nobody signs what an `extra` line holds: it is passed over.
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const [, digits] = /^index (\S+)$/.exec(lines.shift() ?? '') ?? [];
  if (digits === undefined || lines.length > LONGEST_PATH)
    throw new CryptoError('malformed', 'proof of the log');
  const path = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== LENGTH.TreeHash) throw new CryptoError('malformed', 'hash of a path');
    return typed('TreeHash', hash);
  });
  return { index: parseCount(digits), path, checkpoint: utf8(whole.slice(end + 2)) };
}

/**
 * Checks that a leaf is in the log of this key.
 * @param log whose name is the origin of its checkpoints
 * @param leaf the leaf itself
 * @returns the checkpoint it is in
 * @throws CryptoError `malformed`, `bad-signature` where the log did not sign, `broken-chain` where the path leads elsewhere
 */
export function verifyLogProof(
  { index, path, checkpoint }: LogProof,
  log: NoteKey,
  leaf: Uint8Array,
): Checkpoint {
  const note = parseNote(checkpoint);
  const read = parseCheckpoint(note.text);
  const { origin, size, root } = read;
  if (origin !== log.name || signedBy(note, log) === null)
    throw new CryptoError('bad-signature', 'checkpoint');
  if (!verifyInclusion(leafHash(leaf), { index, size }, path, root))
    throw new CryptoError('broken-chain', 'log');
  return read;
}
