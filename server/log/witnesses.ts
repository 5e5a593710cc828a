/** Outside witnesses of the log: whoever cosigns a checkpoint has seen that the log only grew (C2SP tlog-cosignature). */
import { existsSync, readFileSync } from 'node:fs';
import { equal, text as decodeText, utf8 } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import {
  formatNote,
  keyId,
  parseNote,
  parseNoteKey,
  SIGNATURE_TYPE,
  signedBy,
  type Note,
  type NoteKey,
} from '../../crypto/note.ts';
import { lockDays, newestClosing, replaceNote } from '../../db/log.ts';
import { inTransaction } from '../../db/tables.ts';
import type { Context } from '../instance/context.ts';
import { Refusal } from '../answers/refusal.ts';
import { StartFailure } from '../operator/start-failure.ts';
import { parsed } from '../cases/writing.ts';

/** Witnesses of one log: their lines fit a note, and nobody has to be asked for so many. */
const MOST = 16;

/** Characters of a witness's name, of which lines begin. */
const LONGEST_NAME = 128;

/**
 * @param given keys as C2SP writes them, separated by spaces, commas or lines; or the path of a file that has them
 * @throws StartFailure in words
 */
export function readWitnesses(given: string | undefined): NoteKey[] {
  if (given === undefined) return [];
  const isFile = existsSync(given);
  const lines = (isFile ? readFileSync(given, 'utf8') : given).replace(/#.*$/gm, '').split(/[\s,]+/);
  const keys = lines.filter((line) => line !== '').map(readKey);
  if (keys.length > MOST) throw new StartFailure(`SOTTO_WITNESSES has more than ${MOST} keys: name fewer.`);
  return keys;
}

function readKey(line: string): NoteKey {
  try {
    const key = parseNoteKey(line);
    if (key.type === SIGNATURE_TYPE.cosignature && key.name.length <= LONGEST_NAME) return key;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
  }
  throw new StartFailure(
    `SOTTO_WITNESSES has something that is no witness's key: ${line}. Write each as name+id+key, as the witness publishes it, or the path of a file of them.`,
  );
}

/**
 * Adds cosignatures to the newest checkpoint, one of each witness.
 * @param lines lines of signature, as a note has them
 * @returns the checkpoint as it is now
 * @throws Refusal `not-found` before the first closing, `bad-request` where none of the lines is by a witness
 */
export function addCosignatures({ db, witnesses }: Context, lines: Uint8Array): Promise<Uint8Array> {
  return inTransaction(db, async (transaction) => {
    await lockDays(transaction);
    const newest = await newestClosing(transaction);
    if (newest === null) throw new Refusal('not-found');
    const known = parseNote(newest.note);
    const brought = parsed(() => parseNote(utf8(`${known.text}\n${decodeText(lines)}`)));
    const by = witnesses.filter((witness) => isSignedBy(brought, witness));
    // More text, with an empty line after it, is not this checkpoint.
    if (by.length === 0 || brought.text !== known.text) throw new Refusal('bad-request');
    const added = by.filter((witness) => !isSignedBy(known, witness)).flatMap((key) => lineOf(brought, key));
    if (added.length === 0) return newest.note;
    const note = formatNote({ ...known, signatures: [...known.signatures, ...added] });
    await replaceNote(transaction, { day: newest.day, note });
    return note;
  });
}

function isSignedBy(note: Note, key: NoteKey): boolean {
  try {
    return signedBy(note, key) !== null;
  } catch (error) {
    if (error instanceof CryptoError) return false;
    throw error;
  }
}

/** The line that `signedBy` looks at. */
function lineOf({ signatures }: Note, key: NoteKey) {
  return signatures.filter(({ name, id }) => name === key.name && equal(id, keyId(key))).slice(0, 1);
}
