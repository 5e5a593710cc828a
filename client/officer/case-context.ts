/** What reading and writing cases takes. */
import type { PersonId } from '../../crypto/bytes.ts';
import type { PersonKeys } from '../../crypto/person.ts';
import type { Purpose } from '../../crypto/request.ts';
import type { Api } from '../api.ts';
import type { KnownDirectory } from '../directory.ts';
import { signAccess } from './case-keys.ts';
import type { DirectoryLine } from './directory-line.ts';
import type { Keyring } from './keyring.ts';
import type { KeyringCase } from './keyring-case.ts';

export interface CaseContext {
  readonly api: Api;
  /** Replaced when a newer one was found to follow it. */
  known: KnownDirectory;
  readonly line: DirectoryLine;
  readonly keys: PersonKeys;
  readonly person: PersonId;
  readonly keyring: Keyring;
  /** What access keys sign during this session. */
  readonly sessionChallenge: string;
}

/** Shows the server that the newest shared key of a case is held. */
export function accessTo(known: KeyringCase, purpose: Purpose, context: CaseContext) {
  const { sessionChallenge: challenge, known: office } = context;
  return signAccess(known, purpose, { instance: office.directory.instance, challenge });
}
