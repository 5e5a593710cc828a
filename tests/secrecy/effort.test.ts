/**
 * What the browser of somebody left out has to do, counted: all calls of libsodium and all requests. Time follows from
 * these, and is the same where they are the same.
 */
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { SlotSetBytes } from '../../crypto/bytes.ts';
import { kemPublicKey, newPersonSeed, personKeys } from '../../crypto/person.ts';
import { ready, sodium, type Sodium } from '../../crypto/sodium.ts';
import { tryToOpen, type SlotReader } from '../../client/officer/worker/slots/opening.ts';
import { readSlotSets } from '../../db/slot-sets.ts';
import { readActivity } from '../../db/activity.ts';
import { admitColleague, COLLEAGUE } from '../stage/colleague.ts';
import { addForeignCases } from '../stage/foreign-cases.ts';
import {
  apiOf,
  browserFetch,
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  startInstance,
} from '../stage/running.ts';
import { newReport } from '../stage/people.ts';
import type { Instance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const CASES = 5;
const quiet = () => undefined;

let instance: Instance | undefined;
afterEach(() => instance?.stop());

/** Every call of libsodium that `work` makes: its name, and the lengths of what it is given. */
async function callsOf(work: () => void): Promise<string[]> {
  const real = sodium;
  const calls: string[] = [];
  const counting = new Proxy(real, {
    get: (target, name: keyof Sodium) => {
      const value: unknown = target[name];
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const given = args.map((arg) => (arg instanceof Uint8Array ? arg.length : typeof arg));
        calls.push(`${String(name)}(${given.join(', ')})`);
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  await ready(() => Promise.resolve(counting));
  try {
    work();
  } finally {
    await ready(() => Promise.resolve(real));
  }
  return calls;
}

function newReader(): SlotReader & { readonly kemPublicKey: ReturnType<typeof kemPublicKey> } {
  const { kemSeed } = personKeys(newPersonSeed());
  return { kemSeed, kemPublicKey: kemPublicKey(kemSeed) };
}

/** An office of two, and the second of them. */
async function newOffice() {
  instance = await startInstance();
  const made = await setUp(instance);
  const { taken, published } = await admitColleague(instance, made);
  const colleague = published.people.find(({ name }) => name === COLLEAGUE.name)!;
  return { instance, colleague, words: taken.recoveryWords };
}

beforeAll(stretchQuickly);

test('trying a report one is left out of, one of colleagues and a decoy are the same calls', async () => {
  const { instance, colleague } = await newOffice();
  const api = apiOf(instance);
  const leftOut = (await newReport(api, { ...REPORT, leftOut: [colleague.id] })).sealed.slotSets[0]!;
  const ofTwo = (await newReport(api)).sealed.slotSets[0]!;
  await addForeignCases(instance.context, 1);
  const [only] = await readActivity(instance.context.db, { turn: 0, caseId: null }, 1);
  const decoy = (await readSlotSets(instance.context.db, [only!.caseId], ['shared']))[0]!.bytes;
  const reader = newReader();
  const effort = async (set: SlotSetBytes) => callsOf(() => expect(tryToOpen(set, reader)).toBeNull());
  const calls = await effort(leftOut);
  expect(calls.filter((call) => call.startsWith('crypto_kem_xwing_dec('))).toHaveLength(8);
  expect(await effort(ofTwo)).toEqual(calls);
  expect(await effort(decoy)).toEqual(calls);
});

type Office = Awaited<ReturnType<typeof newOffice>>;

/** Every request of an inbox that is opened, with the lengths of what was sent and answered. */
async function trafficOf(fill: (office: Office) => Promise<void>): Promise<string[]> {
  const here = await newOffice();
  await fill(here);
  const traffic: string[] = [];
  const send = browserFetch();
  const api = apiOf(here.instance, async (input, init) => {
    const response = await send(input, init);
    const { pathname, searchParams } = new URL(input as string);
    const asked = [pathname, ...searchParams.keys()].join(' ');
    const sent = typeof init?.body === 'string' ? init.body.length : 0;
    const answered = (await response.clone().arrayBuffer()).byteLength;
    traffic.push(`${init?.method} ${asked}: ${sent}, ${response.status}, ${answered}`);
    return response;
  });
  const officer = await newOfficer(here.instance, here.words, api, COLLEAGUE.account);
  expect(await officer.inbox.sync(quiet)).toEqual([]);
  await here.instance.stop();
  instance = undefined;
  return traffic;
}

test('an inbox asks the same, and is answered as much, of reports one is left out of and of decoys', async () => {
  const leftOut = await trafficOf(async ({ instance, colleague }) => {
    for (let i = 0; i < CASES; i++) {
      const reporter = await newReporter(instance);
      await reporter.send({ ...REPORT, leftOut: [colleague.id] }, quiet);
    }
  });
  const decoys = await trafficOf(({ instance }) => addForeignCases(instance.context, CASES));
  expect(leftOut.some((request) => request.includes('/api/officer/slot-sets'))).toBe(true);
  expect(leftOut).toEqual(decoys);
});
