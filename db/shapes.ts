/** The sizes, ages and lengths of what is stored, for decoys to be like it. */
import { typed, type CaseId } from '../crypto/bytes.ts';
import type { ChainName } from './cases.ts';
import type { Database } from './tables.ts';

/** What a case looks like from outside. */
export interface CaseShape {
  /** Bytes of each slot set of the founding pair, by audience. */
  readonly slotSets: Readonly<Record<'shared' | 'custodians', number>>;
  /** Bytes of its first entry. */
  readonly report: number;
}

/** The shape of the case whose id comes next after `near`; undefined when there is none. */
export async function readShape(db: Database, near: Uint8Array): Promise<CaseShape | undefined> {
  const row =
    (await db
      .selectFrom('cases')
      .select('id')
      .where('id', '>=', near)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()) ??
    (await db.selectFrom('cases').select('id').orderBy('id').limit(1).executeTakeFirst());
  if (row === undefined) return undefined;
  const entry = await db
    .selectFrom('entries')
    .select(({ fn }) => fn<number>('length', ['bytes']).as('length'))
    .where('case_id', '=', row.id)
    .where('chain', '=', 'shared')
    .where('seq', '=', 0)
    .executeTakeFirst();
  const sets = await db
    .selectFrom('slot_sets')
    .select(['audience', ({ fn }) => fn<number>('length', ['bytes']).as('length')])
    .where('case_id', '=', row.id)
    .where('epoch', '=', 0)
    .where('ordinal', '=', 0)
    .execute();
  const length = (audience: string) => Number(sets.find((set) => set.audience === audience)?.length ?? 0);
  return {
    report: Number(entry?.length ?? 0),
    slotSets: { shared: length('shared'), custodians: length('custodians') },
  };
}

/** Cases that are looked at to count some: however many there are, a few milliseconds. */
export const MOST_COUNTED = 4096;

/** How many cases came after a turn, of those that something happened to since: so many are looked at, and no more. */
export async function countCasesAfter(db: Database, turn: number): Promise<number> {
  const recent = db.selectFrom('cases').select('opened').where('turn', '>', turn).limit(MOST_COUNTED);
  const row = await db
    .selectFrom(recent.as('recent'))
    .select(({ fn }) => fn.countAll().as('count'))
    .where('opened', '>', turn)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The turn a case was opened in; undefined for one that does not exist. */
export async function readOpening(db: Database, caseId: CaseId): Promise<number | undefined> {
  const row = await db.selectFrom('cases').select('opened').where('id', '=', caseId).executeTakeFirst();
  return row?.opened;
}

export interface CaseCounts extends Readonly<Record<ChainName, number>> {
  readonly caseId: CaseId;
  /** The turn of its newest entry. */
  readonly turn: number;
}

/** How many entries the chains of cases have, of those that exist. */
export async function readCounts(db: Database, ids: readonly CaseId[]): Promise<CaseCounts[]> {
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'turn', 'shared', 'internal'])
    .where('id', 'in', ids)
    .execute();
  return rows.map(({ id, turn, shared, internal }) => ({
    caseId: typed('CaseId', new Uint8Array(id)),
    turn,
    shared,
    internal,
  }));
}
