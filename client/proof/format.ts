/**
 * A proof of disclosure as a file: a text, and the author's signature over exactly that text (PROTOCOL §8.3). Bare, or
 * in a page that says the same to people.
 */
import * as z from 'zod/mini';
import { text as decodeText, typed, utf8, type Hash, type Signature } from '../../crypto/bytes.ts';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { hash } from '../../crypto/hash.ts';
import { fullLine } from '../case/kinds/text.ts';
import { readLogProof } from '../../server/api/log.ts';
import { bytesOf, bytesUpTo, day } from '../../server/api/wire.ts';

/** The format; a later one says so. */
const FORMAT = 1;

/** Bytes of the longest entry: header, body and what sealing adds. */
const LONGEST_ENTRY = 147 + 256 * 1024 + 16;

/** Entries besides the report: more than one conversation is asked for. */
const MOST_ENTRIES = 1000;

/** Versions of the directory: one for each key that the notary had, and those of the report and of now. */
const MOST_DIRECTORIES = 16;

const stamp = z.strictObject({ day, signature: bytesOf('Signature') });

/** Null while the day was not closed. */
const log = z.nullable(readLogProof.answer);

/** That something was written, and by whom: no content, and not in which case. */
const dated = z.strictObject({
  form: z.literal('dated'),
  claim: bytesOf('Claim'),
  inside: bytesOf('Hash'),
  blind: bytesOf('ClaimBlind'),
  stamp,
  log,
});

const entry = bytesUpTo('EntryBytes', LONGEST_ENTRY);

/** With its place in the case, but sealed as it is: of the report alone, so that others can be of the same case. */
const sealed = z.strictObject({ form: z.literal('sealed'), entry, blind: bytesOf('ClaimBlind'), stamp, log });

/** With the key of this one entry. */
const opened = z.strictObject({
  form: z.literal('opened'),
  entry,
  key: bytesOf('SealKey'),
  blind: z.nullable(bytesOf('ClaimBlind')),
  stamp,
  log,
});

const shown = z.discriminatedUnion('form', [dated, sealed, opened]);

const body = z.strictObject({
  proof: z.literal(FORMAT),
  instance: bytesOf('InstanceId'),
  /** For whom it is made, so that nobody can pass it on as their own. */
  for: fullLine,
  made: day,
  /** The author's proof key. */
  author: bytesOf('SigningPublicKey'),
  door: z.string().check(z.maxLength(40)),
  /** Hash of the directory that the report names, which is among these. */
  directory: bytesOf('Hash'),
  directories: z
    .array(z.strictObject({ text: z.string(), signature: bytesOf('Signature') }))
    .check(z.minLength(1), z.maxLength(MOST_DIRECTORIES)),
  /** Hash of the page around it, where there is one. */
  paper: z.nullable(bytesOf('Hash')),
  report: shown,
  entries: z.array(shown).check(z.maxLength(MOST_ENTRIES)),
});

export type ProofBody = z.output<typeof body>;
export type ShownEntry = z.output<typeof shown>;

export interface SignedProof {
  readonly text: string;
  readonly signature: Signature;
}

export function formatBody(proof: ProofBody): string {
  return JSON.stringify(z.encode(body, proof));
}

/** @throws CryptoError `malformed`, `newer` for a later format */
export function parseBody(text: string): ProofBody {
  const json = parsed(text) as { proof?: unknown };
  if (typeof json.proof === 'number' && json.proof > FORMAT) throw new CryptoError('newer', 'a proof');
  const read = z.safeDecode(body, json as never);
  if (!read.success) throw new CryptoError('malformed', 'proof');
  return read.data;
}

function parsed(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    // Said below.
  }
  throw new CryptoError('malformed', 'proof');
}

/** The bare file. It holds no `<`, so that it can stand in a page as it is. */
export function formatProof({ text, signature }: SignedProof): string {
  const json = JSON.stringify({ text, signature: toBase64url(signature) });
  return `${json.replaceAll('<', '\\u003c')}\n`;
}

/** What stands around a proof in a page. */
const BEGIN = '<script type="application/json" id="sotto-proof">\n';
const END = '</script>\n';

/** The page around a proof: what comes before it, and after. */
export interface Paper {
  readonly before: string;
  readonly after: string;
}

export function paperHash({ before, after }: Paper): Hash {
  return hash('sotto/proof-paper/v1', utf8(before), utf8(after));
}

export function formatPage({ before, after }: Paper, proof: SignedProof): string {
  return before + BEGIN + formatProof(proof) + END + after;
}

/**
 * Reads a proof, bare or in its page. Not one byte may be another than as it was made.
 * @returns also what stands around it; null for a bare one
 * @throws CryptoError `malformed`
 */
export function parseProof(file: Uint8Array): SignedProof & { readonly paper: Paper | null } {
  const whole = decodeText(file);
  const begin = whole.startsWith(BEGIN) ? 0 : whole.indexOf(`\n${BEGIN}`) + 1;
  const end = whole.indexOf(END, begin + BEGIN.length);
  const isPage = whole.startsWith(BEGIN, begin) && end >= 0;
  const bare = isPage ? whole.slice(begin + BEGIN.length, end) : whole;
  const { text, signature } = parsed(bare) as { text?: unknown; signature?: unknown };
  const bytes = typeof signature === 'string' ? fromBase64url(signature) : null;
  if (typeof text !== 'string' || bytes?.length !== 64) throw new CryptoError('malformed', 'proof');
  const proof = { text, signature: typed('Signature', bytes) };
  if (formatProof(proof) !== bare) throw new CryptoError('malformed', 'proof in another writing');
  const paper = isPage ? { before: whole.slice(0, begin), after: whole.slice(end + END.length) } : null;
  return { ...proof, paper };
}
