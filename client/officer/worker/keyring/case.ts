/** A case as an officer's keyring keeps it. */
import * as z from 'zod/mini';
import { typed } from '../../../../crypto/bytes.ts';
import { MOST_PEOPLE } from '../../../../server/api/directory.ts';
import { checkInDays, outcomes, priorities, riskLevels } from '../../../case/kinds/choices.ts';
import { bytesOf, count, day } from '../../../../server/api/wire.ts';

/** Approvals of an identity that are remembered, the latest: of one case nobody waits for more. */
export const MOST_APPROVALS = 32;

/** Characters of a report shown in the inbox. */
export const EXCERPT = 160;

/** Measures whose days are kept, the most pressing: no case has as many at once. */
export const MOST_MEASURES = 24;

/** Bytes of one case at most, as JSON: several fit a page, whatever is in them. */
export const RECORD_BYTES = 12 * 1024;

const seen = z.object({ seq: count, hash: bytesOf('Hash') });

/** How a reporter fares, as far as it is counted over all cases. */
const protection = z.object({
  /** Incidents there ever were, dealt with or not. */
  incidents: count,
  /** Check-ins that were answered, by their days after the report; whether the last one says that something changed. */
  checkIns: z.array(count).check(z.maxLength(checkInDays.length)),
  changed: z.boolean(),
  /** Days of measures still to be taken, the nearest first; how many were taken by their day, and after it. */
  dues: z.array(day).check(z.maxLength(MOST_MEASURES)),
  inTime: count,
  late: count,
  /** As last recorded. */
  outcome: z.nullable(z.enum(outcomes)),
});

const audiences = ['shared', 'officers', 'custodians'] as const;

const caseKey = z.object({
  audience: z.enum(audiences),
  epoch: count,
  key: bytesOf('CaseKey'),
  /** Hash of the slot set it came from. */
  set: bytesOf('Hash'),
});

/** What the inbox shows of a case, worked out when its chain was last verified. */
const summary = z.object({
  door: z.string().check(z.maxLength(40)),
  day,
  excerpt: z.string().check(z.maxLength(EXCERPT)),
  status: z.enum(['new', 'open', 'assessing', 'investigating', 'closed']),
  acknowledged: z.nullable(day),
  acknowledgeBy: day,
  feedbackBy: day,
  lastDay: day,
  waitingFor: z.enum(['officers', 'reporter']),
  /** Where the identity or an original stands, never what it is; null where nobody has asked for it. */
  identity: z.nullable(
    z.object({
      state: z.enum(['waiting', 'refused', 'approved', 'objected', 'disclosed', 'opened']),
      /** First UTC day of a disclosure, once approved. */
      from: z.nullable(day),
      /** Whether it is about an untouched original, and no name; older pages kept none. */
      isOriginal: z.optional(z.boolean()),
    }),
  ),
  /** Older pages kept none. */
  priority: z.optional(z.enum(priorities)),
  /** Incidents that nobody has dealt with; the nearest day of a measure that is still to be taken; the last assessment. */
  openIncidents: z.optional(count),
  measureDue: z.optional(z.nullable(day)),
  risk: z.optional(z.nullable(z.enum(riskLevels))),
  protection: z.optional(protection),
  /** A case whose chain did not verify: the kind of failure. */
  trouble: z.nullable(z.string().check(z.maxLength(40))),
});

export type Summary = z.output<typeof summary>;

export const keyringCase = z.object({
  id: bytesOf('CaseId'),
  /** In memory also those of earlier epochs; stored is the newest of each audience, which leads to the others. */
  keys: z.array(caseKey).check(z.maxLength(audiences.length)),
  /** Who could read when the chain was last verified: whether somebody of them has left is for the directory to say. */
  readers: z.array(bytesOf('PersonId')).check(z.maxLength(MOST_PEOPLE)),
  /** Whether the newest key was made by somebody who reads no more, and holds it all the same. */
  isHeldOutside: z.boolean(),
  /** How many slot sets the case had when they were last tried. */
  sets: count,
  /** After this officer left the case: the epoch from which a slot means that access was given again. */
  left: z.nullable(count),
  /** Hash of the directory its report names, once that was found to lead to the one followed. */
  directory: z.nullable(bytesOf('Hash')),
  /** Heads that were verified: what comes later must contain them. */
  shared: z.nullable(seen),
  internal: z.nullable(seen),
  /** Of approvals of an identity, by seq, the UTC day on which this custodian's own device saw them first. */
  approvals: z.array(z.object({ seq: count, day })).check(z.maxLength(MOST_APPROVALS)),
  /** How long its chains were when it was last read, or tried to be, and under which directory. */
  looked: z.nullable(
    z.object({
      shared: count,
      internal: count,
      version: count,
      /** Whether it is more than is read in passing. */
      isLong: z.boolean(),
    }),
  ),
  /** Shared entries this officer has had on screen. */
  read: count,
  summary: z.nullable(summary),
});

export type KeyringCase = z.output<typeof keyringCase>;
export type HeldKey = z.output<typeof caseKey>;

/** The newest key of an audience. */
export function newestKey(entry: KeyringCase, audience: HeldKey['audience']): HeldKey | undefined {
  let newest: HeldKey | undefined;
  for (const held of entry.keys) {
    if (held.audience === audience && (newest === undefined || held.epoch > newest.epoch)) newest = held;
  }
  return newest;
}

/** The keys that are kept: the newest of each audience. */
export function keptKeys(entry: KeyringCase): HeldKey[] {
  return audiences.flatMap((audience) => newestKey(entry, audience) ?? []);
}

/** A case just found in the feed. */
export function newKeyringCase(id: KeyringCase['id']): KeyringCase {
  return {
    id: typed('CaseId', id),
    keys: [],
    readers: [],
    isHeldOutside: false,
    sets: 0,
    left: null,
    directory: null,
    shared: null,
    internal: null,
    approvals: [],
    looked: null,
    read: 0,
    summary: null,
  };
}

/** What is shown of a case before it was verified. */
export const NOTHING_KNOWN: Summary = {
  door: '',
  day: '1970-01-01',
  excerpt: '',
  status: 'new',
  acknowledged: null,
  acknowledgeBy: '1970-01-01',
  feedbackBy: '1970-01-01',
  lastDay: '1970-01-01',
  waitingFor: 'officers',
  identity: null,
  trouble: 'unread',
};
