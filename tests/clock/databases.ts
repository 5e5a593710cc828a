/** What a server's clock that is wrong must not do, on either database. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { dayOf } from '../../crypto/stamp.ts';
import type { Database } from '../../db/tables.ts';
import { forgetMarks, readTurn } from '../../db/turns.ts';
import { makeDecoyEvent } from '../../server/decoys/decoys.ts';
import { decoyId, readPace } from '../../server/decoys/life.ts';
import { tidy } from '../../server/timers/housekeeping.ts';
import { checkInvitation } from '../../server/api/authority.ts';
import { readFeed, startSignIn } from '../../server/api/officer.ts';
import { openCase } from '../../server/api/reporter.ts';
import { RecoveryAsk } from '../../client/officer/worker/recovery/ask.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { caseExists } from '../../db/cases.ts';
import { officerInside, reporterInside, serveInside, setUpInside, type Inside } from '../stage/inside.ts';
import { newReport, officerAtWork } from '../stage/people.ts';
import { REPORT, SETUP } from '../stage/running.ts';

const DAY = 24 * 60 * 60 * 1000;
const YEAR = 365 * DAY;
const quiet = () => undefined;

export interface Opened {
  readonly db: Database;
  remove(): Promise<void>;
}

export function testClock(name: string, open: () => Promise<Opened>): void {
  describe(`a server on ${name}`, () => {
    let opened: Opened;
    let inside: Inside;
    let made: SetupResult;
    let said: MockInstance;
    let start: number;
    beforeAll(async () => {
      opened = await open();
      inside = await serveInside(opened.db);
      made = await setUpInside(inside);
    });
    beforeEach(() => {
      said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      start = inside.clock.now;
      return () => {
        said.mockRestore();
        // Each test begins with a right clock, later than all that was right before.
        inside.clock.now = start + 30 * DAY;
      };
    });
    afterAll(() => opened.remove());

    const report = async () => {
      const reporter = await reporterInside(inside);
      const { words } = await reporter.send(REPORT, quiet);
      const view = await reporter.open(words.join(' '));
      return { id: view.id, view, words: words.join(' '), reporter };
    };
    /** No session lasts over the days of these tests. */
    const officer = () => officerInside(inside, made.recoveryWords);
    const inbox = async (session?: OfficerSession) => {
      const found = await (session ?? (await officer())).inbox.sync(quiet);
      return found.map(({ id }) => id);
    };
    const turn = async () => (await readTurn(inside.db)).turn;
    const wentBack = () => said.mock.calls.filter(([text]) => String(text).includes('went back')).length;

    test('lists what comes after its clock was a day ahead, and a day behind', async () => {
      inside.clock.now = start + DAY;
      const ahead = await report();
      expect(await inbox()).toContain(ahead.id);
      inside.clock.now = start;
      const after = await report();
      expect(await inbox()).toContain(after.id);
      expect(wentBack()).toBe(1);
      inside.clock.now = start - DAY;
      const behind = await report();
      expect(await inbox()).toContain(behind.id);
      expect(wentBack()).toBe(2);
      inside.clock.now = start;
      const later = await report();
      expect(await inbox()).toContain(later.id);
    });

    test('begins another turn once a day, in either direction, whatever is written', async () => {
      await report();
      const before = await turn();
      await Promise.all([report(), report()]);
      inside.clock.now += 60 * 1000;
      await report();
      expect(await turn()).toBe(before);
      inside.clock.now += DAY;
      await Promise.all([report(), report(), report()]);
      expect(await turn()).toBe(before + 1);
      inside.clock.now -= DAY;
      await Promise.all([report(), report(), report()]);
      expect(await turn()).toBe(before + 2);
    });

    test('stamps no entry for a day before that of the entry before', async () => {
      const today = dayOf(start);
      inside.clock.now = start + DAY;
      const tomorrow = dayOf(inside.clock.now);
      const { id, words } = await report();
      await inbox();
      inside.clock.now = start;
      const session = await officer();
      await session.inbox.sync(quiet);
      await session.cases.open(id);
      const replied = await session.cases.reply(id, 'A reply of the day before.');
      expect(replied.items.map(({ day }) => day)).toEqual([tomorrow, tomorrow]);
      const view = await (await reporterInside(inside)).open(words);
      expect(view).toMatchObject({
        day: tomorrow,
        serverDay: today,
        days: { newest: tomorrow, earlier: null },
      });
      expect(await session.cases.addNote(id, 'A note of today.')).toMatchObject({
        noteDays: { newest: today, earlier: null },
      });
    });

    test('has a whole list read again, and that told, where its data was put back', async () => {
      const { id } = await report();
      const session = await officer();
      await inbox(session);
      expect(await session.inbox.told()).toMatchObject({ isPutBack: false });
      await inbox(session);
      expect(await session.inbox.told()).toMatchObject({ isPutBack: false });
      await forgetMarks(inside.db);
      expect(await inbox(session)).toContain(id);
      expect(await session.inbox.told()).toMatchObject({ isPutBack: true });
      const { api } = await officerAtWork(inside.api(), made.recoveryWords);
      const whole = await api.call(readFeed, { from: null, after: null });
      const from = { turn: 1, mark: whole.turn!.mark };
      // That mark is of another turn: nobody read this list up to there.
      expect(await api.call(readFeed, { from, after: null })).toEqual({ ...whole, isPutBack: true });
    });

    test('deletes nothing because its clock was years ahead, and keeps nothing for ever', async () => {
      for (let day = 0; day < 6; day++) {
        inside.clock.now += DAY;
        await tidy(inside.context);
      }
      const asking = new RecoveryAsk(inside.api());
      await asking.make(SETUP.accountName);
      await asking.ask();
      const isThere = async () => (await asking.status()).state;
      const rows = async () => (await inside.db.selectFrom('recoveries').selectAll().execute()).length;
      const now = inside.clock.now;
      inside.clock.now += 4 * YEAR;
      await tidy(inside.context);
      inside.clock.now += DAY;
      await tidy(inside.context);
      inside.clock.now = now;
      await tidy(inside.context);
      expect(await isThere()).toBe('open');
      for (let day = 0; day < 13; day++) {
        inside.clock.now += DAY;
        await tidy(inside.context);
      }
      expect(await rows()).toBe(0);
    });

    test('keeps nothing open for years that was made while its clock was ahead', async () => {
      const now = inside.clock.now;
      inside.clock.now += 4 * YEAR;
      const session = await officer();
      await session.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
      const { token } = await session.office.invite();
      const invited = { token: Uint8Array.from(Buffer.from(token, 'base64url')) as never };
      await expect(inside.api().call(checkInvitation, invited)).resolves.toBeDefined();
      const asking = new RecoveryAsk(inside.api());
      await asking.make(SETUP.accountName);
      await asking.ask();
      const signIn = await inside.api().call(startSignIn, { account: new Uint8Array(16) as never });
      const { request } = await newReport(inside.api());
      const { api } = await officerAtWork(inside.api(), made.recoveryWords);
      inside.clock.now = now;
      await expect(inside.api().call(checkInvitation, invited)).rejects.toMatchObject({
        code: 'setup-refused',
      });
      expect((await (await officer()).recoveries.view()).requests).toEqual([]);
      // A session, a challenge, a token: each of four years too late.
      await expect(session.inbox.sync(quiet)).rejects.toMatchObject({ code: 'signed-out' });
      await expect(api.call(readFeed, { from: null, after: null })).rejects.toMatchObject({
        code: 'signed-out',
      });
      await expect(inside.api().call(openCase, request)).rejects.toMatchObject({ code: 'work-refused' });
      expect(signIn.challenge).toBeTruthy();
    });

    test('has decoys that were made while its clock was ahead grow old like their neighbours', async () => {
      const { context, clock } = inside;
      const isMade = (number: number) => caseExists(context.db, decoyId(context, number));
      const begin = (await readPace(context)).made;
      const one = async (number: number) => {
        while (!(await isMade(begin + number))) await makeDecoyEvent(context);
      };
      const now = clock.now;
      await one(0);
      clock.now = now + 4 * YEAR;
      await one(1);
      clock.now = now + DAY;
      for (const number of [2, 3, 4, 5, 6, 7]) await one(number);
      clock.now = now + 400 * DAY;
      await context.calendar.keep();
      const { generations, made: all } = await readPace(context);
      expect(generations.find(({ end }) => end > begin)).toMatchObject({ end: all });
      clock.now = now;
    });
  });
}
