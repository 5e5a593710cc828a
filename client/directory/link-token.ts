import { fromBase64url } from '../../crypto/base64url.ts';
import { LENGTH, typed, type Entropy, type SigningPublicKey } from '../../crypto/bytes.ts';
import { Failure } from '../calls/failure.ts';

/**
 * The one-time token a link carries in its fragment.
 * @throws Failure `setup-refused` for anything that is not one
 */
export function linkToken(token: string): Entropy {
  const bytes = fromBase64url(token);
  if (bytes?.length !== LENGTH.Entropy) throw new Failure('setup-refused');
  return typed('Entropy', bytes);
}

/**
 * The authority's key that a link carries in its fragment.
 * @throws Failure `wrong-authority` for anything that is not one
 */
export function linkAuthority(authority: string): SigningPublicKey {
  const bytes = fromBase64url(authority);
  if (bytes?.length !== LENGTH.SigningPublicKey) throw new Failure('wrong-authority');
  return typed('SigningPublicKey', bytes);
}
