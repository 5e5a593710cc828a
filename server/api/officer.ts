/** What a signed-in officer may ask. Holding a session is not enough for a case: its access key signs too. */
import * as z from 'zod/mini';
import { BOX_BYTES } from './boxes.ts';
import { nothing, stamp } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { entry, slotSet, stampedEntry } from './reporter.ts';
import { bytesOf, bytesUpTo, count, day } from './wire.ts';

export const unlockMethods = ['passphrase', 'words'] as const;
export const seedBox = bytesUpTo('BoxBytes', BOX_BYTES.seed, BOX_BYTES.seed);

/** First step: the salt of an account, a stable invention for an unknown one, and a challenge. */
export const startSignIn = endpoint(
  'POST',
  '/api/officer/start',
  z.strictObject({ account: bytesOf('AccountId') }),
  z.strictObject({ salt: bytesOf('Salt'), challenge: z.string().check(z.maxLength(400)) }),
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

/**
 * Every case something happened to on a day or later, with how much of it there is. Nothing says whose it is.
 * The same list for every officer; `after` goes on where an answer with `more` ended.
 */
export const readFeed = endpoint(
  'POST',
  '/api/officer/feed',
  z.strictObject({ from: day, after: z.nullable(z.strictObject({ day, caseId: bytesOf('CaseId') })) }),
  z.strictObject({
    cases: z.array(
      z.strictObject({ caseId: bytesOf('CaseId'), day, shared: count, internal: count, slotSets: count }),
    ),
    more: z.boolean(),
  }),
);

/** The slot sets of cases, for the officer's own device to try. */
export const readSlotSets = endpoint(
  'POST',
  '/api/officer/slot-sets',
  z.strictObject({
    cases: z.array(bytesOf('CaseId')).check(z.minLength(1), z.maxLength(LIMITS.slotSetCases)),
  }),
  z.strictObject({ slotSets: z.array(slotSet) }),
);

/** The access key of the case's shared audience, over this session (PROTOCOL §10). */
const access = { caseId: bytesOf('CaseId'), access: bytesOf('Signature') };

export const chains = ['shared', 'internal'] as const;

export const readCase = endpoint(
  'POST',
  '/api/officer/case/read',
  z.strictObject({ ...access, chain: z.enum(chains), from: count }),
  z.strictObject({
    slotSets: z.array(slotSet),
    entries: z.array(stampedEntry).check(z.maxLength(LIMITS.readEntries)),
    more: z.boolean(),
    /** The server's UTC day, on which an entry written now would be stamped. */
    day,
  }),
);

/**
 * Adds an entry, and slot sets that go with it: the founding set of a new audience or epoch, with the first
 * entry under it; or a further set of a key that is there, which gives a colleague access. All or nothing.
 */
export const appendEntry = endpoint(
  'POST',
  '/api/officer/case/append',
  z.strictObject({ ...access, entry, slotSets: z.array(slotSet).check(z.maxLength(2)) }),
  stamp,
);

const keyringBox = bytesUpTo('BoxBytes', LIMITS.keyringPageBytes);
const page = z.int().check(z.gte(0), z.lt(LIMITS.keyringPages));

export const readKeyring = endpoint(
  'GET',
  '/api/officer/keyring',
  nothing,
  z.strictObject({ pages: z.array(z.strictObject({ page, revision: count, box: keyringBox })) }),
);

/** Stores a page over the revision that was read (0 for a new page); `conflict` when another device was first. */
export const storeKeyringPage = endpoint(
  'PUT',
  '/api/officer/keyring/page',
  // Below the largest number, so that the next revision is one as well.
  z.strictObject({ page, revision: count.check(z.lt(0x7fffffff)), box: keyringBox }),
  z.strictObject({ revision: count }),
);
