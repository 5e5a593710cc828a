/** From entry bytes to the record that is stored, and from what became of it to an answer. */
import type { z } from 'zod/mini';
import type { stamp as stampSchema } from '../api/anyone.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import type { EntryBytes, Hash, SlotSetBytes } from '../../crypto/bytes.ts';
import { equal } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { entryHash, parseEntry, type Header } from '../../crypto/header.ts';
import { parseSlotSet, type SlotSetHeader } from '../../crypto/slot-set.ts';
import { dayAfter, dayOf, stamp, type Day } from '../../crypto/stamp.ts';
import type { EntryRecord, WriteOutcome } from '../../db/cases.ts';
import type { SlotSetRecord } from '../../db/slot-sets.ts';
import type { Context } from '../instance/context.ts';
import { notaryInUse } from '../instance/notary.ts';
import { Refusal } from '../answers/refusal.ts';
import { LIMITS } from '../api/limits.ts';

/** Runs a parser of `crypto`; what it refuses is a bad request. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof CryptoError) throw new Refusal('bad-request');
    throw error;
  }
}

export interface IncomingEntry {
  readonly header: Header;
  readonly bytes: EntryBytes;
  readonly hash: Hash;
}

/** Reads an entry that must be of this chain. The hash is taken over what arrived, once. */
export function readEntry(bytes: EntryBytes): IncomingEntry {
  const { header } = parsed(() => parseEntry(bytes));
  if (header.seq >= LIMITS.chainEntries) throw new Refusal('too-large');
  return { header, bytes, hash: entryHash(bytes) };
}

/**
 * An entry ready to be stored, under the turn of today: it is stamped for today, or for the day of the entry before or the
 * first that the log is open for, if that is later.
 */
export async function toBeStored(context: Context, entry: IncomingEntry): Promise<EntryRecord> {
  const { id } = context.instance;
  const { stamper } = await notaryInUse(context);
  await context.calendar.keep();
  const today = dayOf(context.now());
  return {
    caseId: entry.header.caseId,
    chain: entry.header.chain,
    seq: entry.header.seq,
    bytes: entry.bytes,
    hash: entry.hash,
    stampAfter: (before, closed) => {
      const open = closed === '' ? today : dayAfter(closed as Day);
      const day = [today, open, (before ?? today) as Day].reduce((latest, one) =>
        one > latest ? one : latest,
      );
      return { day, stamp: stamp(stamper, id, entry.hash, day).signature };
    },
  };
}

/** Reads a founding slot set of the same case and instance as an entry. */
export function readSlotSet(
  context: Context,
  bytes: SlotSetBytes,
  entry: Header,
): { header: SlotSetHeader; record: SlotSetRecord } {
  const { header } = parsed(() => parseSlotSet(bytes));
  if (!equal(header.instance, context.instance.id) || !equal(header.caseId, entry.caseId)) {
    throw new Refusal('bad-request');
  }
  const { caseId, audience, epoch } = header;
  return { header, record: { caseId, audience, epoch, ordinal: 0, bytes, day: dayOf(context.now()) } };
}

/** The same for a case's first entry. Whoever sends it has shown no key: what is there instead is not for them to know. */
export function openingAnswerOf(outcome: WriteOutcome): z.output<typeof stampSchema> {
  if (outcome.result === 'conflict') throw new Refusal('conflict');
  return answerOf(outcome);
}

/** The stamp, or the refusal that a write came to. */
export function answerOf(outcome: WriteOutcome): z.output<typeof stampSchema> {
  switch (outcome.result) {
    case 'stored':
      return { day: outcome.stamp.day as Day, signature: outcome.stamp.stamp };
    case 'conflict':
      throw new Refusal('conflict', {
        head: { seq: outcome.head.seq, hash: toBase64url(outcome.head.hash) },
      });
    case 'directory-changed':
      throw new Refusal('directory-changed');
    case 'blob-missing':
      throw new Refusal('blob-missing');
    case 'work-spent':
      throw new Refusal('work-refused');
    case 'unknown-case':
      throw new Refusal('not-found');
  }
}
