/** The colleagues who could give a person's key back, as the person chose them (PROTOCOL §9.1). */
import { toBase64url } from '../../../../crypto/base64url.ts';
import {
  equal,
  LENGTH,
  typed,
  type PersonId,
  type PersonSeed,
  type SigningSeed,
} from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { personHash } from '../../../../crypto/fingerprint.ts';
import { wipeUnlockKeys } from '../../../../crypto/vault.ts';
import {
  parseShareSet,
  SHARE_PLACES,
  signShareSet,
  signStoring,
  verifyShareSet,
} from '../../../../crypto/share-set.ts';
import { makeShareSet, openHelperList, recoverySecret, sealHelperList } from '../../../../crypto/shares.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { Directory, Person } from '../../../../server/api/directory.ts';
import { readShareSet, storeShareSet } from '../../../../server/api/recovery.ts';
import type { Api } from '../../../calls/api.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import {
  openAuthoritySeed,
  openPersonSeed,
  unlockKeys,
  type Secret,
  type StoredAccount,
} from '../account/account.ts';
import type { Colleague } from '../directory/colleagues.ts';
import type { OpenAccount } from '../account/sign-in.ts';

export type Helper = Pick<Colleague, 'id' | 'name'>;

export interface CircleView {
  /** Who was chosen; null while nobody was. */
  readonly chosen: readonly Helper[] | null;
  /** How many must help together, by the office's rules now. */
  readonly threshold: number;
  /** How many can be chosen at most. */
  readonly most: number;
  /** Active colleagues; for a custodian, those who are custodians. */
  readonly candidates: readonly Helper[];
  /** Why it is to be done anew: somebody may not be chosen any more or has other keys, or the office's rule is another. */
  readonly redo: 'left' | 'rule' | null;
  /** Names of those who may not be chosen any more, or have other keys. */
  readonly gone: readonly string[];
  /** Whether the helpers together could open the names that are sealed to this person. */
  readonly isCustodian: boolean;
  /** Whether the helpers together could act as the authority as well. */
  readonly holdsAuthority: boolean;
}

type Owner = Pick<OpenAccount, 'person' | 'keys' | 'known' | 'sessionChallenge'> & {
  readonly stored: StoredAccount;
};

export async function readCircle(api: Api, owner: Owner): Promise<CircleView> {
  const { person, known, stored } = owner;
  const { directory } = known;
  const threshold = directory.policy.recoveryHelpers;
  const allowed = candidatesOf(directory, person);
  const view = {
    threshold,
    most: SHARE_PLACES,
    candidates: allowed.map(toHelper),
    holdsAuthority: stored.authorityVault !== null,
    isCustodian: findPerson(directory, person)?.role === 'custodian',
  };
  const chosen = await readChosen(api, owner);
  if (chosen === null) return { ...view, chosen: null, redo: null, gone: [] };
  const people = chosen.helpers.map((helper) => ({ helper, now: findPerson(directory, helper.id) }));
  const gone = people.filter(
    ({ helper, now }) => now === undefined || !allowed.includes(now) || !equal(personHash(now), helper.keys),
  );
  return {
    ...view,
    chosen: people.map(({ helper, now }) => ({ id: toBase64url(helper.id), name: now?.name ?? '' })),
    redo: gone.length > 0 ? 'left' : chosen.threshold === threshold ? null : 'rule',
    gone: gone.map(({ now }) => now?.name ?? ''),
  };
}

/** @throws CryptoError `tampered` for a set that is not this person's own */
async function readChosen(api: Api, { person, keys, stored }: Owner) {
  const { shareSet } = await api.call(readShareSet, {});
  if (shareSet === null) return null;
  const set = parseShareSet(shareSet.set);
  const isOwn = equal(set.owner, person) && equal(set.account, stored.account);
  if (!isOwn || !verifyShareSet(keys.signingPublicKey, shareSet.signature, shareSet.set))
    throw new CryptoError('tampered', 'a share set of somebody else');
  return { threshold: set.threshold, helpers: openHelperList(keys.keyringKey, shareSet.helpers, set) };
}

/**
 * Splits the seeds among colleagues, in the place of those chosen before.
 * @param secret what was signed in with, once more
 * @param ids of candidates, as many as must help or more
 * @throws Failure `wrong-secret`; `directory-changed` for who may not be chosen, as pages offer nobody else
 */
export async function chooseCircle(
  api: Api,
  owner: Owner,
  secret: Secret,
  ids: readonly PersonId[],
): Promise<void> {
  const { person, keys, known, stored } = owner;
  const { directory, hash } = known;
  const candidates = candidatesOf(directory, person);
  const chosen = ids.map((id) => candidates.find((one) => equal(one.id, id)));
  const helpers = chosen.filter((one) => one !== undefined);
  if (helpers.length !== ids.length || new Set(ids.map(toBase64url)).size !== ids.length)
    throw new Failure('directory-changed');
  const seeds = openSeeds(secret, stored);
  const header = {
    instance: directory.instance,
    account: stored.account,
    owner: person,
    id: typed('ShareSetId', sodium.randombytes_buf(LENGTH.ShareSetId)),
    directory: hash,
    threshold: directory.policy.recoveryHelpers,
  };
  const whole = recoverySecret(seeds.person, seeds.authority);
  try {
    const set = await makeShareSet(
      header,
      whole,
      helpers.map(({ kem }) => kem),
    );
    const signature = signShareSet(keys.signingSeed, set);
    const people = helpers.map((helper) => ({ id: helper.id, keys: personHash(helper) }));
    const list = sealHelperList(keys.keyringKey, people, header);
    const storing = signStoring(keys.signingSeed, { set, helpers: list, challenge: owner.sessionChallenge });
    await api.call(storeShareSet, { set, signature, helpers: list, storing });
  } finally {
    sodium.memzero(whole);
    sodium.memzero(seeds.person);
    if (seeds.authority !== null) sodium.memzero(seeds.authority);
  }
}

function openSeeds(
  secret: Secret,
  stored: StoredAccount,
): { person: PersonSeed; authority: SigningSeed | null } {
  if (secret.method !== stored.method) throw new Failure('wrong-secret');
  const unlock = unlockKeys(secret, stored.salt, stored.instance, stored.account);
  let person: PersonSeed | null = null;
  try {
    person = openPersonSeed(unlock, stored);
    return { person, authority: stored.authorityVault && openAuthoritySeed(unlock, stored) };
  } catch {
    if (person !== null) sodium.memzero(person);
    throw new Failure('wrong-secret');
  } finally {
    wipeUnlockKeys(unlock);
  }
}

/** Only custodians may together become a custodian: two officers would open every sealed name, and nobody would see it. */
function candidatesOf(directory: Directory, person: PersonId): Person[] {
  const mine = findPerson(directory, person);
  if (mine === undefined) return [];
  return directory.people.filter(
    ({ id, state, role }) =>
      state === 'active' && !equal(id, person) && (mine.role !== 'custodian' || role === 'custodian'),
  );
}

function toHelper({ id, name }: Person): Helper {
  return { id: toBase64url(id), name };
}
