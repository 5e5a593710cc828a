/** What is inside entries: JSON, checked after opening. The server never sees any of it. */
import * as z from 'zod/mini';
import { text as decodeText, utf8 } from '../../crypto/bytes.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { QUESTION_CHARACTERS } from '../../server/api/directory.ts';
import { bytesOf, bytesUpTo, count } from '../../server/api/wire.ts';
import { IDENTITY_BOX } from './identity-box.ts';

/** What somebody said to being reported for. */
export const consents = ['agreed', 'unasked'] as const;
export type Consent = (typeof consents)[number];

const text = z.string().check(z.minLength(1), z.maxLength(LIMITS.textCharacters));

/** A slot set by what tells it from every other: whoever reads the chain knows which sets belong to it. */
const namedSet = z.strictObject({
  audience: z.enum(['shared', 'officers', 'custodians']),
  epoch: count,
  hash: bytesOf('Hash'),
  commitment: bytesOf('Commitment'),
});

export type NamedSet = z.output<typeof namedSet>;

/** What binds the report to the keys and the people it was sealed to (DESIGN §4.3). */
const sealing = z.strictObject({
  directory: z.strictObject({
    version: count,
    hash: bytesOf('Hash'),
    authority: bytesOf('SigningPublicKey'),
  }),
  /** The reporter's own key, so that officers can seal the keys of later epochs to the reporter too. */
  reporter: bytesOf('KemPublicKey'),
  sealedTo: z.array(bytesOf('PersonId')),
  leftOut: z.array(bytesOf('PersonId')),
  slotSets: z.array(namedSet),
});

export type Sealing = z.output<typeof sealing>;

/** A report for somebody else: by a helper, with a second case that is that person's own where one was wanted. */
const behalf = z.strictObject({
  role: z.enum(['helper', 'person']),
  /** Whether the person agreed, or could not be asked. */
  consent: z.enum(consents),
  /** The case of the other of the two, as the helper's browser made it. */
  other: z.nullable(bytesOf('CaseId')),
});

export type Behalf = z.output<typeof behalf>;

/** Days: a century. A report whose days cannot be counted would be unreadable. */
const MOST_DAYS = 36_500;

/** A sealed identity; its length tells nobody anything. */
const box = bytesUpTo('BoxBytes', IDENTITY_BOX, IDENTITY_BOX);

/**
 * Who the reporter is, for custodians only. In every report and always of one length: that and nothing else is the
 * reason for the two words of `state`.
 */
const sealedIdentity = z.strictObject({
  state: z.enum(['sealed', 'absent']),
  box,
  /** Whom the key of the box is sealed to. */
  custodians: z.array(bytesOf('PersonId')),
  /** Whole days between an approval and a disclosure, as the reporter was told: no later directory shortens them. */
  days: count.check(z.lte(MOST_DAYS)),
});

/** Names the request for an identity by the hash of its entry. */
const request = bytesOf('Hash');

/** Bytes of a letter with a key in it: X-Wing ciphertext 1120, key 32, tag 16. */
const KEY_LETTER = 1120 + 32 + 16;

/** Statuses in the order a case goes through them; a closed case may be opened again. */
export const statuses = ['assessing', 'investigating', 'closed'] as const;
export type StatusChange = (typeof statuses)[number];

const schemas = {
  /** The first shared entry. `answers` by question; `asked`: the office's own questions as they were put. */
  report: z.strictObject({
    /** What is kept of a report in a list must not be longer than what a page writes. */
    door: z.string().check(z.maxLength(40)),
    text,
    answers: z.record(z.string().check(z.maxLength(40)), text),
    asked: z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(QUESTION_CHARACTERS))),
    language: z.string().check(z.maxLength(35)),
    behalf: z.nullable(behalf),
    identity: sealedIdentity,
    sealing,
  }),
  /** A reply, by either side. */
  message: z.strictObject({ text }),
  /** More facts from the reporter, which belong to the report. */
  facts: z.strictObject({ text }),
  /** An officer opened the case for the first time. */
  access: z.strictObject({}),
  /** An officer moved the case on; the reporter sees it, with the reason. */
  status: z.strictObject({
    status: z.enum(statuses),
    reason: z.string().check(z.maxLength(LIMITS.textCharacters)),
  }),
  /** An officer gave a colleague access. */
  grant: z.strictObject({ to: bytesOf('PersonId'), slotSets: z.array(namedSet) }),
  /**
   * The key was changed, so that only these people read on: the first entry under the new key. It holds the
   * key before, so that whoever is given the newest one later can read from the start.
   */
  rotation: z.strictObject({
    sealedTo: z.array(bytesOf('PersonId')),
    slotSet: namedSet,
    former: bytesOf('CaseKey'),
  }),
  /** The reporter gives a name later, under the same key and to the same custodians as the report. */
  identity: z.strictObject({ box }),
  /**
   * An officer asks to learn who the reporter is. The key of the shared chain goes to custodians of the report, so
   * that they can read what they decide about.
   */
  'identity-request': z.strictObject({
    reason: text,
    custodians: z.array(bytesOf('PersonId')),
    slotSets: z.array(namedSet),
  }),
  /** A custodian decides, once more after an objection. */
  'identity-decision': z.strictObject({ request, approved: z.boolean(), reason: text }),
  /** The reporter objects. */
  'identity-objection': z.strictObject({ request, reason: text }),
  /** A custodian hands the key of the identity to the officer who asked. */
  'identity-disclosure': z.strictObject({
    request,
    letter: bytesUpTo('LetterBytes', KEY_LETTER, KEY_LETTER),
  }),
  /** The officer who asked is about to see the identity. */
  'identity-access': z.strictObject({ request }),
  /** For officers only: on the internal chain. The first names the set that its key is sealed in. */
  note: z.strictObject({ text, founding: z.optional(namedSet) }),
} as const;

export type ContentKind = keyof typeof schemas;
export type Content<K extends ContentKind = ContentKind> = z.output<(typeof schemas)[K]>;

/** Kinds by chain and author: anything else found there was not written by a Sotto page. */
export const ALLOWED: Record<'shared' | 'internal', Record<CaseRole, readonly ContentKind[]>> = {
  shared: {
    reporter: ['report', 'message', 'facts', 'identity', 'identity-objection'],
    officer: ['message', 'access', 'status', 'grant', 'rotation', 'identity-request', 'identity-access'],
    custodian: ['access', 'identity-decision', 'identity-disclosure'],
  },
  internal: { reporter: [], officer: ['note', 'rotation'], custodian: [] },
};

/** What somebody is in one case: a custodian is whom its report names as one, whatever the office says since. */
export type CaseRole = 'reporter' | 'officer' | 'custodian';

export function encodeContent<K extends ContentKind>(kind: K, content: Content<K>): Uint8Array {
  return utf8(JSON.stringify(z.encode(schemas[kind] as z.ZodMiniType, content)));
}

/** @throws CryptoError `malformed` for a kind or a content no page of ours writes */
export function decodeContent<K extends ContentKind>(kind: K, bytes: Uint8Array): Content<K> {
  let json: unknown;
  try {
    json = JSON.parse(decodeText(bytes));
  } catch {
    throw new CryptoError('malformed', 'content');
  }
  const parsed = z.safeDecode(schemas[kind] as z.ZodMiniType, json);
  if (!parsed.success) throw new CryptoError('malformed', 'content');
  return parsed.data as Content<K>;
}

export function isContentKind(kind: string): kind is ContentKind {
  return Object.hasOwn(schemas, kind);
}
