import type { Hono } from 'hono';
import { appendOwnEntry, openCase, readOwnCase } from '../api/reporter.ts';
import type { Work } from '../api/anyone.ts';
import { checkWork } from '../challenges/challenge.ts';
import type { Context } from '../instance/context.ts';
import { equal } from '../../crypto/bytes.ts';
import { NO_HASH } from '../../crypto/header.ts';
import * as cases from '../../db/cases.ts';
import type { AllPlaces } from '../traffic/places.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';
import { takeOffDisk } from '../blobs/room.ts';
import { readCaseChain } from '../cases/reading.ts';
import { spendFor, type Spent } from '../challenges/spending.ts';
import {
  answerOf,
  openingAnswerOf,
  readEntry,
  readSlotSet,
  toBeStored,
  type IncomingEntry,
} from '../cases/writing.ts';
import { checkOwner } from '../cases/holders.ts';
import { checkDay } from '../cases/day-limit.ts';
import { admitOwnSets } from '../cases/new-sets.ts';

export function addReporterRoutes(app: Hono, context: Context, places: AllPlaces): void {
  serve(app, openCase, async (request) => {
    const entry = readEntry(request.entry);
    const { chain, seq, previous, epoch } = entry.header;
    const isFirst = chain === 'shared' && seq === 0 && epoch === 0 && equal(previous, NO_HASH);
    const read = request.slotSets.map((bytes) => readSlotSet(context, bytes, entry.header));
    const sets = read.map(({ record }) => record);
    const isFounding =
      sets[0]?.audience === 'shared' &&
      sets[1]?.audience === 'custodians' &&
      sets.every((set) => set.epoch === 0);
    if (!isFirst || !isFounding) throw new Refusal('bad-request');
    const bytes = sets.reduce((sum, set) => sum + set.bytes.length, entry.bytes.length);
    const opened = await paid(context, 'case', { entry, bytes, work: request.work }, async (stored) => {
      const directory = await context.newest.versionNamed(read.map(({ header }) => header.directory));
      return (isPaid) => cases.openCase(context.db, stored, sets, isPaid, directory);
    });
    return openingAnswerOf(opened);
  });

  serve(app, readOwnCase, async (request, http) => {
    const caseId = checkOwner(context, request, 'read');
    const { from, sets } = request;
    // Founding sets only: a set that gives a colleague access holds nothing for the reporter.
    return places.reporters.in(http, caseId, async () => {
      const read = await readCaseChain(context, { caseId, chain: 'shared', from, sets }, 'shared', true);
      return { ...read, slotSets: read.slotSets.map((set) => set.bytes) };
    });
  });

  serve(app, appendOwnEntry, async (request) => {
    const caseId = checkOwner(context, request, 'append');
    const entry = readEntry(request.entry);
    if (entry.header.chain !== 'shared' || !equal(entry.header.caseId, caseId) || entry.header.seq === 0) {
      throw new Refusal('bad-request');
    }
    if (request.work.challenge.signature !== request.challenge.signature) throw new Refusal('bad-request');
    const { slotSets: given = [], work, blobs = [], deletes = [] } = request;
    const bytes = given.reduce((sum, set) => sum + set.length, entry.bytes.length);
    const appended = await paid(context, 'entry', { entry, bytes, work }, async (stored) => {
      const admitted = await admitOwnSets(context, given, entry.header);
      const directory = await context.newest.versionNamed(admitted.map((set) => set.directory));
      await checkDay(context, entry, given);
      const slotSets = admitted.map(({ record }) => record);
      return (isPaid) =>
        cases.appendEntry(context.db, stored, entry.header.previous, {
          isPaid,
          slotSets,
          directory,
          blobs: { kept: blobs, deleted: deletes },
        });
    });
    await takeOffDisk(context, deletes);
    return answerOf(appended);
  });
}

const isStored = ({ result }: cases.WriteOutcome) => result === 'stored';

/**
 * Stores what work was done for, and counts it. What is there already is answered whatever it would cost now: an answer
 * that was lost is given again.
 * @param prepare gives what writes, once the work was looked at
 */
async function paid(
  context: Context,
  kind: 'case' | 'entry',
  { entry, bytes, work }: { entry: IncomingEntry; bytes: number; work: Work },
  prepare: (stored: cases.EntryRecord) => Promise<(isPaid: boolean) => Promise<cases.WriteOutcome>>,
): Promise<cases.WriteOutcome> {
  const { db, limits, now } = context;
  let spent: Spent;
  try {
    await limits.space.check(kind, bytes);
    spent = await checkWork(context, work, kind, bytes);
  } catch (error) {
    const stamp = error instanceof Refusal ? await cases.findStamp(db, entry) : undefined;
    if (stamp === undefined) throw error;
    return { result: 'stored', isNew: false, stamp };
  }
  const write = await prepare(await toBeStored(context, entry));
  const outcome = await spendFor(context, spent, entry.hash, write, isStored);
  if (outcome.result === 'stored' && outcome.isNew) limits.price.add(kind, now(), bytes);
  return outcome;
}
