/**
 * Cases that nobody can open, and slots that are nobody's: what they are made of (PROTOCOL §12).
 *
 * A slot set that does not open must mean nothing. So sets are filled up with slots that are nobody's, and the
 * server makes cases that are nobody's at all. Both have to be made of the same kind of bytes as real ones:
 * everything here asks of each field how the real one is distributed, and draws from that.
 */
import {
  concat,
  LENGTH,
  typed,
  type CaseId,
  type EntryBytes,
  type Hash,
  type InstanceId,
  type SlotSetBytes,
} from './bytes.ts';
import {
  AUDIENCE_OF,
  formatHeader,
  TAG_LENGTH,
  type Audience,
  type BODY_SIZES,
  type Chain,
} from './header.ts';
import { formatSlotSetHeader, type SLOT_COUNTS } from './slot-set.ts';
import { sodium } from './sodium.ts';

/**
 * A slot that nobody can open. Its first part is a real encapsulation, to a key that is thrown away: X-Wing
 * ciphertexts are not uniform, so random bytes would stand out. A sealed key is: random bytes are like it.
 */
export function dummySlot(): Uint8Array {
  const nobody = sodium.crypto_kem_xwing_keypair();
  sodium.memzero(nobody.privateKey);
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(nobody.publicKey);
  sodium.memzero(sharedSecret);
  return concat(ciphertext, sodium.randombytes_buf(LENGTH.CaseKey + TAG_LENGTH));
}

/** A slot set of dummies, with a commitment and an access key that belong to nothing. */
export function decoySlotSet(
  place: {
    readonly instance: InstanceId;
    readonly caseId: CaseId;
    readonly audience: Audience;
    readonly epoch: number;
    readonly directory: Hash;
  },
  slots: (typeof SLOT_COUNTS)[number],
): SlotSetBytes {
  const pair = sodium.crypto_sign_keypair();
  sodium.memzero(pair.privateKey);
  const header = formatSlotSetHeader({
    ...place,
    commitment: typed('Commitment', sodium.randombytes_buf(LENGTH.Commitment)),
    accessKey: typed('SigningPublicKey', pair.publicKey),
  });
  return concat(header, ...Array.from({ length: slots }, dummySlot)) as SlotSetBytes;
}

/** An entry whose ciphertext was never a text. */
export function decoyEntry(
  place: { readonly caseId: CaseId; readonly chain: Chain; readonly seq: number; readonly previous: Hash },
  size: (typeof BODY_SIZES)[number],
): EntryBytes {
  const nonce = typed('Nonce', sodium.randombytes_buf(LENGTH.Nonce));
  const header = formatHeader({
    ...place,
    audience: AUDIENCE_OF[place.chain],
    epoch: 0,
    nonce,
    commitment: typed('Commitment', sodium.randombytes_buf(LENGTH.Commitment)),
    claim: typed('Claim', sodium.randombytes_buf(LENGTH.Claim)),
  });
  // libsodium asks the platform for random bytes four at a time: 60 ms for 16 KiB. A stream from a random seed
  // looks no different.
  const seed = sodium.randombytes_buf(32);
  const body = sodium.randombytes_buf_deterministic(size + TAG_LENGTH, seed);
  sodium.memzero(seed);
  return concat(header, body) as EntryBytes;
}
