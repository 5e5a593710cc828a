/** Setting an instance up, once, with the link the server printed. */
import * as z from 'zod/mini';
import { nothing, signedDirectory } from './anyone.ts';
import { endpoint } from './endpoint.ts';
import { LIMITS } from './limits.ts';
import { seedBox, unlockMethods } from './officer.ts';
import { bytesOf } from './wire.ts';

/** 128 bits from the link's fragment. */
const token = bytesOf('Entropy');

/** What the browser needs before it can make keys. `setup-refused` for a link that was used. */
export const checkSetup = endpoint(
  'POST',
  '/api/setup/check',
  z.strictObject({ token }),
  z.strictObject({ instance: bytesOf('InstanceId'), notary: bytesOf('SigningPublicKey') }),
);

/** An account: what the server keeps to let a person in, nothing that unlocks. */
export const account = z.strictObject({
  id: bytesOf('AccountId'),
  person: bytesOf('PersonId'),
  salt: bytesOf('Salt'),
  vault: seedBox,
  /** The authority's seed, for the account that made it. */
  authorityVault: z.nullable(seedBox),
  unlocks: z
    .array(
      z.strictObject({
        method: z.enum(unlockMethods),
        signInKey: bytesOf('SigningPublicKey'),
        wrappedKey: seedBox,
      }),
    )
    .check(
      z.minLength(1),
      z.maxLength(2),
      z.refine((unlocks) => new Set(unlocks.map((unlock) => unlock.method)).size === unlocks.length),
    ),
});

export type Account = z.output<typeof account>;

/** Stores the first directory and its first account, both or neither. */
export const setUp = endpoint(
  'POST',
  '/api/setup',
  z.strictObject({ token, directory: signedDirectory, account }),
  nothing,
  LIMITS.directoryBodyBytes,
);
