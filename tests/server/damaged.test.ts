/** What is damaged, full or gone: named to whoever runs the server, and everything else goes on. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { readActivity } from '../../db/activity.ts';
import { openSqlite } from '../../db/connection.ts';
import { inTransaction } from '../../db/tables.ts';

import { makeOffice, type MadeOffice } from '../stage/made-office.ts';
import { officerInside, reporterInside, scratchSqlite, serveInside, type Inside } from '../stage/inside.ts';
import { REPORT } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let office: MadeOffice<undefined>;
beforeAll(stretchQuickly);
beforeAll(async () => {
  office = await makeOffice();
});

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
/** Of three reports, in the order they came. */
let words: string[];
let said: string;
beforeEach(async () => {
  scratch = await scratchSqlite(office.database);
  inside = await serveInside(scratch.db);
  words = [];
  for (let i = 0; i < 3; i++) {
    const receipt = await (await reporterInside(inside)).send(REPORT, () => undefined);
    words.push(receipt.words.join(' '));
  }
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await scratch.remove();
});

async function firstCase(): Promise<Uint8Array> {
  const view = await new ReporterSession(inside.api()).open(words[0]!);
  return Buffer.from(view.id, 'base64url');
}

async function listed(): Promise<{ id: string; trouble: string | null | undefined }[]> {
  const officer = await officerInside(inside, office.made.recoveryWords);
  const cases = await officer.inbox.sync(() => undefined);
  return cases.map(({ id, trouble }) => ({ id, trouble }));
}

test('a case whose row is not what it should be is not listed, and all others are', async () => {
  const id = await firstCase();
  await sql`update cases set shared = 'many' where id = ${id}`.execute(scratch.db);
  const cases = await listed();
  expect(cases).toHaveLength(2);
  expect(cases.map((one) => one.id)).not.toContain(toBase64url(id));
  expect(said).toContain(`case ${Buffer.from(id).toString('hex')}`);
});

test('a case whose slot set is none is passed over, and all others are tried', async () => {
  const id = await firstCase();
  await sql`update slot_sets set bytes = zeroblob(0) where case_id = ${id}`.execute(scratch.db);
  expect(await listed()).toHaveLength(2);
  expect(said).toContain(`slot set of case ${Buffer.from(id).toString('hex')}`);
});

test('a case with a damaged entry says that it is, to its reporter and to officers, who read the others', async () => {
  const id = await firstCase();
  const before = await listed();
  await sql`update entries set stamp = zeroblob(3) where case_id = ${id}`.execute(scratch.db);
  await expect(new ReporterSession(inside.api()).open(words[0]!)).rejects.toMatchObject({ code: 'damaged' });
  expect((await new ReporterSession(inside.api()).open(words[1]!)).items).toEqual([]);
  expect(said).toMatch(new RegExp(`entry 0 of the shared chain of case ${Buffer.from(id).toString('hex')}`));
  const officer = await officerInside(inside, office.made.recoveryWords);
  await expect(officer.cases.open(toBase64url(id))).rejects.toMatchObject({ code: 'damaged' });
  const other = before.find((one) => one.id !== toBase64url(id))!;
  await officer.cases.reply(other.id, 'Received.');
});

test('first met when it is damaged already, it is listed with its trouble', async () => {
  const id = await firstCase();
  await sql`update entries set stamp = zeroblob(3) where case_id = ${id}`.execute(scratch.db);
  const cases = await listed();
  expect(cases).toHaveLength(3);
  expect(cases.find((one) => one.id === toBase64url(id))).toMatchObject({ trouble: 'damaged' });
});

test('a page of the file that was overwritten takes with it the cases on it, and no others', async () => {
  const many = 600;
  await inTransaction(scratch.db, async (transaction) => {
    for (let i = 0; i < many; i++) {
      const id = crypto.getRandomValues(new Uint8Array(16));
      await transaction
        .insertInto('cases')
        .values({ id, turn: 1, opened: 1, shared: 1, internal: 0, slot_sets: 2 })
        .execute();
    }
  });
  const { rows } = await sql<{ pageno: number; pgsize: number; ncell: number }>`
    select pageno, pgsize, ncell from dbstat where name = 'cases' and pagetype = 'leaf' limit 1
  `.execute(scratch.db);
  const { pageno, pgsize, ncell } = rows[0]!;
  await scratch.db.destroy();
  const bytes = await readFile(scratch.path);
  bytes.fill(0, (pageno - 1) * pgsize, pageno * pgsize);
  await writeFile(scratch.path, bytes);
  const warnings: string[] = [];
  const db = await openSqlite(scratch.path, (line) => warnings.push(line));
  expect(warnings).toEqual([expect.stringMatching(/is damaged in cases/)]);
  const damaged: string[] = [];
  const found = await readActivity(db, { turn: 0, caseId: null }, 10_000, (name) => damaged.push(name));
  expect(damaged.length).toBeGreaterThanOrEqual(ncell);
  expect(found.length).toBeGreaterThan(many / 2);
  expect(found.length + damaged.length).toBe(many + 3);
  // In parts as well, of which some are all damaged.
  const parts = await readActivity(db, { turn: 0, caseId: null }, 200);
  expect(parts).toHaveLength(200);
  await db.destroy();
});

test('a full disk: nothing is confirmed, and who only reads signs in and reads', async () => {
  const id = toBase64url(await firstCase());
  const first = await officerInside(inside, office.made.recoveryWords);
  await first.inbox.sync(() => undefined);
  // The first opening is written down in the case.
  await first.cases.open(id);
  const [{ page_count: pages }] = (await sql<{ page_count: number }>`pragma page_count`.execute(scratch.db))
    .rows as [{ page_count: number }];
  await sql.raw(`pragma max_page_count = ${pages}`).execute(scratch.db);
  const reporter = await reporterInside(inside);
  await expect(fill(() => reporter.send(REPORT, () => undefined))).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(said).toContain('sotto: the disk is full');
  const officer = await officerInside(inside, office.made.recoveryWords);
  await officer.inbox.sync(() => undefined);
  await officer.cases.open(id);
  await sql.raw('pragma max_page_count = 1000000').execute(scratch.db);
  await (await reporterInside(inside)).send(REPORT, () => undefined);
});

/** Does something until there is no room left for it. */
async function fill(act: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 20; i++) await act();
}

test('a file that is gone: nothing is confirmed, and the log says why', async () => {
  await rename(scratch.path, `${scratch.path}.away`);
  await expect((await reporterInside(inside)).send(REPORT, () => undefined)).rejects.toMatchObject({
    code: 'unavailable',
  });
  expect(said).toContain('sotto: the database file is no longer where it was');
  await rename(`${scratch.path}.away`, scratch.path);
});
