import type { Hono } from 'hono';
import { parseDirectory } from '../api/directory.ts';
import { checkSetup, setUp } from '../api/setup.ts';
import type { Context } from '../instance/context.ts';
import { newestNotary } from '../instance/instance.ts';
import { equal, type Entropy, type Hash } from '../../crypto/bytes.ts';
import { verifyDirectory } from '../../crypto/directory.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { hash } from '../../crypto/hash.ts';
import { addAccount } from '../../db/accounts.ts';
import { addDirectory } from '../../db/directories.ts';
import { readSetting, takeSetting } from '../../db/settings.ts';
import { inTransaction } from '../../db/tables.ts';
import { SETUP_SETTING } from '../instance/instance.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';

export function addSetupRoutes(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, checkSetup, async ({ token }) => {
    const expected = await readSetting(db, SETUP_SETTING);
    if (expected === undefined || !equal(expected, tokenHash(token))) throw new Refusal('setup-refused');
    return { instance: instance.id, notary: newestNotary(instance).key };
  });

  serve(app, setUp, async ({ token, directory, account }) => {
    const parsed = parseDirectory(directory.text);
    const isFirst = parsed?.version === 1 && parsed.previous === null;
    if (
      !isFirst ||
      !equal(parsed.instance, instance.id) ||
      !equal(parsed.notary, newestNotary(instance).key)
    ) {
      throw new Refusal('bad-request');
    }
    if (!parsed.people.some((person) => equal(person.id, account.person))) throw new Refusal('bad-request');
    try {
      verifyDirectory(parsed.authority, directory);
    } catch (error) {
      if (error instanceof CryptoError) throw new Refusal('bad-request');
      throw error;
    }
    const { unlocks, ...record } = account;
    await inTransaction(db, async (transaction) => {
      // The token goes with the set-up itself: of two at the same instant, one succeeds.
      if (!(await takeSetting(transaction, SETUP_SETTING, tokenHash(token))))
        throw new Refusal('setup-refused');
      const added = await addDirectory(transaction, { version: 1, ...directory });
      if (!added || !(await addAccount(transaction, record, unlocks))) throw new Refusal('conflict');
    });
    return {};
  });
}

function tokenHash(token: Entropy): Hash {
  return hash('sotto/setup/v1', token);
}
