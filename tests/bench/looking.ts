/** What a look at the inbox costs: the second one after a flood of cases that did not open, and one with a full keyring. */
import { addForeignCases } from '../stage/foreign-cases.ts';
import { fillKeyring } from '../stage/full-keyring.ts';
import { newOfficer, newReporter, REPORT, setUp, startInstance } from '../stage/running.ts';

/** Cases of a stranger's that the officer cannot open. */
const JUNK = 2000;

/** Cases in a keyring that has served an office for decades. */
const FULL = 100_000;

const quiet = () => undefined;
const secondsSince = (start: number) => (performance.now() - start) / 1000;

export async function measureLooking(): Promise<Record<string, number>> {
  return { ...(await measureJunk()), ...(await measureFull()) };
}

/** The second look of an officer who signs in anew. */
async function measureJunk(): Promise<Record<string, number>> {
  const instance = await startInstance();
  try {
    const { recoveryWords } = await setUp(instance);
    await addForeignCases(instance.context, JUNK);
    await (await newReporter(instance)).send(REPORT, quiet);
    const first = await newOfficer(instance, recoveryWords);
    const start = performance.now();
    await first.inbox.sync(quiet);
    const junk_first_look_s = secondsSince(start);
    await first.lock();
    const second = await newOfficer(instance, recoveryWords);
    const again = performance.now();
    const { length } = await second.inbox.sync(quiet);
    if (length !== 1) throw new Error(`${length} cases`);
    return { junk_first_look_s, junk_look_s: secondsSince(again) };
  } finally {
    await instance.stop();
  }
}

/** Signing in, and a look that finds something new, with a full keyring. */
async function measureFull(): Promise<Record<string, number>> {
  const instance = await startInstance();
  try {
    const { recoveryWords } = await setUp(instance);
    await (await newReporter(instance)).send(REPORT, quiet);
    await fillKeyring(instance, recoveryWords, FULL);
    await (await newReporter(instance)).send(REPORT, quiet);
    const start = performance.now();
    const session = await newOfficer(instance, recoveryWords);
    const inbox_100k_sign_in_s = secondsSince(start);
    const { length } = await session.inbox.sync(quiet);
    const inbox_100k_look_s = secondsSince(start);
    const inbox_100k_mb = process.memoryUsage().rss / 2 ** 20;
    return {
      inbox_100k_ok: length === FULL + 2 ? 1 : 0,
      inbox_100k_sign_in_s,
      inbox_100k_look_s,
      inbox_100k_mb,
    };
  } finally {
    await instance.stop();
  }
}
