/** The real server as a process of its own, killed in the middle of its work. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { entryHash } from '../../crypto/header.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { createApi } from '../../client/api.ts';
import { OfficerSession } from '../../client/officer/session.ts';
import { openSqlite } from '../../db/connection.ts';
import { openCase } from '../../server/api/reporter.ts';
import { compile } from '../compiled.ts';
import { startProcess, type ServerProcess } from '../process.ts';
import { SETUP } from '../running.ts';
import { freshWork, newReport } from './people.ts';

let folder: string;
beforeAll(async () => {
  await ready(loadSumo);
  folder = compile();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = () => startProcess(join(folder, 'dist/server/main.js'), join(folder, 'data'));

function ended(running: ServerProcess): Promise<void> {
  return new Promise((resolve) => running.process.once('exit', () => resolve()));
}

test('killed at any instant, it has lost nothing that it acknowledged, and has no half of anything', async () => {
  let running = await start();
  await new OfficerSession(createApi(running.url)).setup.run({ ...SETUP, token: running.token! });
  const acknowledged = new Map<string, string>();
  const sent: Awaited<ReturnType<typeof newReport>>[] = [];
  for (let round = 0; round < 5; round++) {
    const api = createApi(running.url);
    const batch = await Promise.all(Array.from({ length: 16 }, () => newReport(api)));
    sent.push(...batch);
    // In the middle of the batch: after some answers, while the others are under way.
    const until = 2 + 3 * round;
    let answers = 0;
    const waiting = [...batch];
    const sendNext = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { sealed, request } = next;
        const stamp = await api.call(openCase, request);
        acknowledged.set(toBase64url(entryHash(sealed.entry)), JSON.stringify(stampOf(stamp)));
        if (++answers === until) running.process.kill('SIGKILL');
      }
    };
    // Four at once: those that arrive together share a commit, and all of them are answered after it.
    const outcomes = Array.from({ length: 4 }, sendNext);
    await Promise.allSettled([...outcomes, ended(running)]);
    // Nothing but where it is: no request leaves a line.
    expect(running.said()).toMatch(/^(?:Set up this instance|Sotto is at)[^\n]*\n$/);
    running = await start();
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(40);
  expect(acknowledged.size).toBeLessThan(sent.length);
  await everyStoredCaseIsWhole();
  // Sent again, each report that was acknowledged gets its first stamp, and each other one is stored now.
  const api = createApi(running.url);
  for (const { sealed, request, known } of sent) {
    const stamp = await api.call(openCase, { ...request, work: await freshWork(api) });
    const hash = entryHash(sealed.entry);
    const told = JSON.stringify(stampOf(stamp));
    expect(told).toBe(acknowledged.get(toBase64url(hash)) ?? told);
    const { notary, instance } = known.directory;
    expect(verifyStamp(notary, instance, hash, stamp as Stamp)).toBe(true);
  }
  expect(await everyStoredCaseIsWhole()).toBe(sent.length);
  running.process.kill('SIGTERM');
  await ended(running);
}, 120_000);

function stampOf({ day, signature }: { day: string; signature: Uint8Array }) {
  return { day, signature: toBase64url(signature) };
}

/** @returns how many cases there are; each with its report, both founding sets and its spent work */
async function everyStoredCaseIsWhole(): Promise<number> {
  const db = await openSqlite(join(folder, 'data/sotto.db'));
  const cases = await db.selectFrom('cases').selectAll().execute();
  const entries = await db.selectFrom('entries').selectAll().execute();
  const sets = await db.selectFrom('slot_sets').selectAll().execute();
  const works = await db.selectFrom('spent_works').selectAll().execute();
  await db.destroy();
  for (const { id, shared, internal, slot_sets } of cases) {
    const own = entries.filter(({ case_id }) => Buffer.from(id).equals(case_id));
    expect([shared, internal, slot_sets, own.length]).toEqual([1, 0, 2, 1]);
  }
  expect([entries.length, sets.length, works.length]).toEqual([cases.length, 2 * cases.length, cases.length]);
  return cases.length;
}
