/** Invitations to become an officer or custodian, known by the hash of their token. */
import {
  typed,
  type Hash,
  type KemPublicKey,
  type PersonId,
  type SigningPublicKey,
} from '../crypto/bytes.ts';
import type { Database, DatabaseTransaction } from './tables.ts';

/** Public keys an invited person made. */
export interface PersonRecord {
  readonly id: PersonId;
  readonly kem: KemPublicKey;
  readonly signing: SigningPublicKey;
}

export interface InvitationRecord {
  /** Hash of the token in the link. */
  readonly id: Hash;
  /** Last UTC day on which the link works. */
  readonly expires: string;
  /** Who took it up; null while nobody has. */
  readonly accepted: PersonRecord | null;
}

/** @returns the last day it works, which stays when it is added again */
export async function addInvitation(db: Database, id: Hash, expires: string): Promise<string> {
  await db
    .insertInto('invitations')
    .values({ id, expires, person: null, kem: null, signing: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return (await readInvitation(db, id))?.expires ?? expires;
}

export async function readInvitation(db: Database, id: Hash): Promise<InvitationRecord | undefined> {
  const row = await db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirst();
  return row && record(row);
}

export async function readInvitations(db: Database): Promise<InvitationRecord[]> {
  const rows = await db.selectFrom('invitations').selectAll().orderBy('expires').orderBy('id').execute();
  return rows.map(record);
}

/**
 * Records who took an invitation up.
 * @param days the last day of one that works now
 * @returns false when it is gone, expired or was taken up before
 */
export async function acceptInvitation(
  db: DatabaseTransaction,
  id: Hash,
  person: PersonRecord,
  days: { readonly first: string; readonly last: string },
): Promise<boolean> {
  const accepted = await db
    .updateTable('invitations')
    .set({ person: person.id, kem: person.kem, signing: person.signing })
    .where('id', '=', id)
    .where('expires', '>=', days.first)
    .where('expires', '<=', days.last)
    .where('person', 'is', null)
    .executeTakeFirst();
  return accepted.numUpdatedRows === 1n;
}

/** Withdraws an invitation, and with it the account made through it. @returns the person who had taken it up */
export async function removeInvitation(db: DatabaseTransaction, id: Hash): Promise<PersonId | null> {
  const row = await db.deleteFrom('invitations').where('id', '=', id).returning('person').executeTakeFirst();
  return row?.person ? typed('PersonId', new Uint8Array(row.person)) : null;
}

function record(row: {
  id: Uint8Array;
  expires: string;
  person: Uint8Array | null;
  kem: Uint8Array | null;
  signing: Uint8Array | null;
}): InvitationRecord {
  const { id, expires, person, kem, signing } = row;
  const accepted =
    person && kem && signing
      ? {
          id: typed('PersonId', new Uint8Array(person)),
          kem: typed('KemPublicKey', new Uint8Array(kem)),
          signing: typed('SigningPublicKey', new Uint8Array(signing)),
        }
      : null;
  return { id: typed('Hash', new Uint8Array(id)), expires, accepted };
}
