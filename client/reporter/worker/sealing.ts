/** Sealing a new report to the readers of a door (PROTOCOL §11). */
import type { CaseKey, Entropy, EntryBytes, PersonId, SlotSetBytes } from '../../../crypto/bytes.ts';
import { toBase64url } from '../../../crypto/base64url.ts';
import { identityKey, newCaseKey } from '../../../crypto/case-key.ts';
import { claimBlind, claimOf } from '../../../crypto/claim.ts';
import { sealEntry } from '../../../crypto/entry.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { NO_HASH } from '../../../crypto/header.ts';
import { kemPublicKey } from '../../../crypto/person.ts';
import { newEntropy, reporterKeys, wipeReporterKeys, type ReporterKeys } from '../../../crypto/receipt.ts';
import { sealSlotSet } from '../../../crypto/slots.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { encodeAs } from '../../case/kinds/kind.ts';
import { report, type Behalf } from '../../case/kinds/report.ts';
import type { Consent } from '../../case/kinds/choices.ts';
import { sealIdentity, type Identity } from '../../case/kinds/identity-box.ts';
import { nameSet } from '../../case/kinds/named-set.ts';
import type { Directory, Door, Person } from '../../../server/api/directory.ts';
import type { Answers } from '../../case/fold/view.ts';
import { custodiansAt, readersOf, type KnownDirectory } from '../../directory/directory.ts';

export interface ReportDraft {
  /** Id of a door of the directory. */
  readonly door: string;
  readonly text: string;
  readonly answers: Answers;
  readonly language: string;
  /** base64url ids of people who shall never read it. */
  readonly leftOut?: readonly string[];
  /** Who the reporter is, for custodians only; null stays anonymous. */
  readonly identity?: Identity | null;
  /** Where it is for somebody else. */
  readonly behalf?: { readonly consent: Consent; readonly second: boolean } | null;
}

export interface SealedReport {
  readonly entropy: Entropy;
  readonly keys: ReporterKeys;
  readonly entry: EntryBytes;
  readonly slotSets: SlotSetBytes[];
}

/**
 * A report; where it is for somebody who shall have words of their own, that person's case as well: the same
 * report, and a conversation apart.
 * @param entropies of the two, where one of them is there already and names the other
 * @throws CryptoError as `sealReport`
 */
export function sealReports(
  draft: ReportDraft,
  known: KnownDirectory,
  [helper, person]: readonly [helper: Entropy, person: Entropy] = [newEntropy(), newEntropy()],
): SealedReport[] {
  if (!draft.behalf) return [sealReport(draft, known, helper)];
  const { consent, second } = draft.behalf;
  if (!second) return [sealReport(draft, known, helper, { role: 'sender', consent, other: null })];
  const caseOf = (entropy: Entropy) => {
    const keys = reporterKeys(entropy, known.directory.instance);
    wipeReporterKeys(keys);
    return keys.caseId;
  };
  return [
    sealReport(draft, known, helper, { role: 'sender', consent, other: caseOf(person) }),
    // The name is the helper's, and opens with the words of the case it is in.
    sealReport({ ...draft, identity: null }, known, person, {
      role: 'person',
      consent,
      other: caseOf(helper),
    }),
  ];
}

/**
 * @throws CryptoError `malformed` for a door the directory does not have, or one that nobody reads; or for an identity
 *   that no custodian is there for
 */
export function sealReport(
  draft: ReportDraft,
  known: KnownDirectory,
  entropy: Entropy = newEntropy(),
  behalf: Behalf | null = null,
): SealedReport {
  const { directory } = known;
  const keys = reporterKeys(entropy, directory.instance);
  const people = addressed(draft, directory);
  const key = newCaseKey();
  const slotSets = sealSets(known, keys, key, people);
  const blind = claimBlind(keys.claimKey, 0, NO_HASH);
  const claimed = { proofKey: keys.proofKey, report: { door: draft.door, directory: known.hash } };
  const entry = sealEntry(
    {
      caseId: keys.caseId,
      chain: 'shared',
      seq: 0,
      previous: NO_HASH,
      audience: 'shared',
      epoch: 0,
      claim: claimOf(claimed, blind),
      author: { role: 'reporter', key: keys.signingPublicKey },
      kind: 'report',
      content: encodeAs(report, {
        door: draft.door,
        text: draft.text,
        answers: answered(draft, people.door),
        language: draft.language,
        behalf,
        identity: sealedIdentity(draft, directory, keys, people),
        sealing: {
          directory: { version: directory.version, hash: known.hash, authority: directory.authority },
          reporter: kemPublicKey(keys.kemSeed),
          sealedTo: people.readers.map(({ id }) => id),
          leftOut: people.leftOut,
          slotSets: slotSets.map(nameSet),
        },
        claim: { key: keys.proofKey, blind },
      }),
    },
    key,
    keys.signingSeed,
  );
  key.fill(0);
  return { entropy, keys, entry, slotSets };
}

/** Whom a report is for. */
interface Addressed {
  readonly door: Door;
  readonly readers: readonly Person[];
  readonly custodians: readonly Person[];
  readonly leftOut: PersonId[];
}

function addressed(draft: ReportDraft, directory: Directory): Addressed {
  const door = directory.doors.find((candidate) => candidate.id === draft.door);
  const leftOut = directory.people
    .map(({ id }) => id)
    .filter((id) => draft.leftOut?.includes(toBase64url(id)));
  if (leftOut.length !== (draft.leftOut ?? []).length)
    throw new CryptoError('malformed', 'nobody of that id');
  const readers = door === undefined ? [] : readersOf(directory, door, leftOut).people;
  if (door === undefined || readers.length === 0)
    throw new CryptoError('malformed', 'nobody reads this door');
  const custodians = custodiansAt(directory, door, leftOut);
  const isNamed = (draft.identity ?? null) !== null;
  if (isNamed && custodians.length === 0) throw new CryptoError('malformed', 'no custodian');
  return { door, readers, custodians, leftOut };
}

/** Both always there and alike, so that nobody can tell a case with a sealed identity from one without. */
function sealSets(known: KnownDirectory, keys: ReporterKeys, key: CaseKey, people: Addressed) {
  const { instance } = known.directory;
  const place = { instance, caseId: keys.caseId, epoch: 0, directory: known.hash };
  const kemsOf = (all: readonly Person[]) => all.map(({ kem }) => kem);
  const readers = [kemPublicKey(keys.kemSeed), ...kemsOf(people.readers)];
  return [
    sealSlotSet({ ...place, audience: 'shared', key, readers }),
    sealSlotSet({
      ...place,
      audience: 'custodians',
      key: keys.custodiansKey,
      readers: kemsOf(people.custodians),
    }),
  ];
}

function sealedIdentity(
  { identity = null }: ReportDraft,
  { instance, policy }: Directory,
  keys: ReporterKeys,
  { custodians }: Addressed,
) {
  const boxKey = identityKey(keys.custodiansKey);
  const box = sealIdentity(identity, boxKey, { instance, caseId: keys.caseId });
  sodium.memzero(boxKey);
  return {
    state: identity === null ? ('absent' as const) : ('sealed' as const),
    box,
    custodians: custodians.map(({ id }) => id),
    days: policy.identityDays,
  };
}

/** What was answered of what this door asks, in its order. */
function answered({ answers }: ReportDraft, { questions }: Pick<Door, 'questions'>) {
  const given = questions.filter(({ id }) => (answers[id] ?? '') !== '');
  return Object.fromEntries(given.map(({ id }) => [id, answers[id]!]));
}
