/** Sealing a new report to the readers of a door (PROTOCOL §11). */
import type { CaseKey, Entropy, EntryBytes, SlotSetBytes } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { identityKey, newCaseKey } from '../../crypto/case-key.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { NO_HASH, type Audience } from '../../crypto/header.ts';
import { kemPublicKey } from '../../crypto/person.ts';
import { newEntropy, reporterKeys, wipeReporterKeys, type ReporterKeys } from '../../crypto/receipt.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { sodium } from '../../crypto/sodium.ts';
import { encodeContent, type Behalf, type Consent, type Sealing } from '../case/content.ts';
import { sealIdentity, type Identity } from '../case/identity-box.ts';
import { nameSet } from '../case/named-sets.ts';
import type { Door } from '../../server/api/directory.ts';
import type { Answers } from '../case/view.ts';
import { custodiansAt, readersOf, type KnownDirectory } from '../directory.ts';

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
 * @throws CryptoError as `sealReport`
 */
export function sealReports(draft: ReportDraft, known: KnownDirectory): SealedReport[] {
  if (!draft.behalf) return [sealReport(draft, known)];
  const { consent, second } = draft.behalf;
  const helper = newEntropy();
  if (!second) return [sealReport(draft, known, helper, { role: 'helper', consent, other: null })];
  const person = newEntropy();
  const caseOf = (entropy: Entropy) => {
    const keys = reporterKeys(entropy, known.directory.instance);
    wipeReporterKeys(keys);
    return keys.caseId;
  };
  return [
    sealReport(draft, known, helper, { role: 'helper', consent, other: caseOf(person) }),
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
  const { identity = null } = draft;
  if (identity !== null && custodians.length === 0) throw new CryptoError('malformed', 'no custodian');
  const keys = reporterKeys(entropy, directory.instance);
  const seal = (audience: Audience, key: CaseKey, to: Parameters<typeof sealSlotSet>[0]['readers']) =>
    sealSlotSet({
      instance: directory.instance,
      caseId: keys.caseId,
      audience,
      epoch: 0,
      directory: known.hash,
      key,
      readers: to,
    });
  const key = newCaseKey();
  const reporter = kemPublicKey(keys.kemSeed);
  const shared = seal('shared', key, [reporter, ...readers.map((reader) => reader.kem)]);
  // Both always there and alike, so that nobody can tell a case with a sealed identity from one without.
  const custodiansSet = seal(
    'custodians',
    keys.custodiansKey,
    custodians.map(({ kem }) => kem),
  );
  const boxKey = identityKey(keys.custodiansKey);
  const place = { instance: directory.instance, caseId: keys.caseId };
  const box = sealIdentity(identity, boxKey, place);
  sodium.memzero(boxKey);
  const sealing: Sealing = {
    directory: { version: directory.version, hash: known.hash, authority: directory.authority },
    reporter,
    sealedTo: readers.map((reader) => reader.id),
    leftOut,
    slotSets: [shared, custodiansSet].map(nameSet),
  };
  const entry = sealEntry(
    {
      caseId: keys.caseId,
      chain: 'shared',
      seq: 0,
      previous: NO_HASH,
      audience: 'shared',
      epoch: 0,
      author: { role: 'reporter', key: keys.signingPublicKey },
      kind: 'report',
      content: encodeContent('report', {
        door: draft.door,
        text: draft.text,
        ...answered(draft, door),
        language: draft.language,
        behalf,
        identity: {
          state: identity === null ? 'absent' : 'sealed',
          box,
          custodians: custodians.map(({ id }) => id),
          days: directory.policy.identityDays,
        },
        sealing,
      }),
    },
    key,
    keys.signingSeed,
  );
  key.fill(0);
  return { entropy, keys, entry, slotSets: [shared, custodiansSet] };
}

/** What was answered of what this door asks, in its order, with the office's own questions as they were put. */
function answered({ answers, language }: ReportDraft, { questions }: Pick<Door, 'questions'>) {
  const given = questions.filter(({ id }) => (answers[id] ?? '') !== '');
  return {
    answers: Object.fromEntries(given.map(({ id }) => [id, answers[id]!])),
    asked: Object.fromEntries(
      given.flatMap(({ id, text }) => (text === null ? [] : [[id, text[language] ?? text['en']!]])),
    ),
  };
}
