/** What was written and still lies where it came: which cases, and how much the database has changed. */
import type { DialectAdapter } from 'kysely';
import { toBase64url } from '../crypto/base64url.ts';
import type { CaseId } from '../crypto/bytes.ts';
import type { Database } from './tables.ts';

/** The file of a database that is one. */
export interface File {
  /** Rows changed since it was opened. */
  changes(): number;
  /** Puts the write-ahead log's pages where they belong, and empties it. */
  emptyLog(): void;
}

interface Unsettled {
  file: File | null;
  cases: Map<string, CaseId>;
  /** Writes to cases since the process began. */
  count: number;
}

const all = new WeakMap<DialectAdapter, Unsettled>();

function unsettledOf(db: Database): Unsettled {
  const { adapter } = db.getExecutor();
  const found = all.get(adapter) ?? { file: null, cases: new Map(), count: 0 };
  all.set(adapter, found);
  return found;
}

export function setFile(db: Database, file: File): void {
  unsettledOf(db).file = file;
}

export function noteWritten(db: Database, caseId: CaseId): void {
  const unsettled = unsettledOf(db);
  unsettled.cases.set(toBase64url(caseId), caseId);
  unsettled.count++;
}

/** A number that is another one after anything was written: by this process, where others write too. */
export function changesOf(db: Database): number {
  const { file, count } = unsettledOf(db);
  return file?.changes() ?? count;
}

/** How often this process has written to cases. */
export function writesOf(db: Database): number {
  return unsettledOf(db).count;
}

/** Cases written since they were last taken. */
export function takeWritten(db: Database): CaseId[] {
  const unsettled = unsettledOf(db);
  const taken = [...unsettled.cases.values()];
  unsettled.cases = new Map();
  return taken;
}

/** What was taken, where nothing came of it. */
export function putBack(db: Database, cases: readonly CaseId[]): void {
  const unsettled = unsettledOf(db);
  for (const caseId of cases) unsettled.cases.set(toBase64url(caseId), caseId);
}

/** Whether cases were written since they were last taken. */
export function hasWritten(db: Database): boolean {
  return unsettledOf(db).cases.size > 0;
}

export function emptyLog(db: Database): void {
  unsettledOf(db).file?.emptyLog();
}
