/** What an authenticator signed at a sign-in by passkey, verified (PROTOCOL §9, WebAuthn §7.2). */
import { toBase64url } from '../../crypto/base64url.ts';
import { utf8, type CredentialKey } from '../../crypto/bytes.ts';
import { sodium } from '../../crypto/sodium.ts';
import type { Site } from './site.ts';

export interface Assertion {
  readonly authenticatorData: Uint8Array;
  /** `clientDataJSON`. */
  readonly clientData: Uint8Array;
  readonly signature: Uint8Array;
}

/** Verified in place of an unknown passkey's key, so that unknown and wrong take the same work: P-256's base point. */
const NOBODY =
  'a5010203262001' +
  '2158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
  '2258204fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5';

/** The id of the credential is nothing that is signed, and the server does not know it. */
const ID = 'passkey';

/**
 * Whether the authenticator was there: it signed this challenge, asked for by a page of this site, with the key that was
 * added, for somebody it recognised.
 * @param site null where no passkey can be verified
 * @param credentialKey null for a passkey that there is not
 * @returns what the authenticator has counted to, 0 where it does not count: whether that is more than before is for
 *   the database to say, in one step; null where anything is wrong
 */
export async function verifyAssertion(
  site: Site | null,
  challenge: string,
  { authenticatorData, clientData, signature }: Assertion,
  credentialKey: CredentialKey | null,
): Promise<number | null> {
  // Loaded by the first passkey: it takes 21 MB, a quarter of a server at rest.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  if (site === null) return null;
  const key = credentialKey ?? sodium.from_hex(NOBODY);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: ID,
        rawId: ID,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          authenticatorData: toBase64url(authenticatorData),
          clientDataJSON: toBase64url(clientData),
          signature: toBase64url(signature),
        },
      },
      expectedChallenge: toBase64url(utf8(challenge)),
      expectedOrigin: [...site.origins],
      expectedRPID: site.rpId,
      expectedType: 'webauthn.get',
      requireUserVerification: true,
      credential: { id: ID, publicKey: new Uint8Array(key), counter: 0 },
    });
    return verified && credentialKey !== null ? authenticationInfo.newCounter : null;
  } catch {
    // The library says what was wrong by throwing: nobody is told.
    return null;
  }
}
