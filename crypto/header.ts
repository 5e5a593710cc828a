/** The clear part of an entry, and its hash: all that the server reads of one (PROTOCOL §6). */
import {
  concat,
  LENGTH,
  Reader,
  u32,
  type CaseId,
  type Claim,
  type Commitment,
  type EntryBytes,
  type Hash,
  type Nonce,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { hash } from './hash.ts';

/** The one suite of this protocol. There is no negotiation: where two sides agree on one, who is between them can pick the weakest. */
export const SUITE = 1;

/** The two chains of a case. */
export const CHAIN = { shared: 1, internal: 2 } as const;
export type Chain = keyof typeof CHAIN;

/** Who holds a case key. */
export const AUDIENCE = { shared: 1, officers: 2, custodians: 3 } as const;
export type Audience = keyof typeof AUDIENCE;

/** The audience that reads a chain: a chain is never sealed to anybody else. */
export const AUDIENCE_OF = { shared: 'shared', internal: 'officers' } as const satisfies Record<
  Chain,
  Audience
>;

/** Where an entry stands, and under which key. */
export interface Place {
  readonly caseId: CaseId;
  readonly chain: Chain;
  /** Position in the chain, from 0. */
  readonly seq: number;
  /** Hash of the entry before; zeros for the first. */
  readonly previous: Hash;
  readonly audience: Audience;
  /** Which key of the audience; a rotation adds one. */
  readonly epoch: number;
  readonly nonce: Nonce;
}

export interface Header extends Place {
  /** Of the key of this one entry: whoever is shown it later is shown the one text there is. */
  readonly commitment: Commitment;
  /** What its author can show of it later without opening it (`claim.ts`). */
  readonly claim: Claim;
}

/** Bytes of a header's first part. */
export const PLACE_LENGTH = 1 + LENGTH.CaseId + 1 + 4 + LENGTH.Hash + 1 + 4 + LENGTH.Nonce;

/** Bytes of a header. */
export const HEADER_LENGTH = PLACE_LENGTH + LENGTH.Commitment + LENGTH.Claim;

/** Bytes of padded body an entry may have: 16, 64 or 256 KiB, so that a status is as long as a message. */
export const BODY_SIZES = [16 * 1024, 64 * 1024, 256 * 1024] as const;

/** Bytes the AEAD adds. */
export const TAG_LENGTH = 16;

/** `previous` of the first entry of a chain. */
export const NO_HASH = new Uint8Array(LENGTH.Hash) as Hash;

export function formatPlace(place: Place): Uint8Array {
  return concat(
    Uint8Array.of(SUITE),
    place.caseId,
    Uint8Array.of(CHAIN[place.chain]),
    u32(place.seq),
    place.previous,
    Uint8Array.of(AUDIENCE[place.audience]),
    u32(place.epoch),
    place.nonce,
  );
}

export function formatHeader(header: Header): Uint8Array {
  return concat(formatPlace(header), header.commitment, header.claim);
}

/** Finds the name of a code in one of the tables above. @throws CryptoError `malformed` */
export function nameOf<T extends Record<string, number>>(table: T, code: number): keyof T {
  const found = Object.keys(table).find((name) => table[name] === code);
  if (found === undefined) throw new CryptoError('malformed', `unknown code ${code}`);
  return found;
}

/**
 * Splits an entry into its clear header and its ciphertext.
 * @throws CryptoError `malformed` for an unknown suite, chain, audience or size.
 */
export function parseEntry(entry: Uint8Array): {
  header: Header;
  headerBytes: Uint8Array;
  ciphertext: Uint8Array;
} {
  const headerBytes = entry.slice(0, HEADER_LENGTH);
  const reader = new Reader(headerBytes);
  if (reader.u8() !== SUITE) throw new CryptoError('malformed', 'unknown suite');
  const header: Header = {
    caseId: reader.typed('CaseId'),
    chain: nameOf(CHAIN, reader.u8()),
    seq: reader.u32(),
    previous: reader.typed('Hash'),
    audience: nameOf(AUDIENCE, reader.u8()),
    epoch: reader.u32(),
    nonce: reader.typed('Nonce'),
    commitment: reader.typed('Commitment'),
    claim: reader.typed('Claim'),
  };
  reader.end();
  const ciphertext = entry.subarray(HEADER_LENGTH);
  if (!BODY_SIZES.some((size) => size + TAG_LENGTH === ciphertext.length)) {
    throw new CryptoError('malformed', `an entry is not ${ciphertext.length} bytes long`);
  }
  if (AUDIENCE_OF[header.chain] !== header.audience)
    throw new CryptoError('malformed', 'audience of another chain');
  return { header, headerBytes, ciphertext };
}

/** What the next entry, the stamp and the log refer to. */
export function entryHash(entry: EntryBytes): Hash {
  return hashOfClaimed(entry.subarray(HEADER_LENGTH - LENGTH.Claim, HEADER_LENGTH), insideHash(entry));
}

/**
 * The hash of everything in an entry but its claim: it gives away neither the case nor the place in it, as the ciphertext
 * that is hashed along cannot be guessed.
 */
export function insideHash(entry: EntryBytes): Hash {
  const claimAt = HEADER_LENGTH - LENGTH.Claim;
  return hash('sotto/inside/v1', entry.subarray(0, claimAt), entry.subarray(HEADER_LENGTH));
}

/** The hash of an entry of which only the claim is shown. @param inside see `insideHash` */
export function hashOfClaimed(claim: Uint8Array, inside: Hash): Hash {
  return hash('sotto/hash/v1', claim, inside);
}
