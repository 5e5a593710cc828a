import { beforeAll, expect, test, vi } from 'vitest';
import { dayOf } from '../../crypto/stamp.ts';
import { StartFailure } from '../../server/operator/start-failure.ts';
import { copyOf, makeOffice } from '../stage/made-office.ts';
import { newOfficer, newReporter, REPORT, startInstance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const DAY = 24 * 60 * 60 * 1000;
const quiet = () => undefined;

beforeAll(stretchQuickly);

test('a server whose clock is behind what it stored starts only when it is told the day, and then lists all', async () => {
  const office = await makeOffice();
  const now = Date.now();
  const right = await startInstance({ database: office.database, now: () => now });
  await (await newReporter(right)).send(REPORT, quiet);
  await (await newOfficer(right, office.made.recoveryWords)).inbox.sync(quiet);
  const database = await copyOf(right.context.db);
  await right.stop();
  const [today, before] = [dayOf(now), dayOf(now - DAY)];

  const behind = { database, now: () => now - DAY };
  const refused = await startInstance(behind).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StartFailure);
  const { message } = refused as StartFailure;
  for (const named of [before, today, `--today ${before}`, `SOTTO_TODAY=${before}`])
    expect(message).toContain(named);
  expect(message).not.toContain('\n');
  // Another day than it is here vouches for nothing.
  await expect(startInstance({ ...behind, today })).rejects.toThrow(StartFailure);

  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const told = await startInstance({ ...behind, today: before });
  expect(said.mock.calls.join()).toContain(`goes on from ${today} to ${before}`);
  said.mockRestore();
  const { words } = await (await newReporter(told)).send({ ...REPORT, text: 'After it.' }, quiet);
  expect(words).toHaveLength(12);
  const inbox = await (await newOfficer(told, office.made.recoveryWords)).inbox.sync(quiet);
  expect(inbox.map(({ excerpt }) => excerpt)).toContain('After it.');
  const later = await copyOf(told.context.db);
  await told.stop();
  // From then on it is believed.
  await (await startInstance({ database: later, now: () => now - DAY })).stop();
});

test('a machine that woke in 2020 receives nothing, on an empty folder either', async () => {
  const now = () => Date.UTC(2020, 0, 1);
  await expect(startInstance({ now })).rejects.toThrow('SOTTO_TODAY=2020-01-01');
});
