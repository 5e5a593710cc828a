/**
 * Signed notes (C2SP signed-note): a text, and lines of signatures by keys that have names.
 *
 * A format of others: the log's checkpoints are written in it so that witnesses with programs of their own can read and
 * cosign them. Signatures here are over the text itself, which is not framed (`frame.ts`). So the key that signs notes
 * signs what begins with the name of the log, and stamps begin with the length of their domain: neither passes for the other.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, toBase64 } from './base64.ts';
import {
  concat,
  equal,
  LENGTH,
  text as decodeText,
  typed,
  utf8,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { sodium } from './sodium.ts';

/** What is signed, by the byte that tells one kind of signature from another. */
export const SIGNATURE_TYPE = {
  /** Ed25519 over the text. */
  ed25519: 1,
  /** Ed25519 over the text and a time: a witness's cosignature (C2SP tlog-cosignature). */
  cosignature: 4,
} as const;

type SignatureType = (typeof SIGNATURE_TYPE)[keyof typeof SIGNATURE_TYPE];

/** A key that may sign notes. */
export interface NoteKey {
  readonly name: string;
  readonly key: SigningPublicKey;
  readonly type: SignatureType;
}

/** One line of signature. What it signs depends on the key's type. */
interface SignatureLine {
  readonly name: string;
  /** 4 bytes that help to find the key. */
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With the newline at its end. */
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

/** Bytes of a note: room for a checkpoint, its log and some twenty witnesses. */
const LONGEST_NOTE = 8192;

/** Bytes of a key's id, which begin each signature. */
const ID_LENGTH = 4;

const LINE = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u;

/** @throws CryptoError `malformed` */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > LONGEST_NOTE) throw new CryptoError('malformed', 'too long a note');
  const whole = decodeText(bytes);
  const end = whole.lastIndexOf('\n\n');
  if (end < 0 || !whole.endsWith('\n') || hasControl(whole)) throw new CryptoError('malformed', 'note');
  const lines = whole.slice(end + 2, -1).split('\n');
  return { text: whole.slice(0, end + 1), signatures: lines.map(parseLine) };
}

/** Whether it holds control characters other than newlines. */
function hasControl(text: string): boolean {
  return Array.from(text).some((character) => character < ' ' && character !== '\n');
}

function parseLine(line: string): SignatureLine {
  const [, name, encoded] = LINE.exec(line) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  if (name === undefined || bytes === null || bytes.length <= ID_LENGTH)
    throw new CryptoError('malformed', 'signature of a note');
  return { name, id: bytes.slice(0, ID_LENGTH), signature: bytes.slice(ID_LENGTH) };
}

export function formatNote({ text, signatures }: Note): Uint8Array {
  const lines = signatures.map(({ name, id, signature }) => `— ${name} ${toBase64(concat(id, signature))}\n`);
  return utf8(`${text}\n${lines.join('')}`);
}

/** Its name, its kind and the key in four bytes. It only finds the line to check: two keys may share one. */
export function keyId({ name, key, type }: NoteKey): Uint8Array {
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), key)).slice(0, ID_LENGTH);
}

/** A key as configurations write it: name, id and key. */
export function formatNoteKey(of: NoteKey): string {
  return `${of.name}+${sodium.to_hex(keyId(of))}+${toBase64(concat(Uint8Array.of(of.type), of.key))}`;
}

/** @throws CryptoError `malformed` */
export function parseNoteKey(text: string): NoteKey {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  const bytes = encoded === undefined ? null : fromBase64(encoded);
  const type = Object.values(SIGNATURE_TYPE).find((known) => known === bytes?.[0]);
  if (name === undefined || bytes?.length !== 1 + LENGTH.SigningPublicKey || type === undefined)
    throw new CryptoError('malformed', 'key of a note');
  const key: NoteKey = { name, key: typed('SigningPublicKey', bytes.slice(1)), type };
  if (sodium.to_hex(keyId(key)) !== id) throw new CryptoError('malformed', 'id of a key');
  return key;
}

/** Signs a text that ends with a newline. */
export function signNote(text: string, name: string, seed: SigningSeed): Note {
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  const key = typed('SigningPublicKey', publicKey);
  const signature = sodium.crypto_sign_detached(utf8(text), privateKey);
  sodium.memzero(privateKey);
  const id = keyId({ name, key, type: SIGNATURE_TYPE.ed25519 });
  return { text, signatures: [{ name, id, signature }] };
}

/**
 * What of a note was signed by a key: null for nothing, the time for a cosignature, in seconds since 1970.
 * @throws CryptoError `bad-signature` for a line in the key's name that is not by it
 */
export function signedBy(note: Note, key: NoteKey): { readonly time: number | null } | null {
  const id = keyId(key);
  const line = note.signatures.find((one) => one.name === key.name && equal(one.id, id));
  if (line === undefined) return null;
  const { message, signature, time } = signedMessage(note.text, line.signature, key.type);
  const isRight =
    signature.length === LENGTH.Signature && sodium.crypto_sign_verify_detached(signature, message, key.key);
  if (!isRight) throw new CryptoError('bad-signature', 'note');
  return { time };
}

/** A witness signs its time along, under a first line of its own: neither kind of signature passes for the other. */
function signedMessage(text: string, signed: Uint8Array, type: SignatureType) {
  if (type === SIGNATURE_TYPE.ed25519) return { message: utf8(text), signature: signed, time: null };
  if (signed.length !== 8 + LENGTH.Signature) throw new CryptoError('bad-signature', 'cosignature');
  const time = Number(new DataView(signed.buffer, signed.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(time)) throw new CryptoError('bad-signature', 'time of a cosignature');
  return { message: utf8(`cosignature/v1\ntime ${time}\n${text}`), signature: signed.slice(8), time };
}
