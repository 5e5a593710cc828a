/** What makes an installation this one: its id and the server's own secrets, made at the first start. */
import { typed, type Entropy, type InstanceId, type SigningPublicKey } from '../crypto/bytes.ts';
import { hash } from '../crypto/hash.ts';
import { signerOf, signingPublicKey, type Signer } from '../crypto/signature.ts';
import { sodium } from '../crypto/sodium.ts';
import { newestDirectory } from '../db/directories.ts';
import { keepSetting, replaceSetting } from '../db/settings.ts';
import type { Database } from '../db/tables.ts';

export interface Instance {
  readonly id: InstanceId;
  /** Signs stamps. It proves a day, and opens nothing. */
  readonly notary: Signer;
  readonly notaryKey: SigningPublicKey;
  /** Authenticates challenges, and invents salts for unknown accounts. */
  readonly secret: Uint8Array;
}

/** Name of the setting that holds the hash of the set-up link's token. */
export const SETUP_SETTING = 'setup-token';

export async function loadInstance(db: Database): Promise<Instance> {
  const id = typed('InstanceId', await keepSetting(db, 'instance', sodium.randombytes_buf(16)));
  const notarySeed = typed('SigningSeed', await keepSetting(db, 'notary-seed', sodium.randombytes_buf(32)));
  const secret = await keepSetting(db, 'server-secret', sodium.randombytes_buf(32));
  return { id, notary: signerOf(notarySeed), notaryKey: signingPublicKey(notarySeed), secret };
}

/**
 * A token for the link that sets the instance up, or null when that was done. A new start prints a new
 * link; the one before stops working, so that only whoever reads this terminal can set up.
 */
export async function newSetupToken(db: Database): Promise<Entropy | null> {
  if ((await newestDirectory(db)) !== undefined) return null;
  const token = typed('Entropy', sodium.randombytes_buf(16));
  await replaceSetting(db, SETUP_SETTING, hash('sotto/setup/v1', token));
  return token;
}
