/** The key of a reporter's own identity, and sealing it under another one (PROTOCOL §11). */
import type { CaseKey, SealKey } from '../../../crypto/bytes.ts';
import { identityKey, newCaseKey } from '../../../crypto/case-key.ts';
import { originalsKey } from '../../../crypto/original-key.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { kemPublicKey } from '../../../crypto/person.ts';
import type { ReporterKeys } from '../../../crypto/receipt.ts';
import type { Person } from '../../../server/api/directory.ts';
import type { Content } from '../../case/kinds/table.ts';
import { openCustodiansKey, sealCustodiansKey } from '../../case/kinds/custodians-key.ts';
import { sealIdentity, type Identity, type IdentityPlace } from '../../case/kinds/identity-box.ts';
import { sealFormer } from '../../case/kinds/original-box.ts';
import type { IdentityNow } from '../../case/kinds/identity-requests.ts';

/**
 * The key as the identity is sealed now: from the words, or from the reporter's own letter.
 * @throws CryptoError `tampered` where the letter does not open
 */
export function ownIdentityKey(sealed: Lettered, keys: ReporterKeys, place: IdentityPlace): SealKey {
  return fromOwnKey(identityKey, sealed, keys, place);
}

/** The key under which untouched originals are kept now. @throws as `ownIdentityKey` */
export function ownOriginalsKey(sealed: Lettered, keys: ReporterKeys, place: IdentityPlace): SealKey {
  return fromOwnKey(originalsKey, sealed, keys, place);
}

type Lettered = Pick<IdentityNow, 'letters'>;

function fromOwnKey(
  derive: (key: CaseKey) => SealKey,
  { letters }: Lettered,
  { custodiansKey, kemSeed }: ReporterKeys,
  { instance, caseId }: IdentityPlace,
): SealKey {
  if (letters === null) return derive(custodiansKey);
  const key = openCustodiansKey(kemSeed, letters[0]!, instance, caseId);
  if (key === null) throw new CryptoError('tampered', 'no letter for the reporter');
  const derived = derive(key);
  key.fill(0);
  return derived;
}

/**
 * @param identity null for a reporter who stays anonymous
 * @param before how it is sealed until then
 */
export function custodiansContent(
  identity: Identity | null,
  people: readonly Person[],
  keys: ReporterKeys,
  place: IdentityPlace,
  before: Lettered,
): Content<'custodians'> {
  const key = newCaseKey();
  const [boxKey, later, earlier] = [
    identityKey(key),
    originalsKey(key),
    ownOriginalsKey(before, keys, place),
  ];
  const kems = [kemPublicKey(keys.kemSeed), ...people.map(({ kem }) => kem)];
  const content = {
    state: identity === null ? ('absent' as const) : ('sealed' as const),
    box: sealIdentity(identity, boxKey, place),
    to: people.map(({ id }) => id),
    letters: kems.map((kem) => sealCustodiansKey(kem, key, place.instance, place.caseId)),
    '?former': sealFormer(later, earlier, place),
  };
  for (const used of [boxKey, later, earlier, key]) used.fill(0);
  return content;
}
