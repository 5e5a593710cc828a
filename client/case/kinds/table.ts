/** All kinds of entries, and reading and writing what is inside them: JSON, checked after opening. */
import * as z from 'zod/mini';
import { text as decodeText } from '../../../crypto/bytes.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { Chain } from '../../../crypto/header.ts';
import { access } from './access.ts';
import { baseline } from './baseline.ts';
import { checkIn } from './check-in.ts';
import { custodians } from './custodians.ts';
import { entrust } from './entrust.ts';
import { facts } from './facts.ts';
import { fileGone } from './file-gone.ts';
import { file } from './file.ts';
import { grant } from './grant.ts';
import { identityAccess } from './identity-access.ts';
import { identityDecision } from './identity-decision.ts';
import { identityDisclosure } from './identity-disclosure.ts';
import { identityObjection } from './identity-objection.ts';
import { identityRequest } from './identity-request.ts';
import { identity } from './identity.ts';
import { incidentDone } from './incident-done.ts';
import { incident } from './incident.ts';
import { encodeAs, type CaseRole, type Kind } from './kind.ts';
import { knowledgeHeld } from './knowledge-held.ts';
import { knowledge } from './knowledge.ts';
import { measureAnswer } from './measure-answer.ts';
import { measureDone } from './measure-done.ts';
import { measureQuestion } from './measure-question.ts';
import { measure } from './measure.ts';
import { message } from './message.ts';
import { note } from './note.ts';
import { outcome } from './outcome.ts';
import { priority } from './priority.ts';
import { referralAnswer } from './referral-answer.ts';
import { referralQuestion } from './referral-question.ts';
import { referral } from './referral.ts';
import { report } from './report.ts';
import { risk } from './risk.ts';
import { rotation } from './rotation.ts';
import { status } from './status.ts';

export const KINDS = [
  report,
  message,
  facts,
  access,
  status,
  grant,
  rotation,
  entrust,
  identity,
  custodians,
  identityRequest,
  identityDecision,
  identityObjection,
  identityDisclosure,
  identityAccess,
  incident,
  baseline,
  checkIn,
  knowledge,
  measureQuestion,
  measureAnswer,
  referralQuestion,
  referralAnswer,
  note,
  priority,
  incidentDone,
  knowledgeHeld,
  measure,
  measureDone,
  referral,
  risk,
  outcome,
  file,
  fileGone,
] as const;

type AnyKind = (typeof KINDS)[number];
export type ContentKind = AnyKind['name'];
type Contents = { [K in AnyKind as K['name']]: z.output<K['schema']> };
export type Content<K extends ContentKind = ContentKind> = Contents[K];

type Shown<K> = K extends { readonly name: infer N; readonly item: (...given: never[]) => infer I }
  ? I extends null
    ? never
    : { readonly kind: N } & I
  : never;

/** What a screen shows of each kind. */
export type KindItem = Shown<AnyKind>;

/** What may be passed over by a page that does not know it begins so: a kind, or a field of one. */
const PASSABLE = '?';

const BY_NAME: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind.name, kind as unknown as Kind]));

/** An entry as far as this page knows what it says. */
export interface ReadContent {
  /** Null for a kind that this page does not know, and may pass over. */
  readonly kind: Kind | null;
  readonly content: unknown;
  /** Whether there is something in it that this page does not know, and may pass over. */
  readonly hasMore: boolean;
}

type Opened = Pick<{ readonly kind: string; readonly content: Uint8Array }, 'kind' | 'content'>;

/** What was read before: entries are folded again and again. */
const read = new WeakMap<Uint8Array, ReadContent>();

/**
 * @throws CryptoError `malformed` for a content no page of ours writes; `newer` for a kind or a field that this page does
 *   not know and may not pass over
 */
export function contentOf({ kind: name, content: bytes }: Opened): ReadContent {
  const before = read.get(bytes);
  if (before !== undefined) return before;
  const found = readContent(name, bytes);
  read.set(bytes, found);
  return found;
}

function readContent(name: string, bytes: Uint8Array): ReadContent {
  const kind = BY_NAME.get(name);
  if (kind === undefined) {
    if (!name.startsWith(PASSABLE)) throw new CryptoError('newer', 'a kind of entry');
    return { kind: null, content: null, hasMore: true };
  }
  const json = parseJson(bytes);
  const known = Object.keys((kind.schema as z.ZodMiniObject).shape);
  const unknown = Object.keys(json).filter((field) => !known.includes(field));
  if (unknown.some((field) => !field.startsWith(PASSABLE)))
    throw new CryptoError('newer', 'a field of an entry');
  const parsed = z.safeDecode(kind.schema, json);
  if (!parsed.success) throw new CryptoError('malformed', 'content');
  return { kind, content: parsed.data, hasMore: unknown.length > 0 };
}

function parseJson(bytes: Uint8Array): object {
  let json: unknown;
  try {
    json = JSON.parse(decodeText(bytes));
  } catch {
    throw new CryptoError('malformed', 'content');
  }
  if (typeof json !== 'object' || json === null) throw new CryptoError('malformed', 'content');
  return json;
}

/** The content of an entry, where it is of this kind. @throws CryptoError as `contentOf` */
export function contentIf<K extends ContentKind>(name: K, entry: Opened | undefined): Content<K> | null {
  return entry?.kind === name ? (contentOf(entry).content as Content<K>) : null;
}

export function encodeContent<K extends ContentKind>(name: K, content: Content<K>): Uint8Array {
  return encodeAs(BY_NAME.get(name)!, content);
}

/** Whether somebody who is this in a case may write entries of a kind. */
export function mayWrite(name: ContentKind, chain: Chain, role: CaseRole): boolean {
  return BY_NAME.get(name)?.writers[chain]?.includes(role) === true;
}

/** Whether an entry may be shown, opened, to somebody outside. Nobody knows what something unknown in it would open. */
export function isShowable({ kind, hasMore }: Pick<ReadContent, 'kind' | 'hasMore'>): boolean {
  return kind !== null && !hasMore && kind.opensOthers !== true;
}
