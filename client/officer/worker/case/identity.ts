/** What officers and custodians do about an identity, made for the case as it was just read (PROTOCOL §11). */
import { fromBase64url } from '../../../../crypto/base64url.ts';
import {
  equal,
  LENGTH,
  type CaseKey,
  typed,
  type Hash,
  type PersonId,
  type SealKey,
} from '../../../../crypto/bytes.ts';
import { identityKey } from '../../../../crypto/case-key.ts';
import { openLetter, sealLetter } from '../../../../crypto/letter.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { Person } from '../../../../server/api/directory.ts';
import { utcToday } from '../../../case/kinds/days.ts';
import { letterFor } from '../../../case/fold/identity.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { openCustodiansKey } from '../../../case/kinds/custodians-key.ts';
import { openIdentity, type Identity } from '../../../case/kinds/identity-box.ts';
import { nameSet } from '../../../case/kinds/named-set.ts';
import { currentReaders } from '../../../case/keys/readers.ts';
import { isAmong } from '../../../case/kinds/people.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { CaseContext } from './context.ts';
import { awaitedOf, checkNaming, namingOf, type Naming } from './naming.ts';
import type { ReadCase } from './reader.ts';
import { sealSet, type Prepared } from './writer.ts';
import { newestKey, type KeyringCase } from '../keyring/case.ts';

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
  /** What the risk to the reporter has standing against this officer's learning it. */
  readonly naming: Naming;
  /** Of requests whose reporter was asked and may still answer, by id, the day from which they had time. */
  readonly awaited: Readonly<Record<string, string>>;
}

/** Nothing but that custodians left, where an entry cannot be read: it may say something about it. @param me id as the view has it */
export function identityWork(context: Pick<CaseContext, 'known'>, read: ReadCase, me: string): IdentityWork {
  const { isGiven, requests } = read.view.identity;
  const isReadable = read.unreadable.shared === null;
  const isOrphaned = isGiven && custodiansNow(context, read).length === 0;
  const mayAsk = !requests.some((request) => isGoingOn(context, read, request, me));
  const isDueNow = (request: IdentityRequest) => isReadable && isDue(request, read);
  return {
    canAsk: isReadable && isGiven && !isOrphaned && mayAsk,
    isOrphaned,
    due: requests.filter(isDueNow).map(({ id }) => id),
    naming: namingOf(context, read, me),
    awaited: awaitedOf(read),
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
 * @throws Failure `not-allowed` where the risk to the reporter stands against it
 */
export function prepareRequest(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  me: string,
  reason: string,
): Prepared | null {
  const { identity } = read.view;
  if (!identity.isGiven) throw new Failure('not-found');
  const custodians = custodiansNow(context, read);
  if (custodians.length === 0) throw new Failure('no-custodian');
  if (identity.requests.some((request) => isGoingOn(context, read, request, me))) return null;
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
  const held = custodiansKey(context, kept, read);
  if (held === null) throw new Failure('not-found');
  const key = identityKey(held);
  const hash = hashOf(request);
  const letter = sealLetter(officer.kem, key, PURPOSE, directory.instance, kept.id, hash);
  sodium.memzero(key);
  return { chain: 'shared', kind: 'identity-disclosure', content: { request: hash, letter } };
}

/** The key of the identity as it is sealed now: from the founding set, or the letter that came with a later sealing. */
function custodiansKey(
  context: CaseContext,
  kept: KeyringCase,
  { sealedIdentity }: ReadCase,
): CaseKey | null {
  const { letters, custodians } = sealedIdentity;
  if (letters === null) return newestKey(kept, 'custodians')?.key ?? null;
  const at = custodians.findIndex((id) => equal(id, context.person));
  const letter = at < 0 ? undefined : letters[at + 1];
  if (letter === undefined) return null;
  return openCustodiansKey(context.keys.kemSeed, letter, context.known.directory.instance, kept.id);
}

/** Whether the waiting time of a request is over and nothing stands against its disclosure. */
function isDue({ id, state, from }: IdentityRequest, read: ReadCase): boolean {
  if (state !== 'approved' || from === null || id in awaitedOf(read)) return false;
  return read.day >= from && utcToday() >= from;
}

/**
 * Opens what was disclosed to this officer.
 * @throws Failure `not-found` for a request of somebody else, or one nobody answered; `rule-broken` where it was
 *   disclosed against the rule; `not-for-you` for a letter that is not addressed to this officer; `not-allowed` where the
 *   risk to the reporter was found high since, and stands against it
 */
export function openDisclosed(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  me: string,
  request: string,
): Identity {
  const { disclosure, by, reason, opened } = findRequest(read, request);
  const hash = hashOf(request);
  const letter = letterFor(hash, read.shared);
  if (by.id !== me || disclosure === null || letter === null) throw new Failure('not-found');
  if (disclosure.broken !== null) throw new Failure('rule-broken');
  // Who has seen it knows it.
  if (opened === null) checkNaming(context, read, me, reason);
  const { instance } = context.known.directory;
  const key = openLetter(context.keys.kemSeed, letter, PURPOSE, instance, kept.id, hash) as SealKey | null;
  if (key?.length !== LENGTH.SealKey) throw new Failure('not-for-you');
  try {
    // What was sealed when it was disclosed: another key is for what was sealed since.
    const box = read.disclosed.get(request) ?? read.sealedIdentity.box;
    const identity = openIdentity(box, key, { instance, caseId: kept.id });
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
