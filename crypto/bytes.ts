/**
 * A separate type for every kind of bytes, so that swapping a key and an id does not compile, and the few
 * things one does with bytes of any kind.
 */
import { CryptoError } from './errors.ts';

/** Length in bytes of every fixed-size kind (PROTOCOL §1). */
export const LENGTH = {
  InstanceId: 16,
  CaseId: 16,
  PersonId: 16,
  AccountId: 16,
  /** BLAKE2b-256 of something. */
  Hash: 32,
  /** SHA-256 of a leaf or a subtree of the log. */
  TreeHash: 32,
  /** BLAKE2b-256 commitment to a case key. */
  Commitment: 32,
  /** BLAKE2b-256 of what an entry's author can show of it later, or random bytes. */
  Claim: 32,
  /** What hides a claim until its author shows it. */
  ClaimBlind: 32,
  /** Ed25519. */
  SigningSeed: 32,
  SigningPublicKey: 32,
  Signature: 64,
  /** X-Wing: X25519 + ML-KEM-768. */
  KemSeed: 32,
  KemPublicKey: 1216,
  KemCiphertext: 1120,
  /** The key of one case, audience and epoch. */
  CaseKey: 32,
  /** An AEAD key derived for one use. */
  SealKey: 32,
  /** The twelve words of a receipt, or of an officer's recovery, as bytes. */
  Entropy: 16,
  /** A person's one secret; all their keys follow from it. */
  PersonSeed: 32,
  VaultKey: 32,
  /** A file as it is stored. */
  BlobId: 16,
  /** The key of one file. */
  FileKey: 32,
  /** What the server knows a passkey by. */
  PasskeyId: 16,
  /** What an authenticator's PRF gives. */
  PrfOutput: 32,
  /** The same, bound to an account and a credential. */
  PasskeySecret: 32,
  Salt: 16,
  Nonce: 24,
  /** Tells a turn of the list of cases from one of another history (PROTOCOL §10). */
  TurnMark: 16,
  /** What colleagues can give back: a person's seed, and the authority's or zeros (PROTOCOL §9.1). */
  RecoverySecret: 64,
  /** One part of it: the same length and a coordinate. */
  Share: 65,
  ShareSetId: 16,
  /** X-Wing ciphertext, share and tag. */
  ShareLetter: 1120 + 65 + 16,
  /** Header and 16 places of a share key and a letter. */
  ShareSet: 98 + 16 * (32 + 1201),
  /** Who the helpers are, sealed for the person who chose them: nonce, count, 16 places, tag. */
  HelperList: 24 + 1 + 16 * 48 + 16,
  RecoveryRequest: 1291,
  RecoveryAnswer: 172,
  RecoveryDone: 107,
} as const;

export type Kind = keyof typeof LENGTH;

declare const kind: unique symbol;
export type Bytes<K extends string> = Uint8Array & { readonly [kind]: K };

export type InstanceId = Bytes<'InstanceId'>;
export type CaseId = Bytes<'CaseId'>;
export type PersonId = Bytes<'PersonId'>;
export type AccountId = Bytes<'AccountId'>;
export type Hash = Bytes<'Hash'>;
export type TreeHash = Bytes<'TreeHash'>;
export type TurnMark = Bytes<'TurnMark'>;
export type Commitment = Bytes<'Commitment'>;
export type Claim = Bytes<'Claim'>;
export type ClaimBlind = Bytes<'ClaimBlind'>;
export type SigningSeed = Bytes<'SigningSeed'>;
export type SigningPublicKey = Bytes<'SigningPublicKey'>;
export type Signature = Bytes<'Signature'>;
export type KemSeed = Bytes<'KemSeed'>;
export type KemPublicKey = Bytes<'KemPublicKey'>;
export type KemCiphertext = Bytes<'KemCiphertext'>;
export type CaseKey = Bytes<'CaseKey'>;
export type SealKey = Bytes<'SealKey'>;
export type Entropy = Bytes<'Entropy'>;
export type PersonSeed = Bytes<'PersonSeed'>;
export type VaultKey = Bytes<'VaultKey'>;
export type BlobId = Bytes<'BlobId'>;
export type FileKey = Bytes<'FileKey'>;
export type PasskeyId = Bytes<'PasskeyId'>;
export type PrfOutput = Bytes<'PrfOutput'>;
export type PasskeySecret = Bytes<'PasskeySecret'>;
export type Salt = Bytes<'Salt'>;
export type Nonce = Bytes<'Nonce'>;
export type RecoverySecret = Bytes<'RecoverySecret'>;
export type Share = Bytes<'Share'>;
export type ShareSetId = Bytes<'ShareSetId'>;
export type ShareLetter = Bytes<'ShareLetter'>;
export type ShareSet = Bytes<'ShareSet'>;
export type HelperList = Bytes<'HelperList'>;
export type RecoveryRequest = Bytes<'RecoveryRequest'>;
export type RecoveryAnswer = Bytes<'RecoveryAnswer'>;
export type RecoveryDone = Bytes<'RecoveryDone'>;

/** A whole entry as it is stored: header and ciphertext (PROTOCOL §6). */
export type EntryBytes = Bytes<'EntryBytes'>;
/** A whole slot set as it is stored: header and slots (PROTOCOL §5). */
export type SlotSetBytes = Bytes<'SlotSetBytes'>;
/** Nonce and ciphertext of something sealed for oneself (PROTOCOL §9). */
export type BoxBytes = Bytes<'BoxBytes'>;
/** What verifies an authenticator's signatures, as COSE writes it (RFC 9052 §7): another length for each algorithm. */
export type CredentialKey = Bytes<'CredentialKey'>;
/** X-Wing ciphertext and sealed content of something for one person (PROTOCOL §5). */
export type LetterBytes = Bytes<'LetterBytes'>;

/**
 * Gives bytes their kind.
 * @throws CryptoError `malformed` when the length is another than the kind's.
 */
export function typed<K extends Kind>(name: K, value: Uint8Array): Bytes<K> {
  if (value.length !== LENGTH[name]) {
    throw new CryptoError('malformed', `${name} has ${LENGTH[name]} bytes, not ${value.length}`);
  }
  return value as Bytes<K>;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Whether two byte strings are equal. Not for secrets: it stops at the first difference. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** An unsigned 32-bit number, big-endian. */
export function u32(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new CryptoError('malformed', 'not an unsigned 32-bit number');
  }
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** 8 bytes, big-endian, of a whole number up to 2⁵³ − 1. */
export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws CryptoError `malformed` for bytes that are not UTF-8. */
export function text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new CryptoError('malformed', 'not UTF-8');
  }
}

/** Reads fixed-layout bytes from front to back; running over the end, or leaving some, is malformed. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new CryptoError('malformed', 'too short');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  typed<K extends Kind>(name: K): Bytes<K> {
    return typed(name, this.take(LENGTH[name]));
  }

  u8(): number {
    return this.take(1)[0] ?? 0;
  }

  u32(): number {
    return new DataView(this.take(4).buffer).getUint32(0);
  }

  /** A field with its length before it. */
  field(): Uint8Array {
    return this.take(this.u32());
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new CryptoError('malformed', 'bytes left over');
  }
}
