/** No answer is long, and no case grows without end, whatever somebody stores. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decoyEntry, decoySlotSet } from '../../crypto/decoy.ts';
import { entryHash } from '../../crypto/header.ts';
import { formatSlotSetHeader, parseSlotSet, SLOT_SET_HEADER_LENGTH } from '../../crypto/slot-set.ts';
import { concat, type SlotSetBytes } from '../../crypto/bytes.ts';
import { readWholeChain } from '../../client/case/chain/read.ts';
import { readAllSets } from '../../client/officer/worker/slots/reading.ts';
import { createApi } from '../../client/calls/api.ts';
import * as cases from '../../db/cases.ts';
import { addSlotSets } from '../../db/slot-sets.ts';
import { inTransaction } from '../../db/tables.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { appendEntry, readCase } from '../../server/api/officer.ts';
import { openCase, readOwnCase } from '../../server/api/reporter.ts';
import { parseDirectory } from '../../server/api/directory.ts';
import { readEntry, toBeStored } from '../../server/cases/writing.ts';
import { ask, codeOf } from '../server/answers.ts';
import {
  BASE,
  knownDirectory,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { accessOf, newReport, officerAtWork, officerEntry, sentCase } from '../stage/people.ts';
import { Attacker, LARGEST, SMALLEST } from '../stage/attacker.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let recoveryWords: string[];
beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  ({ recoveryWords } = await setUpInside(inside));
});
afterAll(() => scratch.remove());

/** Remembers how long every answer was. */
function measured(send: typeof fetch) {
  const lengths: number[] = [];
  const listening: typeof fetch = async (input, init) => {
    const response = await send(input, init);
    lengths.push((await response.clone().arrayBuffer()).byteLength);
    return response;
  };
  return { api: createApi(BASE, listening), lengths };
}

/** A further set of the key that another set is of, as a reader adds it: its slots are whoever's. */
function another(set: SlotSetBytes, slots: SlotSetBytes): SlotSetBytes {
  const { header } = parseSlotSet(set);
  return concat(formatSlotSetHeader(header), slots.subarray(SLOT_SET_HEADER_LENGTH)) as SlotSetBytes;
}

const FURTHER = 70;

/** Bytes of the longest answer: a minute at 150 kbit/s. */
const LONGEST = 1024 * 1024;

/** A case with more entries of the largest size, and more sets of 32 slots, than any answer holds. */
async function hugeCase() {
  const officer = await officerAtWork(inside.api(), recoveryWords);
  const sent = await sentCase(inside.api());
  const { caseId, sealed } = sent;
  const founding = sealed.slotSets[0]!;
  const { header } = parseSlotSet(founding);
  const wide = decoySlotSet(header, 32);
  await inTransaction(inside.db, async (transaction) => {
    const sets = Array.from({ length: FURTHER }, (_, i) => ({
      caseId,
      audience: 'shared' as const,
      epoch: 0,
      ordinal: i + 1,
      bytes: another(founding, wide),
      day: '2036-03-03',
    }));
    await addSlotSets(transaction, sets);
  });
  let previous = sent.head;
  for (let seq = 1; seq <= 8; seq++) {
    const entry = readEntry(decoyEntry({ caseId, chain: 'shared', seq, previous }, LARGEST));
    await cases.appendEntry(inside.db, await toBeStored(inside.context, entry), previous, {});
    previous = entry.hash;
  }
  return { officer, sent, previous };
}

describe('a case with ten megabytes in it', () => {
  let huge: Awaited<ReturnType<typeof hugeCase>>;
  beforeAll(async () => {
    huge = await hugeCase();
  });

  test('is read by an officer whole, in answers none of which is long', async () => {
    const { officer, sent } = huge;
    const { api, lengths } = measured(inside.browser());
    const own = await officerAtWork(api, recoveryWords);
    const signed = accessOf(own, sent.caseId, sent.key, 'read');
    const { entries, slotSets } = await readWholeChain((have) =>
      api.call(readCase, { ...signed, chain: 'shared', ...have }),
    );
    expect(officer.person).toEqual(own.person);
    expect(entries).toHaveLength(9);
    expect(slotSets).toHaveLength(1 + FURTHER);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST);
  });

  test('is read by its reporter whole, without sets that are not for them', async () => {
    const { sent } = huge;
    const { api, lengths } = measured(inside.send);
    const attacker = new Attacker(api, sent.known);
    const { entries, slotSets } = await readWholeChain(async (have) => {
      Object.assign(attacker.keys, sent.sealed.keys);
      return api.call(readOwnCase, await attacker.readRequest(have));
    });
    expect(entries.map(({ bytes }) => entryHash(bytes)).at(-1)).toEqual(huge.previous);
    expect(slotSets).toHaveLength(1);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST);
  });

  test('keeps no other case’s slot sets from anybody', async () => {
    const { sent } = huge;
    const { api, lengths } = measured(inside.browser());
    await officerAtWork(api, recoveryWords);
    const [before, after] = [await sentCase(inside.api()), await sentCase(inside.api())];
    const sets = await readAllSets(api, [before.caseId, sent.caseId, after.caseId]);
    const ids = sets.map((set) => String(parseSlotSet(set).header.caseId));
    expect(ids.filter((id) => id === String(before.caseId))).toHaveLength(2);
    expect(ids.filter((id) => id === String(after.caseId))).toHaveLength(2);
    expect(ids.filter((id) => id === String(sent.caseId))).toHaveLength(2 + FURTHER);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST);
  });

  test('gets no further slot set of that key', async () => {
    const { officer, sent } = huge;
    const { key, caseId, sealed } = sent;
    const entry = officerEntry(officer, caseId, key, 'More.', { seq: 9, previous: huge.previous });
    const set = another(sealed.slotSets[0]!, decoySlotSet(parseSlotSet(sealed.slotSets[0]!).header, 8));
    const request = { ...accessOf(officer, caseId, key, 'append'), entry, slotSets: [set] };
    await expect(officer.api.call(appendEntry, request)).rejects.toMatchObject({ code: 'too-large' });
    await expect(officer.api.call(appendEntry, { ...request, slotSets: [] })).resolves.toBeDefined();
  });
});

test('a day adds so much to a case, and the next day more', async () => {
  const attacker = new Attacker(inside.api(), await knownDirectory(inside.api()));
  await attacker.open();
  for (let i = 1; i < LIMITS.dayEntries; i++) {
    const entry = readEntry(attacker.entry(SMALLEST));
    await cases.appendEntry(inside.db, await toBeStored(inside.context, entry), entry.header.previous, {});
    attacker.wrote(entry.bytes);
  }
  await expect(attacker.append(SMALLEST)).rejects.toMatchObject({ code: 'day-full' });
  inside.clock.now += 24 * 60 * 60 * 1000;
  await attacker.append(SMALLEST);
  for (let i = 1; i < LIMITS.dayBytes / LARGEST; i++) {
    const entry = readEntry(attacker.entry(LARGEST));
    await cases.appendEntry(inside.db, await toBeStored(inside.context, entry), entry.header.previous, {});
    attacker.wrote(entry.bytes);
  }
  await attacker.append(SMALLEST);
  await expect(attacker.append(LARGEST)).rejects.toMatchObject({ code: 'day-full' });
});

test('a report of the largest size for as many readers as there may be fits one request', async () => {
  const attacker = new Attacker(inside.api(), await knownDirectory(inside.api()));
  const answer = await ask(inside.send, openCase, await attacker.openRequest(LARGEST, 32));
  expect(answer.status).toBe(200);
});

test('whoever names the id of a case without its key is told nothing of what is in it', async () => {
  const { caseId, head } = await sentCase(inside.api());
  const { request } = await newReport(inside.api());
  const moved = request.entry.slice();
  moved.set(caseId, 1);
  const slotSets = request.slotSets.map((set) => {
    const copy = set.slice();
    copy.set(caseId, 17);
    return copy as SlotSetBytes;
  });
  const answer = await ask(inside.send, openCase, {
    ...request,
    entry: moved as typeof request.entry,
    slotSets,
  });
  expect(codeOf(answer)).toBe('conflict');
  expect(JSON.parse(answer.body)).toEqual({ error: 'conflict' });
  expect(answer.body).not.toContain(Buffer.from(head).toString('base64url'));
});

test.each([
  ['acknowledgeDays', 2 ** 31],
  ['acknowledgeDays', 3661],
  ['feedbackDays', 100_000],
  ['identityDays', 3661],
  ['recoveryHelpers', 11],
  ['version', 1_000_000_000],
])('a directory whose %s is %d is none', async (name, value) => {
  const { text } = (await inside.db.selectFrom('directories').select('text').executeTakeFirst())!;
  const directory = JSON.parse(text) as { policy: Record<string, number>; version: number };
  expect(parseDirectory(JSON.stringify(directory))).not.toBeNull();
  if (name === 'version') directory.version = value;
  else directory.policy[name] = value;
  expect(parseDirectory(JSON.stringify(directory))).toBeNull();
});
