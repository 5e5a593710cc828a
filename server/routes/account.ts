import type { Hono } from 'hono';
import { changeUnlock, endSessions, readSessions } from '../api/account.ts';
import type { Context } from '../instance/context.ts';
import { equal } from '../../crypto/bytes.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { verifyUnlockChange } from '../../crypto/unlock-change.ts';
import { readUnlock, replaceUnlock } from '../../db/accounts.ts';
import { lockUnlockSet } from '../../db/passkeys.ts';
import { inTransaction } from '../../db/tables.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';
import { isOver, requireSession } from '../sign-in/session.ts';
import * as sessions from '../sign-in/kept-sessions.ts';
import { readSigner } from '../sign-in/signer.ts';

export function addAccountRoutes(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, readSessions, async (_, http) => {
    const own = await requireSession(context, http);
    const found = await sessions.readSessions(context, own.account);
    const running = found.filter((session) => !isOver(context, session));
    return {
      sessions: running.map(({ token, started }) => ({
        id: token,
        day: dayOf(started * 1000),
        isThis: equal(token, own.token),
      })),
    };
  });

  serve(app, endSessions, async ({ id }, http) => {
    const { account, token } = await requireSession(context, http);
    if (id === null) await sessions.endOtherSessions(context, account, token);
    else await sessions.endSession(context, id, account);
    return {};
  });

  serve(app, changeUnlock, async ({ by, signature, salt, ...unlock }, http) => {
    const { account, token, challenge } = await requireSession(context, http);
    if ((salt !== null) !== (unlock.method === 'passphrase')) throw new Refusal('bad-request');
    const change = { instance: instance.id, account, salt, challenge, ...unlock };
    const isChanged = await inTransaction(db, async (transaction) => {
      await lockUnlockSet(transaction, account);
      const now = await readUnlock(transaction, account, unlock.method);
      const isDone =
        now !== undefined &&
        equal(now.unlock.signInKey, unlock.signInKey) &&
        equal(now.unlock.wrappedKey, unlock.wrappedKey);
      if (isDone) return false;
      const signer = await readSigner(transaction, account, by);
      // A passphrase that does not unlock alone is changed together with the passkeys it goes with.
      if (now === undefined || signer === undefined || !verifyUnlockChange(signer, signature, change)) {
        throw new Refusal('conflict');
      }
      if (!(await replaceUnlock(transaction, account, unlock, salt))) throw new Refusal('conflict');
      return true;
    });
    if (isChanged) await sessions.endOtherSessions(context, account, token);
    return {};
  });
}
