import { beforeAll, expect, test, vi } from 'vitest';
import { decoyId } from '../../server/decoys/life.ts';
import { caseExists } from '../../db/cases.ts';
import { makeOffice } from '../stage/made-office.ts';
import { startInstance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Lets days go by until something is so; a hundred are enough for what comes once a day on average. */
async function daysUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let day = 0; day < 100 && !(await isSo()); day++) await vi.advanceTimersByTimeAsync(DAY);
  expect(await isSo()).toBe(true);
}

beforeAll(stretchQuickly);

test('a server goes on making decoys after some could not be made', async () => {
  const { database } = await makeOffice();
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let fails = false;
  const now = () => {
    if (fails) throw new Error('no clock');
    return Date.now();
  };
  const instance = await startInstance({ database, now });
  const { context } = instance;
  const isMade = () => caseExists(context.db, decoyId(context, 0));
  try {
    fails = true;
    await daysUntil(() => said.mock.calls.length > 3);
    expect(new Set(said.mock.calls.map(([text]) => text))).toEqual(
      new Set(['sotto: decoys: Error: no clock\n']),
    );
    expect(await isMade()).toBe(false);
    fails = false;
    await daysUntil(isMade);
  } finally {
    said.mockRestore();
    vi.useRealTimers();
    await instance.stop();
  }
});
