import { utf8, type Hash, type InstanceId, type Signature, type SigningPublicKey } from './bytes.ts';
import { verify, type Signer } from './signature.ts';

/** A UTC day, `YYYY-MM-DD`. Nothing finer is kept. */
export type Day = string & { readonly day: unique symbol };

/** The UTC day of an instant given in milliseconds since 1970. */
export function dayOf(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10) as Day;
}

export interface Stamp {
  readonly day: Day;
  readonly signature: Signature;
}

/** The notary's statement that it received an entry on a day (PROTOCOL §8). */
export function stamp(notary: Signer, instance: InstanceId, entry: Hash, day: Day): Stamp {
  return { day, signature: notary.sign('sotto/stamp/v1', instance, entry, utf8(day)) };
}

/** Whether the notary with this key stamped this entry on that day. */
export function verifyStamp(
  notary: SigningPublicKey,
  instance: InstanceId,
  entry: Hash,
  given: Stamp,
): boolean {
  return verify(notary, given.signature, 'sotto/stamp/v1', instance, entry, utf8(given.day));
}
