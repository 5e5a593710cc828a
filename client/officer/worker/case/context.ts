/** What reading and writing cases takes. */
import type { PersonId } from '../../../../crypto/bytes.ts';
import type { PersonKeys } from '../../../../crypto/person.ts';
import type { Purpose } from '../../../../crypto/request.ts';
import type { Api } from '../../../calls/api.ts';
import type { KnownDirectory } from '../../../directory/directory.ts';
import { signAccess } from './keys.ts';
import type { DirectoryVersions } from '../directory/versions.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { KeyringCase } from '../keyring/case.ts';

export interface CaseContext {
  readonly api: Api;
  /** Replaced when a newer one was found to follow it. */
  known: KnownDirectory;
  readonly versions: DirectoryVersions;
  /** Goes on to the newest directory, once it was found to follow the one known. */
  readonly follow: () => Promise<unknown>;
  readonly keys: PersonKeys;
  readonly person: PersonId;
  readonly keyring: Keyring;
  /** What access keys sign during this session. */
  readonly sessionChallenge: string;
}

/** Shows the server that the newest shared key of a case is held. */
export function accessTo(kept: KeyringCase, purpose: Purpose, context: CaseContext) {
  const { sessionChallenge: challenge, known } = context;
  return signAccess(kept, purpose, { instance: known.directory.instance, challenge });
}
