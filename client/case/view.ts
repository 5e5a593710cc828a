/** A case as a screen shows it: a fold over its verified entries (DESIGN §3). Plain data, no keys. */
import type { CaseId } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { caseReference } from '../../crypto/id.ts';
import type { Directory } from '../../server/api/directory.ts';
import { namesOf } from '../directory.ts';
import { decodeContent, type Behalf, type Content, type Sealing, type StatusChange } from './content.ts';
import { addDays } from './days.ts';
import { foldIdentity, type IdentityView } from './identity.ts';
import { isWord, toItem, type Item } from './item.ts';
import { currentReaders, custodiansOf } from './readers.ts';

/** `new`: no officer has opened it. `open`: opened, nothing decided. */
export type CaseStatus = 'new' | 'open' | StatusChange;

/** Answers by the id of their question. */
export type Answers = Readonly<Record<string, string>>;

export interface CaseView {
  /** base64url of the case id: the key of lists, never shown. */
  readonly id: string;
  /** The number both sides call it by, such as `7Q3F-X2M9`. */
  readonly reference: string;
  readonly door: string;
  readonly day: string;
  readonly text: string;
  /** By question, in the order they were asked. */
  readonly answers: Answers;
  /** The office's own questions as they were put, by id. */
  readonly asked: Readonly<Record<string, string>>;
  /** Set where it was reported for somebody: who writes here, and the number of the other's conversation. */
  readonly behalf: (Omit<Behalf, 'other'> & { readonly other: string | null }) | null;
  /** Language the reporter used, for the reply. */
  readonly language: string;
  /** Names of those it was sealed to, and of those the reporter left out. */
  readonly sealedTo: readonly string[];
  readonly leftOut: readonly string[];
  /** Names of those who can read it now. */
  readonly readers: readonly string[];
  readonly status: CaseStatus;
  readonly identity: IdentityView;
  /** All that followed the report, in order. */
  readonly items: readonly Item[];
  /** UTC day an officer first answered or moved the case on, if one did. */
  readonly acknowledged: string | null;
  /** The legal clock: when receipt is to be acknowledged, and feedback given (FIELD, D 9). */
  readonly acknowledgeBy: string;
  readonly feedbackBy: string;
  /** Days of entries in which an officer gave feedback by closing, or null. */
  readonly closed: string | null;
  /** Who is to write next: officers while the reporter's word is the last. */
  readonly waitingFor: 'officers' | 'reporter';
  /** Number of shared entries, the report included. */
  readonly length: number;
}

/** How the office put a question of its own; empty for one that nobody put. */
export function askedAs({ asked }: Pick<CaseView, 'asked'>, id: string): string {
  return Object.hasOwn(asked, id) ? asked[id]! : '';
}

export interface OpenedReport {
  readonly view: CaseView;
  readonly sealing: Sealing;
  /** The identity as it is sealed. */
  readonly sealedIdentity: Content<'report'>['identity'];
}

/**
 * Folds the shared chain into what a person sees.
 * @throws CryptoError `malformed` when the chain does not begin with a report or holds what no page writes
 */
export function foldCase(
  caseId: CaseId,
  entries: readonly VerifiedEntry[],
  directory: Directory,
): OpenedReport {
  const [first, ...rest] = entries;
  if (first?.kind !== 'report' || first.author.role !== 'reporter')
    throw new CryptoError('malformed', 'no report');
  const report = decodeContent('report', first.content);
  const custodians = custodiansOf(entries);
  const { view: identity, sealed } = foldIdentity(report, rest, directory);
  const items = rest.map((entry) => toItem(entry, 'shared', { directory, custodians, identity }));
  const { day } = first;
  const answered = items.find((item) => item.author.role === 'officer' && isWord(item));
  const status = items.findLast((item) => item.kind === 'status');
  const lastWord = items.findLast(isWord);
  const acknowledged = answered?.day ?? null;
  const acknowledgeBy = addDays(day, directory.policy.acknowledgeDays);
  return {
    sealing: report.sealing,
    sealedIdentity: sealed,
    view: {
      id: toBase64url(caseId),
      reference: caseReference(caseId),
      door: report.door,
      day,
      text: report.text,
      answers: report.answers,
      asked: report.asked,
      behalf: report.behalf && {
        ...report.behalf,
        other: report.behalf.other && caseReference(report.behalf.other),
      },
      language: report.language,
      sealedTo: namesOf(report.sealing.sealedTo, directory),
      leftOut: namesOf(report.sealing.leftOut, directory),
      readers: namesOf(currentReaders(entries), directory),
      status: status?.status ?? (items.some((item) => item.author.role === 'officer') ? 'open' : 'new'),
      identity,
      items,
      acknowledged,
      acknowledgeBy,
      feedbackBy: addDays(acknowledged ?? acknowledgeBy, directory.policy.feedbackDays),
      closed: status?.status === 'closed' ? status.day : null,
      waitingFor: lastWord?.author.role === 'officer' ? 'reporter' : 'officers',
      length: entries.length,
    },
  };
}

/** Folds the internal chain into notes. */
export function foldNotes(entries: readonly VerifiedEntry[], directory: Directory): Item[] {
  return entries
    .map((entry) => toItem(entry, 'internal', { directory, custodians: [], identity: null }))
    .filter((item) => item.kind === 'note');
}
