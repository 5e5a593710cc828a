/** Recovery by colleagues where things happen at the same instant: run on every database. */
import { expect, test } from 'vitest';
import { typed } from '../../crypto/bytes.ts';
import { closeRecovery } from '../../db/recoveries.ts';
import { finishRecovery } from '../../server/api/recovery.ts';
import { createApi, type Api } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { admitColleague, chooseEverybody } from '../stage/colleague.ts';
import { meanwhile } from '../stage/meanwhile.ts';
import { apiOf, browserFetch, newOfficer, setUp, startInstance } from '../stage/running.ts';

const NEW = 'seven quiet lanterns by the ford';

/** Sends a completion many times at once, and gives the first answer. */
function insistent(url: string): Api {
  const api = createApi(url, browserFetch());
  return {
    ...api,
    get day() {
      return api.day;
    },
    call: async (endpoint, request) => {
      if (endpoint.path !== finishRecovery.path) return api.call(endpoint, request);
      const answers = await Promise.all(Array.from({ length: 4 }, () => api.call(endpoint, request)));
      return answers[0]!;
    },
  };
}

/** @param newUrl the address of an empty database, or null for SQLite */
export function testRecovery(name: string, newUrl: () => Promise<string | null>): void {
  test(`on ${name} a recovery is answered and finished once, and refused or finished but never both`, async () => {
    const databaseUrl = await newUrl();
    const instance = await startInstance(databaseUrl === null ? {} : { databaseUrl });
    const made = await setUp(instance);
    const helpers = [];
    for (const account of ['bela', 'chidi', 'dana']) {
      const { taken } = await admitColleague(instance, made, { account, name: account });
      helpers.push(await newOfficer(instance, taken.recoveryWords, apiOf(instance), account));
    }
    const amina = await newOfficer(instance, made.recoveryWords);
    await chooseEverybody(amina, made.recoveryWords);
    const { db } = instance.context;
    const unlocks = () => db.selectFrom('unlocks').selectAll().execute();
    const before = (await unlocks()).length;

    const lost = new OfficerSession(insistent(instance.url));
    await lost.recovery.make('amina');
    await Promise.all([lost.recovery.ask(), lost.recovery.ask(), lost.recovery.ask()]);
    for (const helper of helpers) {
      const { requests } = await helper.recoveries.view();
      const { id } = requests[0]!;
      if (helper === helpers[2]) continue;
      // Twice at once: letters differ, so that only one can be stored.
      const twice = await Promise.allSettled([0, 1].map(() => helper.recoveries.answer(id, 'approved')));
      expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
    expect((await lost.recovery.status()).helped).toHaveLength(2);
    const [{ id } = { id: '' }] = (await helpers[2]!.recoveries.view()).requests;
    const [finished, refused] = await Promise.allSettled([
      lost.recovery.finish(NEW),
      helpers[2]!.recoveries.answer(id, 'refused'),
    ]);
    const rows = await db.selectFrom('recoveries').selectAll().execute();
    expect(rows).toHaveLength(1);
    const isDone = finished.status === 'fulfilled';
    expect(rows[0]!.state).toBe(isDone ? 'done' : 'refused');
    expect(rows[0]!.done !== null).toBe(isDone);
    expect(refused.status).toBe(isDone ? 'rejected' : 'fulfilled');
    expect(await unlocks()).toHaveLength(before);
    const letters = await db.selectFrom('recovery_answers').select('letter').execute();
    expect(letters.every(({ letter }) => letter === null)).toBe(true);
    // Whoever is in is in by the one way, and not by the other.
    const byNew = new OfficerSession(apiOf(instance)).signIn('amina', {
      method: 'passphrase',
      passphrase: NEW,
    });
    const byOld = newOfficer(instance, made.recoveryWords);
    const outcomes = await Promise.allSettled([byNew, byOld]);
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([isDone, !isDone]);
    await instance.stop();
  });

  test(`on ${name} no letter stays in a request that is refused at the same instant`, async () => {
    const databaseUrl = await newUrl();
    const instance = await startInstance(databaseUrl === null ? {} : { databaseUrl });
    const made = await setUp(instance);
    const { db } = instance.context;
    const [bela] = [
      await admitColleague(instance, made, { account: 'bela', name: 'bela' }),
      await admitColleague(instance, made, { account: 'chidi', name: 'chidi' }),
    ];
    const helper = await newOfficer(instance, bela.taken.recoveryWords, apiOf(instance), 'bela');
    const amina = await newOfficer(instance, made.recoveryWords);
    await chooseEverybody(amina, made.recoveryWords);
    const lost = new OfficerSession(apiOf(instance));
    await lost.recovery.make('amina');
    await lost.recovery.ask();
    const [{ id } = { id: '' }] = (await helper.recoveries.view()).requests;
    const row = await db.selectFrom('recoveries').select('id').executeTakeFirstOrThrow();
    const approved = await meanwhile(
      db,
      databaseUrl !== null,
      (transaction) => closeRecovery(transaction, typed('Hash', new Uint8Array(row.id)), 'refused'),
      () => helper.recoveries.answer(id, 'approved'),
    );
    expect(approved).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
    expect(await db.selectFrom('recovery_answers').selectAll().execute()).toEqual([]);
    await instance.stop();
  });
}
