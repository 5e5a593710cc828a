/** The first shared entry. */
import * as z from 'zod/mini';
import { MOST_PEOPLE, MOST_QUESTIONS } from '../../../server/api/directory.ts';
import { bytesOf, count } from '../../../server/api/wire.ts';
import { consents } from './choices.ts';
import { defineKind } from './kind.ts';
import { namedSets } from './named-set.ts';
import { isAmong, MOST_READERS, people } from './people.ts';
import { sealedIdentity } from './sealed-identity.ts';
import { text } from './text.ts';

/** What binds the report to the keys and the people it was sealed to. */
const sealing = z
  .strictObject({
    directory: z.strictObject({
      version: count,
      hash: bytesOf('Hash'),
      authority: bytesOf('SigningPublicKey'),
    }),
    /** The reporter's own key, so that officers can seal the keys of later epochs to the reporter too. */
    reporter: bytesOf('KemPublicKey'),
    sealedTo: people(1, MOST_READERS),
    leftOut: people(0, MOST_PEOPLE),
    slotSets: namedSets,
  })
  .check(z.refine(({ sealedTo, leftOut }) => !sealedTo.some((id) => isAmong(leftOut, id))));

/** Something for each of some questions: no door has more than these. */
function byQuestion<S extends z.ZodMiniType>(value: S) {
  return z
    .record(z.string().check(z.regex(/^[a-z0-9-]{1,40}$/)), value)
    .check(z.refine((all) => Object.keys(all).length <= MOST_QUESTIONS));
}

export type Sealing = z.output<typeof sealing>;

/** A report for somebody else: sent by another, with a second case that is that person's own where one was wanted. */
const behalf = z.strictObject({
  role: z.enum(['sender', 'person']),
  /** Whether the person agreed, or could not be asked. */
  consent: z.enum(consents),
  /** The case of the other of the two, as the sender's browser made it. */
  other: z.nullable(bytesOf('CaseId')),
});

export type Behalf = z.output<typeof behalf>;

export const report = defineKind({
  name: 'report',
  writers: { shared: ['reporter'] },
  schema: z.object({
    /** What is kept of a report in a list must not be longer than what a page writes. */
    door: z.string().check(z.maxLength(40)),
    text,
    /** By question: what the office asked, the directory it names says, and nothing else. */
    answers: byQuestion(text),
    language: z.string().check(z.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)),
    behalf: z.nullable(behalf),
    identity: sealedIdentity,
    sealing,
    /** What the entry's claim is made from, so that whoever reads the report knows the claim to be true. */
    claim: z.strictObject({ key: bytesOf('SigningPublicKey'), blind: bytesOf('ClaimBlind') }),
  }),
  key: 'founds',
  sets: ({ sealing: { slotSets } }) => slotSets,
  readersAfter: (_, { sealing: { sealedTo } }) => sealedTo,
  item: () => null,
});
