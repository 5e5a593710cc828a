/** One officer's account brings so much in a day, wherever to; colleagues, and the next day, go on. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import type { AccountId, BoxBytes } from '../../crypto/bytes.ts';
import { appendEntry, storeKeyringPage } from '../../server/api/officer.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { OfficerDays } from '../../server/limits/officer-days.ts';
import { scratchSqlite, serveInside, setUpInside } from '../stage/inside.ts';
import {
  accessOf,
  officerAtWork,
  officerEntry,
  random,
  sentCase,
  type OfficerAtWork,
} from '../stage/people.ts';
import { SMALLEST } from '../stage/attacker.ts';

const DAY = 24 * 60 * 60 * 1000;
const scratch = await scratchSqlite();
const inside = await serveInside(scratch.db);
const { recoveryWords } = await setUpInside(inside);
afterAll(() => scratch.remove());

/** A day with room for so many bytes. */
const roomFor = (bytes: number) =>
  Object.assign(inside.context.limits, { officerDays: new OfficerDays(bytes) });
beforeEach(() => void roomFor(LIMITS.officerDayBytes));

/** An officer who is signed in today, and writes an entry to a case that is new. */
async function write(officer: OfficerAtWork) {
  const { caseId, key, head } = await sentCase(inside.api());
  const entry = officerEntry(officer, caseId, key, 'A message.', { seq: 1, previous: head });
  const request = { ...accessOf(officer, caseId, key, 'append'), entry, slotSets: [] };
  const send = () => officer.api.call(appendEntry, request);
  return send().then(
    () => ({ came: 'stored', send }),
    (error: { code: string }) => ({ came: error.code, send }),
  );
}

test('over all cases, an account brings what a day may; what is sent again counts once', async () => {
  roomFor(2.5 * (SMALLEST + 1000));
  const officer = await officerAtWork(inside.api(), recoveryWords);
  const first = await write(officer);
  expect(first.came).toBe('stored');
  for (let i = 0; i < 3; i++) await first.send();
  expect((await write(officer)).came).toBe('stored');
  expect((await write(officer)).came).toBe('day-full');
  inside.clock.now += DAY;
  expect((await write(await officerAtWork(inside.api(), recoveryWords))).came).toBe('stored');
});

test('keyring pages that everybody is given count for all, and those that are there for nothing', async () => {
  const officer = await officerAtWork(inside.api(), recoveryWords);
  const box = new Uint8Array(LIMITS.keyringPageBytes) as BoxBytes;
  const save = (page: number, revision: number) =>
    officer.api.call(storeKeyringPage, { page, revision, box }).then(
      () => 'stored',
      (error: { code: string }) => error.code,
    );
  roomFor(LIMITS.keyringPageBytes + 100);
  expect([await save(10, 0), await save(10, 1), await save(11, 0)]).toEqual(['stored', 'stored', 'day-full']);
  expect(await save(10, 2)).toBe('stored');
});

test('many at once are no more than one after the other, what fails counts for nothing, and others’ is their own', async () => {
  const days = new OfficerDays(3);
  const [one, two] = [random('AccountId', 16), random('AccountId', 16)];
  const bring = (account: AccountId, isStored = true) =>
    days
      .within(
        { account, now: 0, bytes: 1 },
        () => Promise.resolve(toBase64url(account)),
        () => isStored,
      )
      .then(
        () => 'stored',
        (error: { code: string }) => error.code,
      );
  expect(await bring(one, false)).toBe('stored');
  const many = await Promise.all(Array.from({ length: 5 }, () => bring(one)));
  expect(many).toEqual(['stored', 'stored', 'stored', 'day-full', 'day-full']);
  expect(await bring(two)).toBe('stored');
});
