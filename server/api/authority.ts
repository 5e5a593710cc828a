/** What the authority may ask: to publish, and to invite. It reads nothing of any case. */
import * as z from 'zod/mini';
import { nothing, signedDirectory } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { account } from './setup.ts';
import { bytesOf, day } from './wire.ts';

/** The authority's signature over what is asked and the session (PROTOCOL §10). */
const authorised = { authorisation: bytesOf('Signature') };

/** Publishes the next version: signed by the authority, following the newest. `conflict` when another came first. */
export const publishDirectory = endpoint(
  'POST',
  '/api/authority/publish',
  z.strictObject({ directory: signedDirectory }),
  nothing,
  LIMITS.directoryBodyBytes,
);

/**
 * Makes an invitation; the token itself stays in the link, which the authority hands over. Until when it works the server
 * says: `LIMITS.invitationDays` from its own day on.
 */
export const invite = endpoint(
  'POST',
  '/api/authority/invite',
  z.strictObject({ ...authorised, invitation: bytesOf('Hash') }),
  z.strictObject({ expires: day }),
);

/** Public keys of a person. */
export const personKeys = z.strictObject({
  id: bytesOf('PersonId'),
  kem: bytesOf('KemPublicKey'),
  signing: bytesOf('SigningPublicKey'),
});

export const readInvitations = endpoint(
  'POST',
  '/api/authority/invitations',
  z.strictObject(authorised),
  z.strictObject({
    invitations: z.array(
      z.strictObject({ id: bytesOf('Hash'), expires: day, accepted: z.nullable(personKeys) }),
    ),
  }),
);

/** The key of the notary that was drawn last: the one that the directory names, or one for its next version. */
export const readNotary = endpoint(
  'POST',
  '/api/authority/notary',
  z.strictObject(authorised),
  z.strictObject({ notary: bytesOf('SigningPublicKey') }),
);

/** Withdraws an invitation, and the account made with it unless its person is in the directory. */
export const withdrawInvitation = endpoint(
  'POST',
  '/api/authority/withdraw',
  z.strictObject({ ...authorised, invitation: bytesOf('Hash') }),
  nothing,
);

/** 128 bits from the link's fragment. */
const token = bytesOf('Entropy');

/** What an invited person's browser needs. `setup-refused` for a link that was used, withdrawn or expired. */
export const checkInvitation = endpoint(
  'POST',
  '/api/invitation/check',
  z.strictObject({ token }),
  z.strictObject({ expires: day }),
);

/** Stores the keys and the account an invited person made. The authority admits them by publishing. */
export const acceptInvitation = endpoint(
  'POST',
  '/api/invitation/accept',
  z.strictObject({ token, person: personKeys, account }),
  nothing,
);
