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

/** How many cases came on or after a UTC day. Looks at those only that something happened to since. */
export async function countCasesSince(db: Database, day: string): Promise<number> {
  const row = await db
    .selectFrom('cases')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('day', '>=', day)
    // Not a join: PostgreSQL would read all entries for one.
    .where(
      (row) =>
        row
          .selectFrom('entries')
          .select('entries.day')
          .whereRef('entries.case_id', '=', 'cases.id')
          .where('entries.chain', '=', 'shared')
          .where('entries.seq', '=', 0),
      '>=',
      day,
    )
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The UTC day a case was opened on; undefined for one that does not exist. */
export async function readOpeningDay(db: Database, caseId: CaseId): Promise<string | undefined> {
  const row = await db
    .selectFrom('entries')
    .select('day')
    .where('case_id', '=', caseId)
    .where('chain', '=', 'shared')
    .where('seq', '=', 0)
    .executeTakeFirst();
  return row?.day;
}

export interface CaseCounts extends Readonly<Record<ChainName, number>> {
  readonly caseId: CaseId;
  /** UTC day of its newest entry. */
  readonly day: string;
}

/** How many entries the chains of cases have, of those that exist. */
export async function readCounts(db: Database, ids: readonly CaseId[]): Promise<CaseCounts[]> {
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'day', 'shared', 'internal'])
    .where('id', 'in', ids)
    .execute();
  return rows.map(({ id, day, shared, internal }) => ({
    caseId: typed('CaseId', new Uint8Array(id)),
    day,
    shared,
    internal,
  }));
}
