/** What officers and custodians do about an identity or an original, made for the case as it was just read (PROTOCOL §11). */
import { fromBase64url } from '../../../../crypto/base64url.ts';
import { equal, typed, type PersonId } from '../../../../crypto/bytes.ts';
import { sealLetter } from '../../../../crypto/letter.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { Person } from '../../../../server/api/directory.ts';
import { utcToday } from '../../../case/kinds/days.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { nameSet } from '../../../case/kinds/named-set.ts';
import { holdersOf } from '../../../case/kinds/original-box.ts';
import { currentReaders } from '../../../case/keys/readers.ts';
import { isAmong } from '../../../case/kinds/people.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { CaseContext } from './context.ts';
import { awaitedOf, checkNaming, namingOf, type Naming } from './naming.ts';
import type { ReadCase } from './reader.ts';
import { findRequest, hashOf, keyFor, purposeOf } from './request-key.ts';
import { sealSet, type Prepared } from './writer.ts';
import { newestKey, type KeyringCase } from '../keyring/case.ts';

/** What somebody may do now about the identity of a case. */
export interface IdentityWork {
  /** Whether this officer can ask: an identity is there, a custodian too, and no request of theirs goes on. */
  readonly canAsk: boolean;
  /** Files whose untouched original this officer can ask for: as above, of each. */
  readonly askable: readonly string[];
  /** Whether a name is there, and all custodians of the report have left. */
  readonly isOrphaned: boolean;
  /** Files whose untouched original no custodian of now could open. */
  readonly lost: readonly string[];
  /** Ids of requests that this custodian can disclose to today. */
  readonly due: readonly string[];
  /** What the risk to the reporter has standing against this officer's learning it. */
  readonly naming: Naming;
  /** Of requests whose reporter was asked and may still answer, by id, the day from which they had time. */
  readonly awaited: Readonly<Record<string, string>>;
}

/** Nothing but that custodians left, where an entry cannot be read: it may say something about it. @param me id as the view has it */
export function identityWork(context: Pick<CaseContext, 'known'>, read: ReadCase, me: string): IdentityWork {
  const { isGiven, originals, requests } = read.view.identity;
  const isReadable = read.unreadable.shared === null;
  const isLeft = custodiansNow(context, read).length === 0;
  const mayAsk = (wanted: string | null) =>
    isReadable && !isLeft && !requests.some((request) => isGoingOn(context, read, request, me, wanted));
  const isDueNow = (request: IdentityRequest) => isReadable && isDue(request, read);
  return {
    canAsk: isGiven && mayAsk(null),
    askable: originals.filter((file) => canHandOut(context, read, file) && mayAsk(file)),
    isOrphaned: isGiven && isLeft,
    lost: originals.filter((file) => !canHandOut(context, read, file)),
    due: requests.filter(isDueNow).map(({ id }) => id),
    naming: namingOf(context, read, me),
    awaited: awaitedOf(read),
  };
}

/**
 * Whether a request of this officer's for the same goes on, or was answered: nobody asks twice. One that waits for custodians who can
 * no longer read the case, as after a leave, waits for nobody.
 */
function isGoingOn(
  context: Pick<CaseContext, 'known'>,
  read: ReadCase,
  { by, original, state, disclosure }: IdentityRequest,
  officer: string,
  wanted: string | null,
): boolean {
  if (by.id !== officer || original !== wanted || state === 'refused') return false;
  if (disclosure !== null) return disclosure.broken === null;
  return custodiansNow(context, read).some(({ id }) => isReading(read, id));
}

/** Custodians of the report who are still that, and active. */
function custodiansNow(context: Pick<CaseContext, 'known'>, read: ReadCase): Person[] {
  return read.sealedIdentity.custodians.flatMap((id) => {
    const person = findPerson(context.known.directory, id);
    return person?.role === 'custodian' && person.state === 'active' ? [person] : [];
  });
}

/** Whether the original beside a file is there, and some custodian of now has a key that leads to it. */
function canHandOut(context: Pick<CaseContext, 'known'>, read: ReadCase, file: string): boolean {
  const kept = read.originals.get(file);
  if (kept === undefined || kept.isFileGone) return false;
  const holders = holdersOf(kept.generation, read.sealedIdentity);
  return custodiansNow(context, read).some(({ id }) => isAmong(holders, id));
}

/**
 * Asks custodians. They are given the key of the shared chain, never the one of the notes; a set of that goes along all
 * the same, for nobody, so that the server sees a colleague being given access.
 * @param original the file whose untouched original is asked for; null for the identity
 * @returns null where this officer's request is still going on
 * @throws Failure `not-allowed` where the risk to the reporter stands against it
 */
export function prepareRequest(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  me: string,
  reason: string,
  original: string | null,
): Prepared | null {
  const { identity } = read.view;
  const isThere = original === null ? identity.isGiven : read.originals.get(original)?.isFileGone === false;
  if (!isThere) throw new Failure('not-found');
  const custodians = custodiansNow(context, read);
  if (custodians.length === 0 || (original !== null && !canHandOut(context, read, original)))
    throw new Failure('no-custodian');
  if (identity.requests.some((request) => isGoingOn(context, read, request, me, original))) return null;
  checkNaming(context, read, me, reason);
  const slotSets = (['shared', 'officers'] as const).flatMap((audience) => {
    const held = newestKey(kept, audience);
    const to = audience === 'shared' ? custodians.filter(({ id }) => !isReading(read, id)) : [];
    const kems = to.map(({ kem }) => kem);
    return held === undefined ? [] : [sealSet(context, kept, { ...held, audience }, kems)];
  });
  return {
    chain: 'shared',
    kind: 'identity-request',
    content: {
      reason,
      custodians: custodians.map(({ id }) => id),
      slotSets: slotSets.map(nameSet),
      ...(original !== null && { original: hashOf(original) }),
    },
    slotSets,
  };
}

/** @throws Failure `decided` where there is nothing to decide any more */
export function prepareDecision(
  read: ReadCase,
  request: string,
  decision: { readonly approved: boolean; readonly reason: string },
): Prepared {
  const { state, isGone } = findRequest(read, request);
  if (isGone || (state !== 'waiting' && state !== 'objected')) throw new Failure('decided');
  return {
    chain: 'shared',
    kind: 'identity-decision',
    content: { request: hashOf(request), ...decision },
  };
}

/**
 * Hands the key of the identity, or of the one original, to the officer who asked, once the days are over by the server's day and by this
 * device's own.
 * @throws Failure `not-due`; `asker-left` where that officer can no longer read the case
 */
export function prepareDisclosure(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  request: string,
): Prepared | null {
  const found = findRequest(read, request);
  if (found.disclosure !== null) return null;
  if (!isDue(found, read)) throw new Failure('not-due');
  const { directory } = context.known;
  const officer = directory.people.find((person) => equal(person.id, idOf(found.by.id)));
  if (officer?.state !== 'active' || !isReading(read, officer.id)) throw new Failure('asker-left');
  const key = keyFor(context, kept, read, found);
  const hash = hashOf(request);
  const letter = sealLetter(officer.kem, key, purposeOf(found), directory.instance, kept.id, hash);
  sodium.memzero(key);
  return { chain: 'shared', kind: 'identity-disclosure', content: { request: hash, letter } };
}

/** Whether the waiting time of a request is over and nothing stands against its disclosure. */
function isDue({ id, state, from, isGone }: IdentityRequest, read: ReadCase): boolean {
  if (isGone || state !== 'approved' || from === null || id in awaitedOf(read)) return false;
  return read.day >= from && utcToday() >= from;
}

function idOf(person: string): PersonId {
  return typed('PersonId', fromBase64url(person) ?? new Uint8Array());
}

function isReading(read: ReadCase, id: PersonId): boolean {
  return isAmong(currentReaders(read.shared), id);
}
