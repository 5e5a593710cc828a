/** What a signed-in officer may ask. Holding a session is not enough for a case: its access key signs too. */
import * as z from 'zod/mini';
import { BOX_BYTES } from './boxes.ts';
import { challenge, nothing, stamp, work } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { entry, from, named, slotSet, stampedEntry } from './reporter.ts';
import { bytesOf, bytesUpTo, count, day } from './wire.ts';

export const unlockMethods = ['passphrase', 'words'] as const;
export const seedBox = bytesUpTo('BoxBytes', BOX_BYTES.seed, BOX_BYTES.seed);

/**
 * First step: the salt of an account, a stable invention for an unknown one, and a challenge, which is good once. After
 * tries that failed another one costs work, for an account that there is not as well.
 */
export const startSignIn = endpoint(
  'POST',
  '/api/officer/start',
  z.strictObject({ account: bytesOf('AccountId') }),
  z.strictObject({
    salt: bytesOf('Salt'),
    challenge: z.string().check(z.maxLength(400)),
    work: z.nullable(challenge),
  }),
);

/** Second step: the sign-in key over the challenge. Unknown and wrong are one answer: `signed-out`. */
export const signIn = endpoint(
  'POST',
  '/api/officer/sign-in',
  z.strictObject({
    account: bytesOf('AccountId'),
    method: z.enum(unlockMethods),
    challenge: z.string().check(z.maxLength(400)),
    signature: bytesOf('Signature'),
    /** `work-refused` where it is asked for and is missing, or too little by now. */
    work: z.nullable(work),
  }),
  z.strictObject({
    person: bytesOf('PersonId'),
    wrappedKey: seedBox,
    vault: seedBox,
    /** The authority's seed, for the account that made it. */
    authorityVault: z.nullable(seedBox),
    /** What access keys sign during this session. */
    sessionChallenge: z.string().check(z.maxLength(100)),
  }),
);

export const signOut = endpoint('POST', '/api/officer/sign-out', nothing, nothing);

/** A turn, and the mark that tells it from one of another history. */
export const turnMarked = z.strictObject({ turn: count, mark: bytesOf('TurnMark') });

/**
 * Every case something happened to in a turn or later, with how much of it there is. Nothing says whose it is.
 * The same list for every officer; `after` goes on where an answer with `more` ended. `turn` is the newest one, from which
 * to ask the next time; `isPutBack` where `from` is none of this history: then the list is whole.
 */
export const readFeed = endpoint(
  'POST',
  '/api/officer/feed',
  z.strictObject({
    from: z.nullable(turnMarked),
    after: z.nullable(z.strictObject({ turn: count, caseId: bytesOf('CaseId') })),
  }),
  z.strictObject({
    turn: z.nullable(turnMarked),
    isPutBack: z.boolean(),
    cases: z.array(
      z.strictObject({
        caseId: bytesOf('CaseId'),
        turn: count,
        shared: count,
        internal: count,
        slotSets: count,
      }),
    ),
    more: z.boolean(),
  }),
);

/**
 * The slot sets of cases, for the officer's own device to try: case by case in the order asked for, and of each that of
 * custodians, then `shared` and `officers` in the order they came. With `more` the last case may not be whole, and those
 * after it were not reached.
 */
export const readSlotSets = endpoint(
  'POST',
  '/api/officer/slot-sets',
  z.strictObject({
    cases: z
      .array(
        z.strictObject({
          caseId: bytesOf('CaseId'),
          /** How many of each the page has already; that of custodians comes only where it has none. */
          shared: count,
          officers: count,
        }),
      )
      .check(z.minLength(1), z.maxLength(LIMITS.slotSetCases)),
  }),
  z.strictObject({ slotSets: z.array(slotSet), more: z.boolean() }),
);

/** The access key of the case's shared audience, over this session (PROTOCOL §10). */
export const access = { caseId: bytesOf('CaseId'), access: bytesOf('Signature') };

export const chains = ['shared', 'internal'] as const;

export const readCase = endpoint(
  'POST',
  '/api/officer/case/read',
  z.strictObject({ ...access, chain: z.enum(chains), ...from }),
  z.strictObject({
    slotSets: z.array(slotSet),
    entries: z.array(stampedEntry).check(z.maxLength(LIMITS.readEntries)),
    more: z.boolean(),
    /** The server's UTC day, on which an entry written now would be stamped. */
    day,
    /** Hash of the newest directory: nothing is written, and no key given, by an older one. */
    directory: bytesOf('Hash'),
  }),
);

/**
 * Adds an entry, and slot sets that go with it: the founding set of a new audience or epoch, with the first
 * entry under it; or a further set of a key that is there, which gives a colleague access. All or nothing.
 */
export const appendEntry = endpoint(
  'POST',
  '/api/officer/case/append',
  z.strictObject({ ...access, entry, slotSets: z.array(slotSet).check(z.maxLength(2)), ...named }),
  stamp,
  LIMITS.entryBodyBytes,
);

const keyringBox = bytesUpTo('BoxBytes', LIMITS.keyringPageBytes, LIMITS.keyringPageBytes);
const page = z.int().check(z.gte(0), z.lt(LIMITS.keyringPages));

/** Pages of the officer's own keyring from a number on: those that there are, in order. */
export const readKeyring = endpoint(
  'POST',
  '/api/officer/keyring/read',
  z.strictObject({ from: page, pages: z.int().check(z.gte(1), z.lte(LIMITS.keyringAnswerPages)) }),
  z.strictObject({
    pages: z
      .array(z.strictObject({ page, revision: count, box: keyringBox }))
      .check(z.maxLength(LIMITS.keyringAnswerPages)),
  }),
);

/** Stores a page over the revision that was read (0 for a new page); `conflict` when another device was first. */
export const storeKeyringPage = endpoint(
  'PUT',
  '/api/officer/keyring/page',
  // Below the largest number, so that the next revision is one as well.
  z.strictObject({ page, revision: count.check(z.lt(0x7fffffff)), box: keyringBox }),
  z.strictObject({ revision: count }),
  LIMITS.keyringBodyBytes,
);
