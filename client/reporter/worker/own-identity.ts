/** The key of a reporter's own identity, and sealing it under another one (PROTOCOL §11). */
import type { SealKey } from '../../../crypto/bytes.ts';
import { identityKey, newCaseKey } from '../../../crypto/case-key.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import { kemPublicKey } from '../../../crypto/person.ts';
import type { ReporterKeys } from '../../../crypto/receipt.ts';
import type { Person } from '../../../server/api/directory.ts';
import type { Content } from '../../case/kinds/table.ts';
import { openCustodiansKey, sealCustodiansKey } from '../../case/kinds/custodians-key.ts';
import { sealIdentity, type Identity, type IdentityPlace } from '../../case/kinds/identity-box.ts';
import type { IdentityNow } from '../../case/kinds/identity-requests.ts';

/**
 * The key as the identity is sealed now: from the words, or from the reporter's own letter.
 * @throws CryptoError `tampered` where the letter does not open
 */
export function ownIdentityKey(
  { letters }: Pick<IdentityNow, 'letters'>,
  { custodiansKey, kemSeed }: ReporterKeys,
  { instance, caseId }: IdentityPlace,
): SealKey {
  if (letters === null) return identityKey(custodiansKey);
  const key = openCustodiansKey(kemSeed, letters[0]!, instance, caseId);
  if (key === null) throw new CryptoError('tampered', 'no letter for the reporter');
  const opened = identityKey(key);
  key.fill(0);
  return opened;
}

/** @param identity null for a reporter who stays anonymous */
export function custodiansContent(
  identity: Identity | null,
  people: readonly Person[],
  keys: ReporterKeys,
  place: IdentityPlace,
): Content<'custodians'> {
  const key = newCaseKey();
  const boxKey = identityKey(key);
  const kems = [kemPublicKey(keys.kemSeed), ...people.map(({ kem }) => kem)];
  const content = {
    state: identity === null ? ('absent' as const) : ('sealed' as const),
    box: sealIdentity(identity, boxKey, place),
    to: people.map(({ id }) => id),
    letters: kems.map((kem) => sealCustodiansKey(kem, key, place.instance, place.caseId)),
  };
  boxKey.fill(0);
  key.fill(0);
  return content;
}
