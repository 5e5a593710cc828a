/** What officers and custodians do about an identity, made for the case as it was just read (PROTOCOL §11). */
import { fromBase64url } from '../../crypto/base64url.ts';
import { equal, LENGTH, typed, type Hash, type PersonId, type SealKey } from '../../crypto/bytes.ts';
import { identityKey } from '../../crypto/case-key.ts';
import { openLetter, sealLetter } from '../../crypto/letter.ts';
import { sodium } from '../../crypto/sodium.ts';
import type { Person } from '../../server/api/directory.ts';
import { utcToday } from '../case/days.ts';
import { letterFor, type IdentityRequest } from '../case/identity.ts';
import { openIdentity, type Identity } from '../case/identity-box.ts';
import { nameSet } from '../case/named-sets.ts';
import { currentReaders, isAmong } from '../case/readers.ts';
import { findPerson } from '../directory.ts';
import { Failure } from '../failure.ts';
import type { CaseContext } from './case-context.ts';
import type { ReadCase } from './case-reader.ts';
import { sealSet, type Prepared } from './case-writer.ts';
import { newestKey, type KeyringCase } from './keyring-case.ts';

/** What a letter with the key of an identity is for. */
const PURPOSE = 'identity';

/** What somebody may do now about the identity of a case. */
export interface IdentityWork {
  /** Whether this officer can ask: an identity is there, a custodian too, and no request of theirs goes on. */
  readonly canAsk: boolean;
  /** Whether all custodians of the report have left. */
  readonly isOrphaned: boolean;
  /** Ids of requests that this custodian can disclose to today. */
  readonly due: readonly string[];
}

/** Nothing but that custodians left, where an entry cannot be read: it may say something about it. @param me id as the view has it */
export function identityWork(context: Pick<CaseContext, 'known'>, read: ReadCase, me: string): IdentityWork {
  const { isGiven, requests } = read.view.identity;
  const isReadable = read.unreadable.shared === null;
  const isOrphaned = isGiven && custodiansNow(context, read).length === 0;
  const mayAsk = !requests.some((request) => isGoingOn(context, read, request, me));
  return {
    canAsk: isReadable && isGiven && !isOrphaned && mayAsk,
    isOrphaned,
    due: requests.filter((request) => isReadable && isDue(request, read.day)).map(({ id }) => id),
  };
}

/**
 * Whether a request of this officer's goes on, or was answered: nobody asks twice. One that waits for custodians who can
 * no longer read the case, as after a leave, waits for nobody.
 */
function isGoingOn(
  context: Pick<CaseContext, 'known'>,
  read: ReadCase,
  { by, state, disclosure }: IdentityRequest,
  officer: string,
): boolean {
  if (by.id !== officer || state === 'refused') return false;
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

/**
 * Asks custodians. They are given the key of the shared chain, never the one of the notes; a set of that goes along all
 * the same, for nobody, so that the server sees a colleague being given access.
 * @returns null where this officer's request is still going on
 */
export function prepareRequest(
  context: CaseContext,
  known: KeyringCase,
  read: ReadCase,
  me: string,
  reason: string,
): Prepared | null {
  const { identity } = read.view;
  if (!identity.isGiven) throw new Failure('not-found');
  const custodians = custodiansNow(context, read);
  if (custodians.length === 0) throw new Failure('no-custodian');
  if (identity.requests.some((request) => isGoingOn(context, read, request, me))) return null;
  const slotSets = (['shared', 'officers'] as const).flatMap((audience) => {
    const held = newestKey(known, audience);
    const to = audience === 'shared' ? custodians.filter(({ id }) => !isReading(read, id)) : [];
    const kems = to.map(({ kem }) => kem);
    return held === undefined ? [] : [sealSet(context, known, { ...held, audience }, kems)];
  });
  return {
    chain: 'shared',
    kind: 'identity-request',
    content: { reason, custodians: custodians.map(({ id }) => id), slotSets: slotSets.map(nameSet) },
    slotSets,
  };
}

/** @throws Failure `decided` where there is nothing to decide any more */
export function prepareDecision(
  read: ReadCase,
  request: string,
  decision: { readonly approved: boolean; readonly reason: string },
): Prepared {
  const { state } = findRequest(read, request);
  if (state !== 'waiting' && state !== 'objected') throw new Failure('decided');
  return {
    chain: 'shared',
    kind: 'identity-decision',
    content: { request: hashOf(request), ...decision },
  };
}

/**
 * Hands the key of the identity to the officer who asked, once the days are over by the server's day and by this
 * device's own.
 * @throws Failure `not-due`; `asker-left` where that officer can no longer read the case
 */
export function prepareDisclosure(
  context: CaseContext,
  known: KeyringCase,
  read: ReadCase,
  request: string,
): Prepared | null {
  const found = findRequest(read, request);
  if (found.disclosure !== null) return null;
  if (!isDue(found, read.day)) throw new Failure('not-due');
  const { directory } = context.known;
  const officer = directory.people.find((person) => equal(person.id, idOf(found.by.id)));
  if (officer?.state !== 'active' || !isReading(read, officer.id)) throw new Failure('asker-left');
  const held = newestKey(known, 'custodians');
  if (held === undefined) throw new Failure('not-found');
  const key = identityKey(held.key);
  const hash = hashOf(request);
  const letter = sealLetter(officer.kem, key, PURPOSE, directory.instance, known.id, hash);
  sodium.memzero(key);
  return { chain: 'shared', kind: 'identity-disclosure', content: { request: hash, letter } };
}

/** Whether the waiting time of a request is over and nothing stands against its disclosure. */
function isDue({ state, from }: IdentityRequest, serverDay: string): boolean {
  const today = utcToday();
  return state === 'approved' && from !== null && serverDay >= from && today >= from;
}

/**
 * Opens what was disclosed to this officer.
 * @throws Failure `not-found` for a request of somebody else, or one nobody answered; `rule-broken` where it was
 *   disclosed against the rule; `not-for-you` for a letter that is not addressed to this officer
 */
export function openDisclosed(
  context: CaseContext,
  known: KeyringCase,
  read: ReadCase,
  me: string,
  request: string,
): Identity {
  const { disclosure, by } = findRequest(read, request);
  const hash = hashOf(request);
  const letter = letterFor(hash, read.shared);
  if (by.id !== me || disclosure === null || letter === null) throw new Failure('not-found');
  if (disclosure.broken !== null) throw new Failure('rule-broken');
  const { instance } = context.known.directory;
  const key = openLetter(context.keys.kemSeed, letter, PURPOSE, instance, known.id, hash) as SealKey | null;
  if (key?.length !== LENGTH.SealKey) throw new Failure('not-for-you');
  try {
    const identity = openIdentity(read.sealedIdentity.box, key, { instance, caseId: known.id });
    if (identity === null) throw new Failure('not-found');
    return identity;
  } finally {
    sodium.memzero(key);
  }
}

/** @throws Failure `not-found` */
export function findRequest(read: ReadCase, request: string): IdentityRequest {
  const found = read.view.identity.requests.find(({ id }) => id === request);
  if (found === undefined) throw new Failure('not-found');
  return found;
}

export function hashOf(request: string): Hash {
  const bytes = fromBase64url(request);
  if (bytes?.length !== LENGTH.Hash) throw new Failure('not-found');
  return typed('Hash', bytes);
}

function idOf(person: string): PersonId {
  return typed('PersonId', fromBase64url(person) ?? new Uint8Array());
}

function isReading(read: ReadCase, id: PersonId): boolean {
  return isAmong(currentReaders(read.shared), id);
}
