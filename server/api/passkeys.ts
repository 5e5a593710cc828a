/** Passkeys: signing in by one, and what an officer may ask about the own ones. */
import * as z from 'zod/mini';
import { nothing } from './anyone.ts';
import { BOX_BYTES } from './boxes.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { seedBox, signIn, unlockMethods } from './officer.ts';
import { bytesOf, bytesUpTo, day } from './wire.ts';

/** As the server keeps it: of the device a public key, and neither its credential's id nor its name. */
const passkey = {
  id: bytesOf('PasskeyId'),
  signInKey: bytesOf('SigningPublicKey'),
  /** COSE: 42 bytes with Ed25519, 77 with P-256, up to 525 with RSA of 4,096 bits. */
  credentialKey: bytesUpTo('CredentialKey', 600, 32),
  wrappedKey: seedBox,
  box: bytesUpTo('BoxBytes', BOX_BYTES.passkeyMost, BOX_BYTES.passkeyLeast),
};

const challenge = z.string().check(z.maxLength(400));

/** `both`: passphrase and passkey together, and neither alone. */
const mode = z.enum(['either', 'both']);

/**
 * What a passkey has its authenticator sign: good once. Known before whose account it is. `wrong-address` where
 * the page was opened at another address than passkeys are verified for.
 */
export const startPasskey = endpoint(
  'POST',
  '/api/officer/sign-in/passkey/start',
  nothing,
  z.strictObject({ challenge }),
);

/** In place of `signIn`, by a passkey, alone or with the passphrase. Unknown and wrong are one answer. */
export const signInByPasskey = endpoint(
  'POST',
  '/api/officer/sign-in/passkey',
  z.strictObject({
    account: bytesOf('AccountId'),
    passkey: bytesOf('PasskeyId'),
    challenge,
    signature: bytesOf('Signature'),
    /** What the authenticator signed, as WebAuthn gives it (§5.2.2), and nothing of extensions: they hold the PRF's output. */
    assertion: z.strictObject({
      /** The flags, the counter, and what a security key adds: never 1,024 bytes. */
      authenticatorData: bytesUpTo('AuthenticatorData', 1024, 37),
      /** JSON with the challenge and the origin, a host name of up to 253 characters. */
      clientData: bytesUpTo('ClientData', 2048),
      /** 512 bytes with RSA of 4,096 bits. */
      signature: bytesUpTo('AssertionSignature', 512),
    }),
  }),
  signIn.answer,
);

export const readPasskeys = endpoint(
  'GET',
  '/api/officer/passkeys',
  nothing,
  z.strictObject({
    mode,
    passkeys: z.array(z.strictObject({ ...passkey, day })).check(z.maxLength(LIMITS.passkeys)),
  }),
);

/**
 * Puts another set in the place of the one that was read, over a signature by what unlocks the account now; all
 * other sessions end. The same request again is no error. `conflict` when the signature is not by what unlocks
 * it now, or the set is another by now.
 */
export const changePasskeys = endpoint(
  'POST',
  '/api/officer/passkeys/change',
  z.strictObject({
    mode,
    passkeys: z.array(z.strictObject(passkey)).check(
      z.maxLength(LIMITS.passkeys),
      z.refine((passkeys) => new Set(passkeys.map(({ id }) => id.join())).size === passkeys.length),
    ),
    /** Of a new passphrase. */
    salt: z.nullable(bytesOf('Salt')),
    /** The way to unlock by passphrase alone, where it is made anew. */
    passphrase: z.nullable(z.strictObject({ signInKey: bytesOf('SigningPublicKey'), wrappedKey: seedBox })),
    /** Hash of the set that was read. */
    previous: bytesOf('Hash'),
    /** Whose sign-in key signed. */
    by: z.union([z.enum(unlockMethods), bytesOf('PasskeyId')]),
    signature: bytesOf('Signature'),
  }),
  nothing,
);
