/**
 * The key that a request is for, of the name or of one original: as a custodian finds it, and as the officer who asked opens
 * it (PROTOCOL §11).
 */
import { fromBase64url } from '../../../../crypto/base64url.ts';
import { equal, LENGTH, typed, type CaseKey, type Hash, type SealKey } from '../../../../crypto/bytes.ts';
import { identityKey } from '../../../../crypto/case-key.ts';
import { originalKey } from '../../../../crypto/original-key.ts';
import { openLetter } from '../../../../crypto/letter.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { letterFor } from '../../../case/fold/identity.ts';
import type { IdentityNow, IdentityRequest, KeptOriginal } from '../../../case/kinds/identity-requests.ts';
import { openCustodiansKey } from '../../../case/kinds/custodians-key.ts';
import { openIdentity, type Identity, type IdentityPlace } from '../../../case/kinds/identity-box.ts';
import { openOriginal, originalsKeyAt } from '../../../case/kinds/original-box.ts';
import type { Content } from '../../../case/kinds/table.ts';
import { Failure } from '../../../calls/failure.ts';
import type { CaseContext } from './context.ts';
import { checkNaming } from './naming.ts';
import type { ReadCase } from './reader.ts';
import { newestKey, type KeyringCase } from '../keyring/case.ts';

/** What a letter with a key is for: one for an original never opens as one for the name. */
export const purposeOf = ({ original }: IdentityRequest) => (original === null ? 'identity' : 'original');

/** What a request asks for, and nothing that opens anything else. @throws Failure `not-found` where this custodian has it not */
export function keyFor(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  { original }: IdentityRequest,
): SealKey {
  const held = (at: IdentityNow) => custodiansKey(context, kept, at);
  if (original !== null) {
    const { generation, blob } = originalIn(read, original);
    const place = { instance: context.known.directory.instance, caseId: kept.id };
    const all = originalsKeyAt(generation, read.sealedIdentity, held, place);
    if (all === null) throw new Failure('not-found');
    const key = originalKey(all, blob);
    sodium.memzero(all);
    return key;
  }
  const key = held(read.sealedIdentity);
  if (key === null) throw new Failure('not-found');
  return identityKey(key);
}

/** @throws Failure `not-found` */
function originalIn(read: ReadCase, file: string): KeptOriginal {
  const found = read.originals.get(file);
  if (found === undefined) throw new Failure('not-found');
  return found;
}

/** The custodians' key as of one sealing: from the founding set, or the letter that came with a later one. */
function custodiansKey(
  context: CaseContext,
  kept: KeyringCase,
  { letters, custodians }: IdentityNow,
): CaseKey | null {
  if (letters === null) return newestKey(kept, 'custodians')?.key ?? null;
  const at = custodians.findIndex((id) => equal(id, context.person));
  const letter = at < 0 ? undefined : letters[at + 1];
  if (letter === undefined) return null;
  return openCustodiansKey(context.keys.kemSeed, letter, context.known.directory.instance, kept.id);
}

/** Opens the name that was disclosed to this officer. @throws Failure as `withLetter` */
export function openDisclosed(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  me: string,
  request: string,
): Identity {
  const asked = findRequest(read, request);
  if (asked.original !== null) throw new Failure('not-found');
  return withLetter(context, kept, read, me, asked, (key, place) => {
    // What was sealed when it was disclosed: another key is for what was sealed since.
    const box = read.disclosed.get(request) ?? read.sealedIdentity.box;
    const identity = openIdentity(box, key, place);
    if (identity === null) throw new Failure('not-found');
    return identity;
  });
}

/** What opens the original that was disclosed to this officer, as the entry of a file says it. @throws Failure as `withLetter` */
export function openDisclosedOriginal(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  me: string,
  request: string,
): Content<'?file'> {
  const asked = findRequest(read, request);
  if (asked.original === null || asked.isGone) throw new Failure('not-found');
  const sealed = originalIn(read, asked.original);
  return withLetter(context, kept, read, me, asked, (key, place) => ({
    blob: sealed.blob,
    ...openOriginal(sealed, key, place),
  }));
}

/**
 * With the key that was disclosed to this officer.
 * @throws Failure `not-found` for a request of somebody else, or one nobody answered; `rule-broken` where it was
 *   disclosed against the rule; `not-for-you` for a letter that is not addressed to this officer; `not-allowed` where the
 *   risk to the reporter was found high since, and stands against it
 */
function withLetter<T>(
  context: CaseContext,
  kept: KeyringCase,
  read: ReadCase,
  me: string,
  asked: IdentityRequest,
  act: (key: SealKey, place: IdentityPlace) => T,
): T {
  const { disclosure, by, reason, opened } = asked;
  const hash = hashOf(asked.id);
  const letter = letterFor(hash, read.shared);
  if (by.id !== me || disclosure === null || letter === null) throw new Failure('not-found');
  if (disclosure.broken !== null) throw new Failure('rule-broken');
  // Who has seen it knows it.
  if (opened === null) checkNaming(context, read, me, reason);
  const { instance } = context.known.directory;
  const { kemSeed } = context.keys;
  const key = openLetter(kemSeed, letter, purposeOf(asked), instance, kept.id, hash) as SealKey | null;
  if (key?.length !== LENGTH.SealKey) throw new Failure('not-for-you');
  try {
    return act(key, { instance, caseId: kept.id });
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
