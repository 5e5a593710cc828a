/** A case as an officer's keyring keeps it. */
import * as z from 'zod/mini';
import { typed } from '../../crypto/bytes.ts';
import { bytesOf, count, day } from '../../server/api/wire.ts';

const seen = z.strictObject({ seq: count, hash: bytesOf('Hash') });

const caseKey = z.strictObject({
  audience: z.enum(['shared', 'officers', 'custodians']),
  epoch: count,
  key: bytesOf('CaseKey'),
  /** Hash of the slot set it came from. */
  set: bytesOf('Hash'),
});

/** What the inbox shows of a case, worked out when its chain was last verified. */
const summary = z.strictObject({
  door: z.string(),
  day,
  excerpt: z.string(),
  status: z.enum(['new', 'open', 'assessing', 'investigating', 'closed']),
  acknowledged: z.nullable(day),
  acknowledgeBy: day,
  feedbackBy: day,
  lastDay: day,
  waitingFor: z.enum(['officers', 'reporter']),
  /** Where the identity stands, never what it is; null where nobody has asked for it. */
  identity: z.nullable(
    z.strictObject({
      state: z.enum(['waiting', 'refused', 'approved', 'objected', 'disclosed', 'opened']),
      /** First UTC day of a disclosure, once approved. */
      from: z.nullable(day),
    }),
  ),
  /** A case whose chain did not verify: the kind of failure. */
  trouble: z.nullable(z.string()),
});

export type Summary = z.output<typeof summary>;

export const keyringCase = z.object({
  id: bytesOf('CaseId'),
  keys: z.array(caseKey),
  /** Who could read when the chain was last verified: whether somebody of them has left is for the directory to say. */
  readers: z.array(bytesOf('PersonId')),
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
  approvals: z.array(z.strictObject({ seq: count, day })),
  /** Shared entries this officer has had on screen. */
  read: count,
  summary: z.nullable(summary),
});

export type KeyringCase = z.output<typeof keyringCase>;
export type HeldKey = z.output<typeof caseKey>;

/** The newest key of an audience. */
export function newestKey(entry: KeyringCase, audience: HeldKey['audience']): HeldKey | undefined {
  return entry.keys.filter((held) => held.audience === audience).sort((a, b) => b.epoch - a.epoch)[0];
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
