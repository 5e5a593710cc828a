/** The key that must have signed a change of what unlocks an account. */
import type { AccountId, PasskeyId, SigningPublicKey } from '../../crypto/bytes.ts';
import { readUnlock, type UnlockMethodName } from '../../db/accounts.ts';
import { readPasskeyUnlock } from '../../db/passkeys.ts';
import type { Database } from '../../db/tables.ts';

/** @param by a way to unlock by its name, or a passkey by its id. @returns undefined when there is none such now */
export async function readSigner(
  db: Database,
  account: AccountId,
  by: UnlockMethodName | PasskeyId,
): Promise<SigningPublicKey | undefined> {
  const found =
    typeof by === 'string' ? await readUnlock(db, account, by) : await readPasskeyUnlock(db, account, by);
  return found?.unlock.signInKey;
}
