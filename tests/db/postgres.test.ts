import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql, type KyselyPlugin } from 'kysely';
import { openPostgres } from '../../db/connection.ts';
import { PATIENCE } from '../../db/postgres-pool.ts';
import { inTransaction } from '../../db/tables.ts';
import { stalling } from '../stage/stalling.ts';
import { entryHash } from '../../crypto/header.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { appendOwnEntry } from '../../server/api/reporter.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { REPORT } from '../stage/running.ts';
import { ask, rawAnswer } from '../server/answers.ts';
import { BASE, officerInside, reporterInside, serveInside, setUpInside } from '../stage/inside.ts';
import { ownAppendRequest, sentCase } from '../stage/people.ts';
import { testCore } from './core.ts';
import { testFiles } from '../files/databases.ts';
import { testRecovery } from '../recovery/databases.ts';
import { startPostgres, type Postgres } from '../stage/postgres.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

testCore('PostgreSQL', async () => {
  const db = await openPostgres(await postgres.newDatabase());
  return { db, remove: () => db.destroy() };
});

testRecovery('PostgreSQL', () => postgres.newDatabase());
testFiles('PostgreSQL', async () => {
  const db = await openPostgres(await postgres.newDatabase());
  return { db, remove: () => db.destroy() };
});

/** Two server processes as far as the database can tell: each with connections of its own, and no state shared. */
async function twoServers() {
  const url = await postgres.newDatabase();
  // At the same instant, on an empty database: both migrate, and both make the instance.
  const databases = await Promise.all([openPostgres(url), openPostgres(url)]);
  const servers = await Promise.all(databases.map((db) => serveInside(db)));
  const stop = () => Promise.all(databases.map((db) => db.destroy()));
  return { servers: servers as [(typeof servers)[0], (typeof servers)[0]], stop };
}

test('two servers that start at once on one empty PostgreSQL are one instance', async () => {
  const { servers, stop } = await twoServers();
  // The notary's key pair as far as it can be told: by its public half.
  const [first, second] = servers.map(({ context }) => {
    const { id, notaries, secret } = context.instance;
    return { id, notary: notaries.at(-1)!.key, secret };
  });
  expect(second).toEqual(first);
  await stop();
});

test('appends to one case through two servers at once: nothing lost, nothing doubled, the chain verifies', async () => {
  const { servers, stop } = await twoServers();
  const [first, second] = servers;
  const made = await setUpInside(first);
  const reporter = await reporterInside(second);
  const receipt = await reporter.send(REPORT, () => undefined);
  const own = await reporter.open(receipt.words.join(' '));
  const officers = await Promise.all(servers.map((server) => officerInside(server, made.recoveryWords)));
  for (const officer of officers) await officer.inbox.sync(() => undefined);
  const rounds = 8;
  for (let round = 0; round < rounds; round++) {
    await Promise.all([
      ...officers.map((officer, i) => officer.cases.reply(own.id, `${round} of officer ${i}`)),
      reporter.write('message', `${round} of the reporter`),
    ]);
  }
  const expected = Array.from({ length: rounds }, (_, round) => [
    `${round} of officer 0`,
    `${round} of officer 1`,
    `${round} of the reporter`,
  ]).flat();
  for (const server of servers) {
    const view = await new ReporterSession(server.api()).open(receipt.words.join(' '));
    const texts = view.items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));
    expect(texts.sort()).toEqual(expected.sort());
    expect(view.length).toBe(1 + view.items.length);
  }
  await stop();
});

test('the same entry sent to two servers at once is stored once, under one stamp', async () => {
  const { servers, stop } = await twoServers();
  await setUpInside(servers[0]);
  const api = servers[0].api();
  const sent = await sentCase(api);
  for (let seq = 1, previous = sent.head; seq <= 6; seq++) {
    const request = await ownAppendRequest(api, sent, `Entry ${seq}`, { seq, previous });
    const answers = await Promise.all(
      [...servers, ...servers].map(({ send }) => ask(send, appendOwnEntry, request)),
    );
    expect(answers[0]).toMatchObject({ status: 200 });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    previous = entryHash(request.entry);
  }
  await stop();
});

test('a server whose connections PostgreSQL ends, as when it restarts, lives on', async () => {
  const { servers, stop } = await twoServers();
  const [first, second] = servers;
  await setUpInside(first);
  const ended = await sql<{ pid: number }>`
    select pg_terminate_backend(pid), pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
  `.execute(second.db);
  expect(ended.rows.length).toBeGreaterThan(0);
  await expect.poll(() => first.api().call(readDirectory, {}), { interval: 20 }).toHaveProperty('signature');
  await stop();
});

/** Runs `act` once, after the first read of entries and before whatever is read next. */
function afterFirstEntries(act: () => Promise<void>): KyselyPlugin {
  const reads = new WeakSet<object>();
  let isDone = false;
  return {
    transformQuery: ({ node, queryId }) => {
      if (JSON.stringify(node).includes('"entries"')) reads.add(queryId);
      return node;
    },
    transformResult: async ({ result, queryId }) => {
      if (reads.has(queryId) && !isDone) {
        isDone = true;
        await act();
      }
      return result;
    },
  };
}

test('a case is read as it was at one moment, also when a note founds a key in between', async () => {
  const url = await postgres.newDatabase();
  const [writing, reading] = [await openPostgres(url), await openPostgres(url)];
  const inside = await serveInside(writing);
  const made = await setUpInside(inside);
  await (await reporterInside(inside)).send(REPORT, () => undefined);
  const writer = await officerInside(inside, made.recoveryWords);
  const [line] = await writer.inbox.sync(() => undefined);
  let noted = 0;
  const plugin = afterFirstEntries(async () => {
    await writer.cases.addNote(line!.id, 'Founds the officers’ key.');
    noted++;
  });
  const between = await serveInside(reading.withPlugin(plugin));
  const late = await officerInside(between, made.recoveryWords);
  const opened = await late.cases.open(line!.id);
  expect(noted).toBe(1);
  expect(opened.notes.length).toBeLessThan(2);
  expect((await late.cases.open(line!.id)).notes).toHaveLength(1);
  await Promise.all([writing.destroy(), reading.destroy()]);
});

test('a PostgreSQL that does not answer: every request is told so, none waits for ever, and later all is well', async () => {
  const proxy = await stalling(await postgres.newDatabase());
  const patience = { connection: 1200, lock: 1200, statement: 1600, answer: 2000 };
  const db = await openPostgres(proxy.url, patience);
  const inside = await serveInside(db);
  await setUpInside(inside);
  const read = async () => rawAnswer(await inside.send(BASE + readDirectory.path));
  expect(await read()).toMatchObject({ status: 200 });
  proxy.stall(true);
  // More than there are connections: those that wait for one are told as well.
  const answers = await Promise.all(Array.from({ length: 40 }, read));
  for (const { status, body } of answers) expect([status, body]).toEqual([503, '{"error":"unavailable"}']);
  proxy.stall(false);
  await expect.poll(read, { interval: 50 }).toMatchObject({ status: 200 });
  await db.destroy();
  proxy.stop();
});

test('a lock that somebody else holds is waited for, but not for ever', async () => {
  const url = await postgres.newDatabase();
  const [holding, db] = [await openPostgres(url), await openPostgres(url, { ...PATIENCE, lock: 200 })];
  const [inside, other] = [await serveInside(db), await serveInside(holding)];
  await setUpInside(other);
  await inTransaction(holding, async (transaction) => {
    await sql`lock table directories in access exclusive mode`.execute(transaction);
    expect(await inside.send(BASE + readDirectory.path)).toMatchObject({ status: 503 });
  });
  expect(await inside.send(BASE + readDirectory.path)).toMatchObject({ status: 200 });
  await Promise.all([holding.destroy(), db.destroy()]);
});
