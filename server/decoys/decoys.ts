/**
 * Cases that nobody can open, made at a random pace, so that a slot set which does not open means nothing: it
 * may be a decoy, or for colleagues only (PROTOCOL §12). No row says which cases are decoys; the server finds
 * its own again by ids that follow from its secret. They hide something from officers, not from the server. When
 * what happens: life.ts.
 */
import { equal, LENGTH, type EntryBytes, type Hash } from '../../crypto/bytes.ts';
import { decoyEntry, decoySlotSet } from '../../crypto/decoy.ts';
import { directoryHash } from '../../crypto/directory.ts';
import {
  BODY_SIZES,
  entryHash,
  HEADER_LENGTH,
  NO_HASH,
  TAG_LENGTH,
  type Chain,
} from '../../crypto/header.ts';
import { SLOT_COUNTS, SLOT_LENGTH, SLOT_SET_HEADER_LENGTH } from '../../crypto/slot-set.ts';
import { sodium } from '../../crypto/sodium.ts';
import { dayOf } from '../../crypto/stamp.ts';
import * as cases from '../../db/cases.ts';
import { newestDirectory } from '../../db/directories.ts';
import { readCounts, readShape, type CaseCounts } from '../../db/shapes.ts';
import { readSlotSets, type SlotSetRecord } from '../../db/slot-sets.ts';
import type { Context } from '../instance/context.ts';
import {
  DAY,
  decoyId,
  lastTurnBefore,
  liveliness,
  MOST_LIVELY,
  random,
  readPace,
  type Generation,
} from './life.ts';
import { spendNothing } from '../challenges/spending.ts';
import { readEntry, toBeStored } from '../cases/writing.ts';

/** Decoys looked at to find one that something happens to. */
const CANDIDATES = 8;

/** Milliseconds to wait before the next event: exponential, so that no rhythm shows. */
export async function nextPause(context: Context): Promise<number> {
  const { aDay } = await readPace(context);
  return (-Math.log(1 - random()) * DAY) / aDay;
}

/** Makes a decoy, or lets something happen to one. */
export async function makeDecoyEvent(context: Context): Promise<void> {
  const { made, newADay, generations, aDay } = await readPace(context);
  let left = random() * aDay - newADay;
  if (left < 0) return openDecoy(context, made);
  const generation = generations.find((one) => (left -= one.aDay) < 0);
  const chosen = generation && (await chooseOf(context, generation));
  if (chosen !== undefined) await followUp(context, chosen);
}

/** One of a generation: one that is due, as cases are by law; else the livelier, the likelier. Never by its id. */
async function chooseOf(context: Context, { first, end, due }: Generation): Promise<CaseCounts | undefined> {
  const numbers = Array.from({ length: CANDIDATES }, () => first + Math.floor(random() * (end - first)));
  const counts = await readCounts(
    context.db,
    numbers.map((number) => decoyId(context, number)),
  );
  // In the order they were drawn: the database has one by ids, which officers see.
  const drawn = numbers.flatMap((number) => {
    const found = counts.find(({ caseId }) => equal(caseId, decoyId(context, number)));
    return found === undefined ? [] : [{ number, ...found }];
  });
  const { unopened = false, quietDays = Infinity } = due;
  const quietTurn = quietDays === Infinity ? 0 : await lastTurnBefore(context, quietDays);
  const next = drawn.find(({ shared, turn }) => (unopened && shared === 1) || turn <= quietTurn);
  const lively = ({ number }: { number: number }) => random() < liveliness(context, number) / MOST_LIVELY;
  return next ?? drawn.find(lively) ?? drawn[0];
}

async function openDecoy(context: Context, number: number): Promise<void> {
  const { db, instance } = context;
  const newest = await newestDirectory(db);
  if (newest === undefined) return;
  const caseId = decoyId(context, number);
  const shape = await readShape(db, sodium.randombytes_buf(LENGTH.CaseId));
  const directory = directoryHash(newest.text);
  const set = (audience: 'shared' | 'custodians'): SlotSetRecord => {
    const place = { instance: instance.id, caseId, audience, epoch: 0, directory };
    const bytes = decoySlotSet(place, slotsOf(shape?.slotSets[audience] ?? 0));
    return { caseId, audience, epoch: 0, ordinal: 0, bytes, day: dayOf(context.now()) };
  };
  const entry = decoyEntry(
    { caseId, chain: 'shared', seq: 0, previous: NO_HASH },
    sizeOf(shape?.report ?? 0),
  );
  // As for a report: under the newest directory, or not at all.
  const sets = [set('shared'), set('custodians')];
  await spendNothing(context);
  await cases.openCase(db, await stored(context, entry), sets, true, newest.version);
}

async function followUp(context: Context, { caseId, ...counts }: CaseCounts): Promise<void> {
  const { db, instance } = context;
  // Nobody writes a note before they opened the case, which is an entry of the shared chain.
  const chain: Chain = counts.shared > 1 && random() < 1 / 3 ? 'internal' : 'shared';
  const seq = counts[chain];
  const [last] = await cases.readChain(db, caseId, chain, Math.max(0, seq - 1), 1);
  const previous: Hash = last === undefined ? NO_HASH : entryHash(last.bytes);
  const newest = await newestDirectory(db);
  if (newest === undefined) return;
  const size = last === undefined ? BODY_SIZES[0] : sizeOf(last.bytes.length);
  const entry = decoyEntry({ caseId, chain, seq, previous }, size);
  const slotSets: SlotSetRecord[] = [];
  if (chain === 'internal' && last === undefined) {
    const place = { instance: instance.id, caseId, audience: 'officers' as const, epoch: 0 };
    // For those who read the case: as many slots as theirs.
    const [shared] = await readSlotSets(db, [caseId], ['shared']);
    const slots = slotsOf(shared?.bytes.length ?? 0);
    const bytes = decoySlotSet({ ...place, directory: directoryHash(newest.text) }, slots);
    slotSets.push({ caseId, audience: 'officers', epoch: 0, ordinal: 0, bytes, day: dayOf(context.now()) });
  }
  const { version } = newest;
  await spendNothing(context);
  await cases.appendEntry(db, await stored(context, entry), previous, { slotSets, directory: version });
}

function stored(context: Context, entry: EntryBytes) {
  return toBeStored(context, readEntry(entry));
}

/** The allowed body size that fits an entry of some length; the smallest for none. */
function sizeOf(entryLength: number) {
  return BODY_SIZES.find((size) => HEADER_LENGTH + size + TAG_LENGTH >= entryLength) ?? BODY_SIZES[0];
}

function slotsOf(setLength: number) {
  const count = (setLength - SLOT_SET_HEADER_LENGTH) / SLOT_LENGTH;
  return SLOT_COUNTS.find((allowed) => allowed >= count) ?? SLOT_COUNTS[0];
}
