/** What makes an installation this one: its id, kept in the database, and the secrets that follow from the server's key. */
import {
  equal,
  typed,
  type Entropy,
  type Hash,
  type InstanceId,
  type SigningPublicKey,
  type SigningSeed,
} from '../../crypto/bytes.ts';
import { logName } from '../../crypto/checkpoint.ts';
import { hash, keyedHash } from '../../crypto/hash.ts';
import { signNote, type Note } from '../../crypto/note.ts';
import { signerOf, signingPublicKey, type Signer } from '../../crypto/signature.ts';
import { sodium } from '../../crypto/sodium.ts';
import { newestDirectory } from '../../db/directories.ts';
import { keepSetting, readSetting, replaceSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { ServerKey } from './key.ts';
import { StartFailure } from '../operator/start-failure.ts';

export interface Instance {
  readonly id: InstanceId;
  /** Every key of the notary, the newest last: it stamps with the one that the newest directory names. */
  readonly notaries: readonly Notary[];
  /** Authenticates challenges, invents salts for unknown accounts, and seals what the server alone reads. */
  readonly secret: Hash;
}

export interface Notary {
  readonly key: SigningPublicKey;
  /** Signs stamps. It proves a day, and opens nothing. */
  readonly stamper: Signer;
  /** Signs a state of the log. */
  readonly signCheckpoint: (text: string) => Note;
}

/** Name of the setting that holds the hash of the set-up link's token. */
export const SETUP_SETTING = 'setup-token';

const ID_SETTING = 'instance';
/** Says which key the database belongs to, and nothing of it. */
const KEY_SETTING = 'key';

/** Whether a database belongs to no server's key yet. */
export async function isNewInstance(db: Database): Promise<boolean> {
  return (await readSetting(db, ID_SETTING)) === undefined;
}

/**
 * @param key the server's own: every process on one database has the same
 * @throws StartFailure in words where the database belongs to another
 */
export async function loadInstance(db: Database, { key, draws }: ServerKey): Promise<Instance> {
  const id = typed('InstanceId', await keepSetting(db, ID_SETTING, sodium.randombytes_buf(16)));
  const fit = keyedHash(key, 'sotto/server-key/v1', id);
  if (!equal(await keepSetting(db, KEY_SETTING, fit), fit)) {
    throw new StartFailure(
      'this key is not the one the database was begun with. Servers on one database are all given the same key: ' +
        'copy the key file of the first, or set SOTTO_KEY alike for all.',
    );
  }
  const secret = keyedHash(key, 'sotto/server-secret/v1', id);
  const seeds = [[], ...draws.map((draw) => [draw])].map((draw) =>
    keyedHash(key, 'sotto/notary/v1', id, ...draw),
  );
  return { id, notaries: seeds.map((seed) => notaryOf(id, typed('SigningSeed', seed))), secret };
}

function notaryOf(id: InstanceId, seed: SigningSeed): Notary {
  return {
    key: signingPublicKey(seed),
    stamper: signerOf(seed),
    signCheckpoint: (text) => signNote(text, logName(id), seed),
  };
}

/** The one that a line is begun with, and that the authority may name next. */
export function newestNotary({ notaries }: Instance): Notary {
  return notaries.at(-1)!;
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
