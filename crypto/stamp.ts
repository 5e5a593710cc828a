/**
 * Stamps: the notary's word on which day an entry was there (PROTOCOL §8).
 *
 * The notary is a key of the server's. A stamp cannot keep a server from lying about the day when it is made; it keeps it
 * from changing the day later, and from denying that it had an entry. A day is all it says: hours would tell when somebody
 * sits down to write.
 */
import { utf8, type Hash, type InstanceId, type Signature, type SigningPublicKey } from './bytes.ts';
import { verify, type Signer } from './signature.ts';

/** A UTC day, `YYYY-MM-DD`. Nothing finer is kept. */
export type Day = string & { readonly day: unique symbol };

/** The UTC day of an instant given in milliseconds since 1970. */
export function dayOf(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10) as Day;
}

/** The day so many days after another one; before it, where they are negative. */
export function dayAfter(day: Day, days = 1): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * 24 * 60 * 60 * 1000);
}

/** Whether a text is a day that exists. Some readers of dates take the 30th of February for a day of March. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
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
