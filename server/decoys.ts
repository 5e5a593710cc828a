/**
 * Cases that nobody can open, made at a random pace, so that a slot set which does not open means nothing: it
 * may be a decoy, or for colleagues only (DESIGN §4.2). No row says which cases are decoys; the server finds
 * its own again by ids that follow from its secret. They hide something from officers, not from the server.
 */
import { LIMITS } from './api/limits.ts';
import { LENGTH, typed, u32, type CaseId, type EntryBytes, type Hash } from '../crypto/bytes.ts';
import { decoyEntry, decoySlotSet } from '../crypto/decoy.ts';
import { directoryHash } from '../crypto/directory.ts';
import { keyedHash } from '../crypto/hash.ts';
import { BODY_SIZES, entryHash, HEADER_LENGTH, NO_HASH, TAG_LENGTH, type Chain } from '../crypto/header.ts';
import { SLOT_COUNTS, SLOT_LENGTH, SLOT_SET_HEADER_LENGTH } from '../crypto/slot-set.ts';
import { sodium } from '../crypto/sodium.ts';
import { dayOf } from '../crypto/stamp.ts';
import * as cases from '../db/cases.ts';
import { newestDirectory } from '../db/directories.ts';
import { countCasesSince, readShape } from '../db/shapes.ts';
import type { SlotSetRecord } from '../db/slot-sets.ts';
import type { Context } from './context.ts';
import { readEntry, stampEntry } from './writing.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Decoys a day at the least, however quiet the line is. */
const FEWEST_A_DAY = 1;

/** Decoys for each real case, over the last month. */
const SHARE = 0.5;

/** Things that happen to a decoy after it was made, on average: as many as to a case. */
const FOLLOW_UPS = 4;

/** Milliseconds to wait before the next event: exponential, so that no rhythm shows. */
export async function nextPause(context: Context): Promise<number> {
  const monthAgo = dayOf(context.now() - 30 * DAY);
  const aDay = Math.max(FEWEST_A_DAY, (SHARE * (await countCasesSince(context.db, monthAgo))) / 30);
  return (-Math.log(1 - random()) * DAY) / (aDay * (1 + FOLLOW_UPS));
}

/** Makes a decoy, or lets something happen to one. */
export async function makeDecoyEvent(context: Context): Promise<void> {
  const made = await countDecoys(context);
  if (made === 0 || random() < 1 / (1 + FOLLOW_UPS)) return openDecoy(context, made);
  // The newer, the likelier: cases come to rest too.
  const recent = Math.floor(random() * Math.min(made, 2 * FOLLOW_UPS));
  return followUp(context, decoyId(context, made - 1 - recent));
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
  // A report spends work; so does a decoy, or the difference of the two counts would say how many there are.
  const work = {
    challenge: sodium.to_hex(sodium.randombytes_buf(32)),
    day: dayOf(context.now() + LIMITS.challengeSeconds * 1000),
  };
  await cases.openCase(db, stamped(context, entry), [set('shared'), set('custodians')], work);
}

async function followUp(context: Context, caseId: CaseId): Promise<void> {
  const { db, instance } = context;
  const chain: Chain = random() < 1 / 3 ? 'internal' : 'shared';
  const entries = await cases.readChain(db, caseId, chain, 0, LIMITS.chainEntries);
  const last = entries.at(-1);
  const previous: Hash = last === undefined ? NO_HASH : entryHash(last.bytes);
  const newest = await newestDirectory(db);
  if (newest === undefined) return;
  const size = last === undefined ? BODY_SIZES[0] : sizeOf(last.bytes.length);
  const entry = decoyEntry({ caseId, chain, seq: entries.length, previous }, size);
  const slotSets: SlotSetRecord[] = [];
  if (chain === 'internal' && last === undefined) {
    const place = { instance: instance.id, caseId, audience: 'officers' as const, epoch: 0 };
    const bytes = decoySlotSet({ ...place, directory: directoryHash(newest.text) }, SLOT_COUNTS[0]);
    slotSets.push({ caseId, audience: 'officers', epoch: 0, ordinal: 0, bytes, day: dayOf(context.now()) });
  }
  await cases.appendEntry(db, stamped(context, entry), previous, { slotSets });
}

function stamped(context: Context, entry: EntryBytes) {
  return stampEntry(context, readEntry(entry));
}

/** How many decoys this instance has: their ids are tried until one is missing. */
async function countDecoys(context: Context): Promise<number> {
  let number = 0;
  while (await cases.caseExists(context.db, decoyId(context, number))) number++;
  return number;
}

function decoyId(context: Context, number: number): CaseId {
  const id = keyedHash(context.instance.secret, 'sotto/decoy/v1', u32(number));
  return typed('CaseId', id.slice(0, LENGTH.CaseId));
}

/** The allowed body size that fits an entry of some length; the smallest for none. */
function sizeOf(entryLength: number) {
  return BODY_SIZES.find((size) => HEADER_LENGTH + size + TAG_LENGTH >= entryLength) ?? BODY_SIZES[0];
}

function slotsOf(setLength: number) {
  const count = (setLength - SLOT_SET_HEADER_LENGTH) / SLOT_LENGTH;
  return SLOT_COUNTS.find((allowed) => allowed >= count) ?? SLOT_COUNTS[0];
}

/** A number from 0 to 1, from libsodium. */
function random(): number {
  return sodium.randombytes_random() / 2 ** 32;
}
