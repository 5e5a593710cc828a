/** What an officer may ask about the own account: its sessions, and what unlocks it. */
import * as z from 'zod/mini';
import { nothing } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { seedBox, unlockMethods } from './officer.ts';
import { bytesOf, day } from './wire.ts';

/** Sessions that have not ended. The server keeps the day they began and nothing of the device. */
export const readSessions = endpoint(
  'GET',
  '/api/officer/sessions',
  nothing,
  z.strictObject({
    sessions: z.array(z.strictObject({ id: bytesOf('Hash'), day, isThis: z.boolean() })),
  }),
);

/** Ends a session of this account; null ends all but the one that asks. One that is gone is no error. */
export const endSessions = endpoint(
  'POST',
  '/api/officer/sessions/end',
  z.strictObject({ id: z.nullable(bytesOf('Hash')) }),
  nothing,
);

/**
 * Replaces what unlocks the account, over a signature by what unlocks it now; all other sessions end. The same
 * request again is no error. `conflict` when the signature is not by what unlocks it now.
 */
export const changeUnlock = endpoint(
  'POST',
  '/api/officer/unlock',
  z.strictObject({
    method: z.enum(unlockMethods),
    /** For a passphrase, and only for one. */
    salt: z.nullable(bytesOf('Salt')),
    signInKey: bytesOf('SigningPublicKey'),
    wrappedKey: seedBox,
    /** Whose sign-in key signed. */
    by: z.union([z.enum(unlockMethods), bytesOf('PasskeyId')]),
    signature: bytesOf('Signature'),
  }),
  nothing,
);
