/** What was asked of colleagues by those who lost everything, and how it was answered. */
import {
  typed,
  type AccountId,
  type Hash,
  type PersonId,
  type RecoveryAnswer,
  type RecoveryDone,
  type RecoveryRequest,
  type ShareLetter,
  type Signature,
  type SigningPublicKey,
} from '../crypto/bytes.ts';
import type { ExpressionBuilder } from 'kysely';
import type { Database, DatabaseTransaction, Tables } from './tables.ts';

/** `ended`: whoever it was asked for was there after all, or was helped through another request. */
export type RecoveryState = 'open' | 'refused' | 'done' | 'ended';

export interface RecoveryRecord {
  readonly id: Hash;
  readonly account: AccountId;
  readonly request: RecoveryRequest;
  readonly expires: string;
  readonly state: RecoveryState;
  readonly done: { readonly done: RecoveryDone; readonly signature: Signature } | null;
}

export interface AnswerRecord {
  readonly helper: PersonId;
  readonly shareKey: SigningPublicKey | null;
  readonly answer: RecoveryAnswer;
  readonly signature: Signature;
  readonly letter: ShareLetter | null;
}

const COLUMNS = ['id', 'account', 'request', 'expires', 'state', 'done', 'done_signature'] as const;

/**
 * Where as many as `most` are open for the account, the oldest that nobody answered makes room: who asks in somebody's
 * name to be in the way has to go on asking, and never reaches one that was answered.
 * @returns false when another request has this key, or as many as `most` are open and answered
 */
export async function addRecovery(
  db: DatabaseTransaction,
  recovery: Pick<RecoveryRecord, 'id' | 'account' | 'request' | 'expires'> & {
    readonly signing: SigningPublicKey;
  },
  days: { readonly first: string; readonly last: string },
  most: number,
): Promise<boolean> {
  const open = await db
    .selectFrom('recoveries')
    .select(['id', 'place'])
    .select((row) => row.exists(answersOf(row)).as('answered'))
    .where('account', '=', recovery.account)
    .where('state', '=', 'open')
    .where('expires', '>=', days.first)
    .where('expires', '<=', days.last)
    .orderBy('place')
    .orderBy('id')
    .execute();
  if (open.length >= most) {
    const oldest = open.find(({ answered }) => !answered);
    if (oldest === undefined) return false;
    await db.deleteFrom('recoveries').where('id', '=', oldest.id).execute();
  }
  const place = (open.at(-1)?.place ?? 0) + 1;
  const added = await db
    .insertInto('recoveries')
    .values({
      ...recovery,
      place,
      turn: (row) => row.selectFrom('clock').select('clock.turn'),
      state: 'open',
      done: null,
      done_signature: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

function answersOf(row: ExpressionBuilder<Tables, 'recoveries'>) {
  return row
    .selectFrom('recovery_answers')
    .select('recovery_answers.helper')
    .whereRef('recovery_answers.recovery', '=', 'recoveries.id');
}

export async function findRecovery(
  db: Database,
  by: { readonly id: Hash } | { readonly signing: SigningPublicKey },
): Promise<RecoveryRecord | undefined> {
  const [column, value] = 'id' in by ? (['id', by.id] as const) : (['signing', by.signing] as const);
  const row = await db.selectFrom('recoveries').select(COLUMNS).where(column, '=', value).executeTakeFirst();
  return row && record(row);
}

/**
 * Of accounts that exist: what was answered, and what is open on a day. Those that are answered come first, and of
 * these the open ones: what anybody can ask takes at most what they leave, and they take at most half.
 */
export async function readRecoveries(
  db: Database,
  days: { readonly first: string; readonly last: string },
  most: number,
): Promise<RecoveryRecord[]> {
  const listed = db
    .selectFrom('recoveries')
    .innerJoin('accounts', 'accounts.id', 'recoveries.account')
    .select(COLUMNS.map((column) => `recoveries.${column}` as const));
  const answered = await listed
    .where((row) => row.exists(answersOf(row)))
    .orderBy((row) => row.case().when('state', '=', 'open').then(0).else(1).end())
    .orderBy('recoveries.turn', 'desc')
    .orderBy('recoveries.id')
    .limit(Math.floor(most / 2))
    .execute();
  const waiting = await listed
    .where((row) => row.not(row.exists(answersOf(row))))
    .where('state', '=', 'open')
    .where('expires', '>=', days.first)
    .where('expires', '<=', days.last)
    .orderBy('recoveries.turn', 'desc')
    .orderBy('recoveries.id')
    .limit(most - answered.length)
    .execute();
  return [...answered, ...waiting].map(record);
}

/** Has answers to one request, and its end, wait for one another. @returns false when it is not open */
export async function lockRecovery(db: DatabaseTransaction, id: Hash): Promise<boolean> {
  // A write that changes nothing holds the row in either engine until the transaction ends.
  const held = await db
    .updateTable('recoveries')
    .set({ state: 'open' })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return held.numUpdatedRows === 1n;
}

export async function readAnswers(db: Database, recovery: Hash): Promise<AnswerRecord[]> {
  const rows = await db
    .selectFrom('recovery_answers')
    .selectAll()
    .where('recovery', '=', recovery)
    .orderBy('helper')
    .execute();
  return rows.map((row) => ({
    helper: typed('PersonId', new Uint8Array(row.helper)),
    shareKey: row.share_key && typed('SigningPublicKey', new Uint8Array(row.share_key)),
    answer: typed('RecoveryAnswer', new Uint8Array(row.answer)),
    signature: typed('Signature', new Uint8Array(row.signature)),
    letter: row.letter && typed('ShareLetter', new Uint8Array(row.letter)),
  }));
}

/** @returns false when this helper answered before, or somebody with the same share */
export async function addAnswer(
  db: DatabaseTransaction,
  recovery: Hash,
  { shareKey, ...answer }: AnswerRecord,
): Promise<boolean> {
  const added = await db
    .insertInto('recovery_answers')
    .values({ recovery, share_key: shareKey, ...answer })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Ends an open request, and forgets the letters that came for it. @returns false when it is not open */
export async function closeRecovery(
  db: DatabaseTransaction,
  id: Hash,
  state: Exclude<RecoveryState, 'open'>,
  done: RecoveryRecord['done'] = null,
): Promise<boolean> {
  const closed = await db
    .updateTable('recoveries')
    .set({ state, done: done?.done ?? null, done_signature: done?.signature ?? null })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (closed.numUpdatedRows !== 1n) return false;
  await db.updateTable('recovery_answers').set({ letter: null }).where('recovery', '=', id).execute();
  return true;
}

/** Ends every request for an account that is still open. */
export async function closeRecoveriesOf(db: DatabaseTransaction, account: AccountId): Promise<void> {
  const open = await db
    .selectFrom('recoveries')
    .select('id')
    .where('account', '=', account)
    .where('state', '=', 'open')
    .execute();
  for (const { id } of open) await closeRecovery(db, typed('Hash', new Uint8Array(id)), 'ended');
}

/** Forgets requests that nobody answered before they expired, and the letters of those that somebody did. */
export async function forgetRecoveries(db: Database, before: string): Promise<void> {
  await db
    .updateTable('recovery_answers')
    .set({ letter: null })
    .where('recovery', 'in', (row) =>
      row.selectFrom('recoveries').select('recoveries.id').where('expires', '<', before),
    )
    .execute();
  await db
    .deleteFrom('recoveries')
    .where('expires', '<', before)
    .where((row) => row.not(row.exists(answersOf(row))))
    .execute();
}

function record(row: {
  id: Uint8Array;
  account: Uint8Array;
  request: Uint8Array;
  expires: string;
  state: string;
  done: Uint8Array | null;
  done_signature: Uint8Array | null;
}): RecoveryRecord {
  const { id, account, request, expires, state, done, done_signature: signature } = row;
  return {
    id: typed('Hash', new Uint8Array(id)),
    account: typed('AccountId', new Uint8Array(account)),
    request: typed('RecoveryRequest', new Uint8Array(request)),
    expires,
    state: state as RecoveryState,
    done:
      done && signature
        ? {
            done: typed('RecoveryDone', new Uint8Array(done)),
            signature: typed('Signature', new Uint8Array(signature)),
          }
        : null,
  };
}
