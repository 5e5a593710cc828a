/**
 * The layout of a slot set: all that the server reads of one (PROTOCOL §5).
 *
 * The header is in the clear, so that the server can put a set where it belongs, and so that whoever tries the slots knows
 * what they try. It is trusted for nothing: it goes into every slot's key (`slots.ts`), and one changed bit of it leaves a
 * set that nobody opens.
 */
import {
  concat,
  LENGTH,
  Reader,
  u32,
  type CaseId,
  type Commitment,
  type Hash,
  type InstanceId,
  type SigningPublicKey,
  type SlotSetBytes,
} from './bytes.ts';
import { CryptoError } from './errors.ts';
import { AUDIENCE, nameOf, SUITE, TAG_LENGTH, type Audience } from './header.ts';
import { hash } from './hash.ts';

export interface SlotSetHeader {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
  readonly audience: Audience;
  readonly epoch: number;
  /** The directory the readers were taken from. */
  readonly directory: Hash;
  /** Commitment to the case key, checked by everyone who unwraps it. */
  readonly commitment: Commitment;
  /** Public half of a signing key that follows from the case key: who holds the one can show it with the other. */
  readonly accessKey: SigningPublicKey;
}

export const SLOT_SET_HEADER_LENGTH =
  1 + LENGTH.InstanceId + LENGTH.CaseId + 1 + 4 + LENGTH.Hash + LENGTH.Commitment + LENGTH.SigningPublicKey;

/** Bytes of one slot: an X-Wing ciphertext and a sealed case key. */
export const SLOT_LENGTH = LENGTH.KemCiphertext + LENGTH.CaseKey + TAG_LENGTH;

/** How many slots a set may have; real ones are filled up to the next with dummies: eight slots are eight readers, one, or none. */
export const SLOT_COUNTS = [8, 16, 32] as const;

export function formatSlotSetHeader(header: SlotSetHeader): Uint8Array {
  return concat(
    Uint8Array.of(SUITE),
    header.instance,
    header.caseId,
    Uint8Array.of(AUDIENCE[header.audience]),
    u32(header.epoch),
    header.directory,
    header.commitment,
    header.accessKey,
  );
}

/**
 * Splits a slot set into its clear header and its slots.
 * @throws CryptoError `malformed`
 */
export function parseSlotSet(set: Uint8Array): {
  header: SlotSetHeader;
  headerBytes: Uint8Array;
  slots: Uint8Array[];
} {
  const headerBytes = set.slice(0, SLOT_SET_HEADER_LENGTH);
  const reader = new Reader(headerBytes);
  if (reader.u8() !== SUITE) throw new CryptoError('malformed', 'unknown suite');
  const header: SlotSetHeader = {
    instance: reader.typed('InstanceId'),
    caseId: reader.typed('CaseId'),
    audience: nameOf(AUDIENCE, reader.u8()),
    epoch: reader.u32(),
    directory: reader.typed('Hash'),
    commitment: reader.typed('Commitment'),
    accessKey: reader.typed('SigningPublicKey'),
  };
  reader.end();
  // The number of slots is nowhere written: it follows from the length, so that the two can't contradict one another.
  const count = (set.length - SLOT_SET_HEADER_LENGTH) / SLOT_LENGTH;
  if (!SLOT_COUNTS.some((allowed) => allowed === count)) {
    throw new CryptoError('malformed', `a slot set does not have ${count} slots`);
  }
  const slots = Array.from({ length: count }, (_, i) => {
    const at = SLOT_SET_HEADER_LENGTH + i * SLOT_LENGTH;
    return set.subarray(at, at + SLOT_LENGTH);
  });
  return { header, headerBytes, slots };
}

/** What the report and internal entries name a slot set by; a slot added, moved or changed gives another. */
export function slotSetHash(set: SlotSetBytes): Hash {
  return hash('sotto/slot-set/v1', set);
}
