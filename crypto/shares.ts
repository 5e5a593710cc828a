/**
 * A seed in the hands of colleagues: any `threshold` of them give it back, fewer learn nothing (PROTOCOL
 * §9.1).
 *
 * Shamir's scheme, in an audited library, over the person's seed and the authority's seed behind it. Each
 * share goes to one colleague in a letter; letters of nobody fill the places up, and the order is drawn, so
 * that a set tells neither how many were chosen nor whom. A share has a signing key that follows from it:
 * whoever holds one can show that without showing it, and a share that somebody made up is told from one of
 * the set before anything is combined.
 */
import { combine, split } from 'shamir-secret-sharing';
import {
  concat,
  equal,
  LENGTH,
  Reader,
  typed,
  type Hash,
  type HelperList,
  type InstanceId,
  type KemPublicKey,
  type KemSeed,
  type PersonId,
  type PersonSeed,
  type RecoverySecret,
  type SealKey,
  type Share,
  type ShareLetter,
  type ShareSet,
  type SigningPublicKey,
  type SigningSeed,
} from './bytes.ts';
import { openBox, sealBox } from './box.ts';
import { CryptoError } from './errors.ts';
import { hash } from './hash.ts';
import { TAG_LENGTH } from './header.ts';
import { openLetter, sealLetter } from './letter.ts';
import { signingPublicKey } from './signature.ts';
import {
  formatShareSet,
  mayBeThreshold,
  SHARE_PLACES,
  type ShareSetHeader,
  type SharePlace,
} from './share-set.ts';
import { sodium } from './sodium.ts';

/** Without an authority its place holds zeros: a share does not tell whether its person held one. */
export function recoverySecret(person: PersonSeed, authority: SigningSeed | null): RecoverySecret {
  return typed('RecoverySecret', concat(person, authority ?? new Uint8Array(LENGTH.SigningSeed)));
}

/** @returns both seeds; the second is the authority's only where its public key is the directory's */
export function seedsOf(secret: RecoverySecret): { person: PersonSeed; authority: SigningSeed } {
  return {
    person: typed('PersonSeed', secret.slice(0, LENGTH.PersonSeed)),
    authority: typed('SigningSeed', secret.slice(LENGTH.PersonSeed)),
  };
}

/**
 * Splits a secret among colleagues, a letter for each, and dummies in the other places.
 * @throws CryptoError `malformed` for fewer colleagues than must help, or more than there are places
 */
export async function makeShareSet(
  header: ShareSetHeader,
  secret: RecoverySecret,
  helpers: readonly KemPublicKey[],
): Promise<ShareSet> {
  const { threshold } = header;
  const fits = mayBeThreshold(threshold) && helpers.length >= threshold && helpers.length <= SHARE_PLACES;
  if (!fits) throw new CryptoError('malformed', 'number of helpers');
  const shares = await split(secret, helpers.length, threshold);
  const places = helpers.map((helper, i): SharePlace => {
    const share = typed('Share', shares[i]!);
    const letter = sealLetter(helper, share, 'share', header.instance, header.owner, header.id);
    const key = signingPublicKey(shareSeed(share, header));
    sodium.memzero(share);
    return { key, letter: typed('ShareLetter', letter) };
  });
  while (places.length < SHARE_PLACES) places.push(dummyPlace());
  return formatShareSet(header, shuffled(places));
}

/** Which place is whose would tell who is first in a list: Fisher-Yates, unbiased. */
function shuffled(places: SharePlace[]): SharePlace[] {
  for (let i = places.length - 1; i > 0; i--) {
    const j = sodium.randombytes_uniform(i + 1);
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}

/** A place that is nobody's, made like `dummySlot`: a real encapsulation, and bytes as sealed ones look. */
function dummyPlace(): SharePlace {
  const nobody = sodium.crypto_kem_xwing_keypair();
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(nobody.publicKey);
  const pair = sodium.crypto_sign_keypair();
  for (const secret of [nobody.privateKey, sharedSecret, pair.privateKey]) sodium.memzero(secret);
  return {
    key: typed('SigningPublicKey', pair.publicKey),
    letter: typed('ShareLetter', concat(ciphertext, sodium.randombytes_buf(LENGTH.Share + TAG_LENGTH))),
  };
}

/** What shows that a share is held, without showing it: the seed of the key in its place. */
export function shareSeed(
  share: Share,
  { instance, owner, id }: Pick<ShareSetHeader, 'instance' | 'owner' | 'id'>,
): SigningSeed {
  return typed('SigningSeed', hash('sotto/share/v1', instance, owner, id, share));
}

/** @returns the share addressed to this person, or null where none of the places is theirs */
export function openShare(
  reader: KemSeed,
  set: ShareSetHeader & { readonly places: readonly SharePlace[] },
): Share | null {
  for (const { key, letter } of set.places) {
    const opened = openLetter(reader, letter, 'share', set.instance, set.owner, set.id);
    if (opened === null) continue;
    const share = typed('Share', opened);
    if (!equal(key, signingPublicKey(shareSeed(share, set))))
      throw new CryptoError('tampered', 'a share of another key');
    return share;
  }
  return null;
}

/** A helper's share, for the key of the one who asks. @param request hash of what was asked */
export function sealHelp(
  asking: KemPublicKey,
  share: Share,
  set: ShareSetHeader,
  request: Hash,
): ShareLetter {
  const { instance, owner, id } = set;
  return typed('ShareLetter', sealLetter(asking, share, 'recovery', instance, owner, id, request));
}

/** @returns the share a helper gave, or null when the letter is not for this request, or its share not of this set */
export function openHelp(
  asking: KemSeed,
  letter: ShareLetter,
  set: ShareSetHeader & { readonly places: readonly SharePlace[] },
  request: Hash,
): { share: Share; key: SigningPublicKey } | null {
  const opened = openLetter(asking, letter, 'recovery', set.instance, set.owner, set.id, request);
  if (opened === null || opened.length !== LENGTH.Share) return null;
  const share = typed('Share', opened);
  const key = signingPublicKey(shareSeed(share, set));
  return set.places.some((place) => equal(place.key, key)) ? { share, key } : null;
}

/** @throws CryptoError `tampered` for shares that do not go together */
export async function combineShares(shares: readonly Share[]): Promise<RecoverySecret> {
  if (shares.some((share) => share.at(-1) === 0)) throw new CryptoError('tampered', 'a share of nobody');
  try {
    return typed('RecoverySecret', await combine([...shares]));
  } catch {
    throw new CryptoError('tampered', 'shares');
  }
}

/** One of those chosen, as the list of whoever chose them has it. */
export interface Helper {
  readonly id: PersonId;
  /** The person and their keys as they were then. */
  readonly keys: Hash;
}

/** Who was chosen, for the one who chose. */
export function sealHelperList(
  key: SealKey,
  helpers: readonly Helper[],
  { instance, id }: Pick<ShareSetHeader, 'instance' | 'id'>,
): HelperList {
  const places = new Uint8Array(SHARE_PLACES * (LENGTH.PersonId + LENGTH.Hash));
  places.set(concat(...helpers.flatMap((helper) => [helper.id, helper.keys])));
  const list = concat(Uint8Array.of(helpers.length), places);
  return typed('HelperList', sealBox(key, list, 'sotto/helpers/v1', instance, id));
}

/** @throws CryptoError `tampered`, `malformed` */
export function openHelperList(
  key: SealKey,
  list: HelperList,
  { instance, id }: { readonly instance: InstanceId; readonly id: ShareSetHeader['id'] },
): Helper[] {
  const reader = new Reader(openBox(key, list, 'sotto/helpers/v1', instance, id));
  const count = reader.u8();
  if (count > SHARE_PLACES) throw new CryptoError('malformed', 'helpers');
  return Array.from({ length: count }, () => ({
    id: reader.typed('PersonId'),
    keys: reader.typed('Hash'),
  }));
}
