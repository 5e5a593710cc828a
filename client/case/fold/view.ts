/** A case as a screen shows it: a fold over its verified entries. Plain data, no keys. */
import { equal, type CaseId, type Claim } from '../../../crypto/bytes.ts';
import { claimOf } from '../../../crypto/claim.ts';
import { toBase64url } from '../../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { caseReference } from '../../../crypto/id.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { namesOf } from '../../directory/directory.ts';
import type { Behalf, Sealing } from '../kinds/report.ts';
import { contentIf, contentOf, type Content } from '../kinds/table.ts';
import type { StatusChange } from '../kinds/choices.ts';
import { addDays, daysOf, type ChainDays } from '../kinds/days.ts';
import { foldIdentity, type FoldedIdentity, type IdentityView } from './identity.ts';
import { foldProtection, type Protection } from './protection.ts';
import { toItem, type Item } from './item.ts';
import { currentReaders, custodiansOf } from '../keys/readers.ts';

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
  readonly protection: Protection;
  /** All that followed the report, in order. */
  readonly items: readonly Item[];
  /** UTC day an officer first answered or moved the case on, if one did. */
  readonly acknowledged: string | null;
  /** The legal clock: when receipt is to be acknowledged, and feedback given. */
  readonly acknowledgeBy: string;
  readonly feedbackBy: string;
  /** Days of entries in which an officer gave feedback by closing, or null. */
  readonly closed: string | null;
  /** What its stamps say of days. */
  readonly days: ChainDays;
  /** Who is to write next: officers while the reporter's word is the last. */
  readonly waitingFor: 'officers' | 'reporter';
  /** Whether the report holds something that this page is too old to show. */
  readonly hasMore: boolean;
  /** Number of shared entries, the report included. */
  readonly length: number;
}

export interface OpenedReport {
  readonly view: CaseView;
  readonly sealing: Sealing;
  /** The identity as it is sealed. */
  readonly sealedIdentity: FoldedIdentity['sealed'];
  readonly disclosed: FoldedIdentity['disclosed'];
  readonly originals: FoldedIdentity['originals'];
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
  const report = contentIf('report', first);
  if (first === undefined || report === null || first.author.role !== 'reporter')
    throw new CryptoError('malformed', 'no report');
  checkClaim(report, first.header.claim);
  const custodians = custodiansOf(entries);
  const { view: identity, sealed, disclosed, originals } = foldIdentity(report, rest, directory);
  const requests = new Map(identity.requests.map((request) => [request.id, request]));
  const items = rest.map((entry) => toItem(entry, 'shared', { directory, custodians, requests }));
  const { day } = first;
  const answered = items.find((item) => item.author.role === 'officer' && item.isWord);
  const statuses = rest.flatMap((entry) => {
    const content = contentIf('status', entry);
    return content === null ? [] : [{ status: content.status, day: entry.day }];
  });
  const status = statuses.at(-1);
  const lastWord = items.findLast(({ isWord }) => isWord);
  const acknowledged = answered?.day ?? null;
  const acknowledgeBy = addDays(day, directory.policy.acknowledgeDays);
  return {
    sealing: report.sealing,
    sealedIdentity: sealed,
    disclosed,
    originals,
    view: {
      id: toBase64url(caseId),
      reference: caseReference(caseId),
      door: report.door,
      day,
      text: report.text,
      answers: report.answers,
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
      protection: foldProtection(entries, directory),
      items,
      acknowledged,
      acknowledgeBy,
      feedbackBy: addDays(acknowledged ?? acknowledgeBy, directory.policy.feedbackDays),
      closed: status?.status === 'closed' ? status.day : null,
      days: daysOf(entries),
      waitingFor: lastWord?.author.role === 'officer' ? 'reporter' : 'officers',
      length: entries.length,
      hasMore: contentOf(first).hasMore,
    },
  };
}

/** A report may claim to the world nothing else than it says to its readers. @throws CryptoError `malformed` */
function checkClaim({ door, sealing, claim }: Content<'report'>, claimed: Claim): void {
  const report = { door, directory: sealing.directory.hash };
  if (!equal(claimOf({ proofKey: claim.key, report }, claim.blind), claimed))
    throw new CryptoError('malformed', 'another claim');
}

/** Folds the internal chain into notes. */
export function foldNotes(entries: readonly VerifiedEntry[], directory: Directory): Item[] {
  return (
    entries
      .map((entry) => toItem(entry, 'internal', { directory, custodians: [], requests: new Map() }))
      // Changes of the key are for those who look after keys.
      .filter((_, i) => contentOf(entries[i]!).kind?.key !== 'changes')
  );
}
