/** Reading in answers that are never long, however much there is. */
import { LIMITS } from '../api/limits.ts';
import { concatLength } from '../api/wire.ts';
import type { CaseId, SlotSetBytes } from '../../crypto/bytes.ts';
import type { Day } from '../../crypto/stamp.ts';
import { readChain, readLengths, type ChainName } from '../../db/cases.ts';
import {
  readSlotSetPlaces,
  readSlotSetsFrom,
  type AudienceName,
  type SlotSetPlace,
} from '../../db/slot-sets.ts';
import { inSnapshot, type Database } from '../../db/tables.ts';
import type { Context } from '../instance/context.ts';
import { ofEach, soundSets } from './passed-over.ts';
import { Refusal } from '../answers/refusal.ts';

/** Bytes of an answer that are not what it is a list of. */
const FRAME = 1024;
/** Bytes around one item of a list: names, quotes, a stamp. */
const AROUND = 160;

/** What is left of an answer's length. */
export class Room {
  #left = LIMITS.answerBytes - FRAME;
  #isEmpty = true;

  /** Takes the room of bytes in base64url. The first item always fits: nothing stored is longer than an answer. */
  takes(bytes: number): boolean {
    const length = concatLength(bytes) + AROUND;
    if (length > this.#left && !this.#isEmpty) return false;
    this.#isEmpty = false;
    this.#left -= length;
    return true;
  }

  /** How many of these fit, in their order. */
  count(lengths: readonly number[]): number {
    const end = lengths.findIndex((length) => !this.takes(length));
    return end === -1 ? lengths.length : end;
  }
}

/**
 * Stamped entries of a chain from `from` on, as many as fit.
 * @throws Refusal `not-found` for a shared chain that has no entry: there is no such case
 */
async function readEntries(db: Database, room: Room, caseId: CaseId, chain: ChainName, from: number) {
  const lengths = await readLengths(db, caseId, chain, from, LIMITS.readEntries + 1);
  if (lengths.length === 0 && from === 0 && chain === 'shared') throw new Refusal('not-found');
  const fit = Math.min(LIMITS.readEntries, room.count(lengths.map(({ bytes }) => bytes)));
  const found = fit === 0 ? [] : await readChain(db, caseId, chain, from, fit);
  const entries = found.map((entry) => ({
    bytes: entry.bytes,
    stamp: { day: entry.day as Day, signature: entry.stamp },
  }));
  return { entries, more: lengths.length > fit };
}

export interface ChainPart {
  readonly caseId: CaseId;
  readonly chain: ChainName;
  readonly from: number;
  readonly sets: number;
}

/**
 * A chain from `from` on, after the slot sets of its audience from `sets` on: both of one moment, because a set that no
 * entry names yet, or an entry whose set is not there, looks like tampering. Where that takes several answers, the last
 * one brings what came meanwhile.
 * @param founding whether only founding sets are wanted
 * @throws Refusal `not-found`
 */
export function readCaseChain(
  { db }: Context,
  { caseId, chain, from, sets }: ChainPart,
  audience: AudienceName,
  founding = false,
) {
  return inSnapshot(db, async (snapshot) => {
    const room = new Room();
    const places = await readSlotSetPlaces(snapshot, [caseId]);
    const wanted = places.filter((one) => one.audience === audience && (!founding || one.ordinal === 0));
    const waiting = wanted.slice(sets).map(({ length }) => length);
    const fit = room.count(waiting);
    const slotSets = soundSets(
      fit === 0 ? [] : await readSlotSetsFrom(snapshot, caseId, audience, sets, fit, founding),
    );
    if (fit < waiting.length) return { slotSets, entries: [], more: true };
    return { slotSets, ...(await readEntries(snapshot, room, caseId, chain, from)) };
  });
}

const AUDIENCES = ['custodians', 'shared', 'officers'] as const;

export interface SetsWanted {
  readonly caseId: CaseId;
  /** How many of each are known. */
  readonly shared: number;
  readonly officers: number;
}

/** Slot sets of cases, in their order, as many as fit; none of a case where they are damaged. */
export async function readCasesSets({ db }: Context, cases: readonly SetsWanted[]) {
  const room = new Room();
  const slotSets: SlotSetBytes[] = [];
  for (const wanted of cases) {
    let isWhole = true;
    const found = await ofEach([wanted.caseId], async () => {
      const read: SlotSetBytes[] = [];
      for (const part of partsOf(wanted, await readSlotSetPlaces(db, [wanted.caseId]))) {
        const fit = isWhole ? room.count(part.lengths) : 0;
        isWhole &&= fit === part.lengths.length;
        if (fit === 0) continue;
        const sets = await readSlotSetsFrom(db, wanted.caseId, part.audience, part.from, fit);
        read.push(...soundSets(sets).map(({ bytes }) => bytes));
      }
      return read;
    });
    slotSets.push(...found);
    if (!isWhole) return { slotSets, more: true };
  }
  return { slotSets, more: false };
}

/** What is wanted of a case's sets, by audience. */
function partsOf({ shared, officers }: SetsWanted, places: readonly SlotSetPlace[]) {
  const known = { custodians: shared === 0 ? 0 : Infinity, shared, officers };
  return AUDIENCES.map((audience) => ({
    audience,
    from: known[audience],
    lengths: places
      .filter((place) => place.audience === audience)
      .slice(known[audience])
      .map(({ length }) => length),
  }));
}
