/** A device with a passkey: a credential, a PRF that always gives the same, and a key that signs like one. */
import {
  createHash,
  generateKeyPairSync,
  sign,
  type KeyObject,
  type KeyPairKeyObjectResult,
} from 'node:crypto';
import { concat, u32, utf8, type Bytes, type CredentialKey } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import type { PasskeyAnswer, Secret } from '../../client/officer/worker/account/account.ts';
import type { NewPasskey } from '../../client/officer/worker/account/own-passkeys.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';

/** WebAuthn §6.1: somebody was there, and was recognised. */
export const [PRESENT, VERIFIED] = [0x01, 0x04];

/** What an authenticator and a browser say besides the challenge. */
export interface Said {
  readonly origin: string;
  readonly rpId: string;
  readonly type: string;
  readonly flags: number;
  /** 0 where the device does not count. */
  readonly counter: number;
}

const HERE: Said = {
  origin: 'http://sotto.test',
  rpId: 'sotto.test',
  type: 'webauthn.get',
  flags: PRESENT | VERIFIED,
  counter: 0,
};

/** A passkey that was used before it is known for which challenge. */
export type Touched = PasskeyAnswer & { readonly device: Device };

/** Keys as the page asks for them, and how COSE writes them (RFC 9053 §2 and §7, RFC 8812 §2). */
const ALGORITHMS = {
  ES256: {
    make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    cose: ['a5010203262001215820', 'x', '225820', 'y'],
  },
  EdDSA: { make: () => generateKeyPairSync('ed25519'), cose: ['a4010103272006215820', 'x'] },
  RS256: {
    make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    cose: ['a401030339010020590100', 'n', '2143', 'e'],
  },
};

export class Device {
  readonly name: string;
  readonly credential = crypto.getRandomValues(new Uint8Array(32));
  readonly prf = crypto.getRandomValues(new Uint8Array(32));
  readonly credentialKey: CredentialKey;
  readonly #key: KeyObject;
  readonly #digest: 'sha256' | null;

  /** @param keys random ones, where none are given */
  constructor(name: string, algorithm: keyof typeof ALGORITHMS = 'ES256', keys?: KeyPairKeyObjectResult) {
    const { make, cose } = ALGORITHMS[algorithm];
    const { publicKey, privateKey } = keys ?? make();
    const numbers = publicKey.export({ format: 'jwk' }) as Record<string, string>;
    this.name = name;
    // Its fixed parts are in hexadecimal, its numbers by their names in a JWK.
    const parts = cose.map((part) =>
      part.length === 1 ? Buffer.from(numbers[part]!, 'base64url') : Buffer.from(part, 'hex'),
    );
    this.credentialKey = concat(...parts) as CredentialKey;
    this.#key = privateKey;
    this.#digest = algorithm === 'EdDSA' ? null : 'sha256';
  }

  /** What it gives when its passkey is made. Fresh bytes: whoever takes them wipes them. */
  made(): NewPasskey {
    const { name, credential, credentialKey, prf } = this;
    return { name, credential, credentialKey, output: prf.slice() };
  }

  /** What it gives when its passkey is used, where nobody verifies what it signs. */
  touch(account: Uint8Array): Touched {
    const { credential, prf } = this;
    const challenge = 'nobody’s';
    const assertion = this.sign(challenge);
    return { account, credential, output: prf.slice(), challenge, assertion, device: this };
  }

  sign(challenge: string, said: Partial<Said> = {}): PasskeyAnswer['assertion'] {
    const { origin, rpId, type, flags, counter } = { ...HERE, ...said };
    const host = createHash('sha256').update(rpId).digest();
    const authenticatorData = concat(host, Uint8Array.of(flags), u32(counter));
    const told = { type, challenge: toBase64url(utf8(challenge)), origin, crossOrigin: false };
    const clientData = utf8(JSON.stringify(told));
    const signed = concat(authenticatorData, createHash('sha256').update(clientData).digest());
    const signature = new Uint8Array(sign(this.#digest, signed, this.#key));
    return {
      authenticatorData: authenticatorData as Bytes<'AuthenticatorData'>,
      clientData: clientData as Bytes<'ClientData'>,
      signature: signature as Bytes<'AssertionSignature'>,
    };
  }
}

/** Signs in as a page does: where there is a passkey, its device signs the challenge that the server gives. */
export async function signInBy(session: OfficerSession, name: string, secret: Secret): Promise<void> {
  if (!('passkey' in secret)) {
    await session.signIn(name, secret);
    return;
  }
  const { passkey } = secret;
  const { challenge } = await session.passkeys.request();
  const assertion = (passkey as Touched).device.sign(challenge ?? '');
  // A passkey says whose it is.
  await session.signIn('', { ...secret, passkey: { ...passkey, challenge: challenge ?? '', assertion } });
}
