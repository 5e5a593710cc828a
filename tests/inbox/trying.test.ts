/** Trying many slot sets: the newest first, what opens is there at once, and nothing goes on after locking. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { tryHere, type StartTrying } from '../../client/officer/worker/slots/opening.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import { apiOf, newReporter, REPORT, setUp, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const DAY = 24 * 60 * 60 * 1000;

let instance: Instance;
let made: SetupResult;
let reference: string;
beforeAll(stretchQuickly);
beforeEach(async () => {
  let now = Date.UTC(2036, 2, 4, 12);
  instance = await startInstance({ now: () => now });
  made = await setUp(instance);
  // One batch of older cases, beyond the one with the report.
  await addForeignCases(instance.context, LIMITS.slotSetCases);
  now += DAY;
  ({ reference } = await (await newReporter(instance)).send(REPORT, () => undefined));
});
afterEach(() => instance.stop());

/** Tries a whole batch, which is the newest; what is left over, the oldest, waits, whichever comes first. */
function oneBatch() {
  let release: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const gate = new Promise<void>((resolve, reject) => {
    release = resolve;
    fail = reject;
  });
  gate.catch(() => undefined);
  const seen = { ended: 0 };
  let waits: () => void = () => undefined;
  const isWaiting = new Promise<void>((resolve) => (waits = resolve));
  const start: StartTrying = (reader, cases) => {
    const here = tryHere(reader, cases);
    return {
      open: async (sets) => {
        if (sets.length < LIMITS.slotSetCases) {
          waits();
          await gate;
        }
        return here.open(sets);
      },
      end: () => {
        seen.ended++;
        fail(new Error('ended'));
      },
    };
  };
  return { start, seen, release, isWaiting };
}

async function signedIn(start: StartTrying) {
  const session = new OfficerSession(apiOf(instance), start);
  await session.signIn(SETUP.accountName, { method: 'words', words: made.recoveryWords.join(' ') });
  return session;
}

test('the newest case is listed and can be opened while older ones are tried', async () => {
  const { start, seen, release } = oneBatch();
  const session = await signedIn(start);
  let whole: ReturnType<typeof session.inbox.sync> | undefined;
  await new Promise<void>((found) => {
    whole = session.inbox.sync(({ read }) => read > 0 && found());
  });
  const [item] = await session.inbox.kept();
  expect(item?.reference).toBe(reference);
  expect((await session.cases.open(item!.id)).text).toBe(REPORT.text);
  expect(seen.ended).toBe(0);
  release();
  expect((await whole!).map((one) => one.reference)).toEqual([reference]);
  expect(seen.ended).toBe(1);
});

test('locking ends the trying, wherever it goes on', async () => {
  const { start, seen, isWaiting } = oneBatch();
  const session = await signedIn(start);
  const outcome = session.inbox.sync(() => undefined).then(String, String);
  await isWaiting;
  await session.lock();
  expect(seen.ended).toBeGreaterThan(0);
  expect(await outcome).toBe('Error: ended');
});
