/** What an office says of rights, and of whom else to turn to. */
import * as z from 'zod/mini';
import { localised } from './localised.ts';

/** Who else can be turned to: an authority outside this office, free advice, help in danger. */
export const contactKinds = ['emergency', 'counselling', 'channel'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** Of one door: more than a person in need looks through. */
export const MOST_CONTACTS = 20;
/** Characters: a name or a line of what somebody is for, a telephone number, an address. */
export const CONTACT_CHARACTERS = { name: 200, what: 200, phone: 60, address: 200 } as const;

/** Text on one line, which may be empty. */
const line = (most: number) => z.string().check(z.maxLength(most), z.regex(/^[^\p{Cc}\u2028\u2029]*$/u));
const short = localised.check(
  z.refine((texts) => Object.values(texts).every(({ length }) => length <= CONTACT_CHARACTERS.name)),
);

const contact = z.strictObject({
  kind: z.enum(contactKinds),
  name: short,
  what: short,
  phone: line(CONTACT_CHARACTERS.phone),
  address: line(CONTACT_CHARACTERS.address),
});

/** What protects whoever reports here, and who else there is: in the office's words, for the law of its country. */
export const rights = z.strictObject({
  text: localised,
  contacts: z.array(contact).check(z.maxLength(MOST_CONTACTS)),
});

export type Rights = z.output<typeof rights>;
