/** The list of cases that something happened to, in the order of turns. */
import { typed, type CaseId } from '../crypto/bytes.ts';
import type { Database, Tables } from './tables.ts';
import { DatabaseError, nameOfCase, sound, troubleOf } from './trouble.ts';

export interface ActivityRecord {
  readonly caseId: CaseId;
  readonly turn: number;
  readonly shared: number;
  readonly internal: number;
  readonly slotSets: number;
}

/** How far a list of cases was read. */
interface ActivityPlace {
  readonly turn: number;
  readonly caseId: CaseId | null;
}

/**
 * Cases whose newest entry is of `after.turn` or later, by turn and then by id, beyond `after`.
 * @param onDamaged is told which cases cannot be read, and are passed over
 */
export async function readActivity(
  db: Database,
  after: ActivityPlace,
  limit: number,
  onDamaged: (name: string) => void = () => undefined,
): Promise<ActivityRecord[]> {
  const found: ActivityRecord[] = [];
  let place = after;
  for (;;) {
    const wanted = limit - found.length;
    const rows = await readActivityRows(db, place, wanted);
    for (const { key, row } of rows) {
      const name = nameOfCase(key.id);
      try {
        if (row === null) throw new DatabaseError('damaged', name);
        found.push(sound(name, () => activityRecord(row)));
      } catch (error) {
        if (troubleOf(error) !== 'damaged') throw error;
        onDamaged(name);
      }
    }
    const last = rows.at(-1)?.key;
    if (last === undefined || rows.length < wanted || found.length === limit) return found;
    place = { turn: last.turn, caseId: new Uint8Array(last.id) as CaseId };
  }
}

interface ActivityRow {
  readonly key: Pick<Tables['cases'], 'id' | 'turn'>;
  /** Null where it cannot be read. */
  readonly row: Tables['cases'] | null;
}

async function readActivityRows(db: Database, after: ActivityPlace, limit: number): Promise<ActivityRow[]> {
  const beyond = db
    .selectFrom('cases')
    .where((row) =>
      after.caseId === null
        ? row('turn', '>=', after.turn)
        : row.or([
            row('turn', '>', after.turn),
            row.and([row('turn', '=', after.turn), row('id', '>', after.caseId)]),
          ]),
    )
    .orderBy('turn')
    .orderBy('id')
    .limit(limit);
  try {
    return (await beyond.selectAll().execute()).map((row) => ({ key: row, row }));
  } catch (error) {
    if (troubleOf(error) !== 'damaged') throw error;
  }
  // Which there are stands in the index as well. Each is then read alone, for the sake of the others.
  const rows: ActivityRow[] = [];
  for (const key of await beyond.select(['turn', 'id']).execute()) {
    const reading = db.selectFrom('cases').selectAll().where('id', '=', key.id).executeTakeFirst();
    const row = await reading.catch((error: unknown) => {
      if (troubleOf(error) === 'damaged') return null;
      throw error;
    });
    rows.push({ key, row: row ?? null });
  }
  return rows;
}

function activityRecord(row: Tables['cases']): ActivityRecord {
  const numbers = [row.turn, row.shared, row.internal, row.slot_sets];
  if (!numbers.every((number) => Number.isSafeInteger(number) && number >= 0)) throw new RangeError();
  return {
    caseId: typed('CaseId', new Uint8Array(row.id)),
    turn: row.turn,
    shared: row.shared,
    internal: row.internal,
    slotSets: row.slot_sets,
  };
}
