/** What the browser and the device do with a passkey. In the page: a worker has no WebAuthn. */
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { AuthenticationExtensionsClientOutputs } from '@simplewebauthn/browser';
import { fromBase64url, toBase64url } from '../../../../crypto/base64url.ts';
import { utf8, type Bytes, type CredentialKey } from '../../../../crypto/bytes.ts';
import { Failure, type FailureCode } from '../../../calls/failure.ts';
import type { PasskeyAnswer } from '../../worker/account/account.ts';
import { credentialKeyOf } from './credential-key.ts';
import type { NewPasskey, PasskeyCreation, PasskeyRequest } from '../../worker/account/own-passkeys.ts';

/** ES256, EdDSA and RS256, as COSE numbers: what the server verifies. */
const ALGORITHMS = [-7, -8, -257].map((alg) => ({ type: 'public-key' as const, alg }));

/** Whether this browser knows passkeys that open something. Where it does not say, trying is the only way to know. */
export async function passkeysWork(): Promise<boolean> {
  if (!isSecureContext || !browserSupportsWebAuthn()) return false;
  const known = PublicKeyCredential as unknown as {
    getClientCapabilities?: () => Promise<Record<string, boolean>>;
  };
  try {
    const capabilities = (await known.getClientCapabilities?.()) ?? {};
    return capabilities['extension:prf'] !== false;
  } catch {
    return false;
  }
}

/** @throws Failure `passkey-cancelled`, `passkey-unfit`, `passkey-refused` */
export async function askPasskey(request: PasskeyRequest): Promise<PasskeyAnswer> {
  const { input, credentials } = request;
  const challenge = request.challenge ?? randomChallenge();
  const { rawId, response, clientExtensionResults } = await inWords(() =>
    startAuthentication({
      optionsJSON: {
        challenge: toBase64url(utf8(challenge)),
        rpId: location.hostname,
        allowCredentials: credentials.map(descriptor),
        userVerification: 'required',
        extensions: { prf: { eval: { first: bufferOf(input) } } },
      },
    }),
  );
  const output = outputOf(clientExtensionResults);
  const account = fromBase64url(response.userHandle ?? '');
  if (output === null || account === null) throw new Failure('passkey-unfit');
  const assertion = {
    authenticatorData: bytesOf(response.authenticatorData) as Bytes<'AuthenticatorData'>,
    clientData: bytesOf(response.clientDataJSON) as Bytes<'ClientData'>,
    signature: bytesOf(response.signature) as Bytes<'AssertionSignature'>,
  };
  return { account, credential: bytesOf(rawId), output, challenge, assertion };
}

/**
 * Has the device make a passkey, and use it.
 * @param names what the device shows: the office, and what the person calls the passkey
 * @throws Failure `passkey-cancelled`, `passkey-known`, `passkey-unfit`, `passkey-refused`
 */
export async function createPasskey(
  { input, account, known }: PasskeyCreation,
  names: { readonly office: string; readonly passkey: string },
): Promise<Omit<NewPasskey, 'name'>> {
  const { rawId, response, clientExtensionResults } = await inWords(() =>
    startRegistration({
      optionsJSON: {
        challenge: toBase64url(utf8(randomChallenge())),
        rp: { id: location.hostname, name: names.office },
        user: { id: toBase64url(account), name: names.passkey, displayName: names.passkey },
        pubKeyCredParams: ALGORITHMS,
        authenticatorSelection: {
          residentKey: 'required',
          requireResidentKey: true,
          userVerification: 'required',
        },
        attestation: 'none',
        excludeCredentials: known.map(descriptor),
        extensions: { prf: { eval: { first: bufferOf(input) } } },
      },
    }),
  );
  const credential = bytesOf(rawId);
  const credentialKey = keyIn(bytesOf(response.authenticatorData ?? ''));
  const output = outputOf(clientExtensionResults);
  if (output !== null) return { credential, credentialKey, output };
  if (clientExtensionResults.prf?.enabled === false) throw new Failure('passkey-unfit');
  // Many devices evaluate nothing while they make it.
  const asked = await askPasskey({ input, credentials: [credential], challenge: null });
  return { credential, credentialKey, output: asked.output };
}

/** Where nobody verifies what the device signs: what it makes, or what it opens here (PROTOCOL §9). */
function randomChallenge(): string {
  return toBase64url(crypto.getRandomValues(new Uint8Array(32)));
}

function descriptor(credential: Uint8Array) {
  return { type: 'public-key' as const, id: toBase64url(credential) };
}

function bytesOf(spelt: string): Uint8Array {
  const bytes = fromBase64url(spelt);
  if (bytes === null) throw new Failure('passkey-unfit');
  return bytes;
}

function keyIn(authenticatorData: Uint8Array): CredentialKey {
  try {
    return credentialKeyOf(authenticatorData);
  } catch {
    throw new Failure('passkey-unfit');
  }
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function outputOf({ prf }: AuthenticationExtensionsClientOutputs): Uint8Array | null {
  const first = prf?.results?.first;
  if (first === undefined) return null;
  return first instanceof ArrayBuffer
    ? new Uint8Array(first)
    : new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice();
}

const CODES: Readonly<Record<string, FailureCode>> = {
  // Also where there is no passkey for this line, and where there was no answer in time: browsers do not tell.
  NotAllowedError: 'passkey-cancelled',
  AbortError: 'passkey-cancelled',
  InvalidStateError: 'passkey-known',
  ConstraintError: 'passkey-unfit',
  NotSupportedError: 'passkey-unfit',
  SecurityError: 'passkey-refused',
};

async function inWords<T>(ceremony: () => Promise<T>): Promise<T> {
  try {
    return await ceremony();
  } catch (error) {
    throw new Failure((error instanceof Error && CODES[error.name]) || 'unexpected');
  }
}
