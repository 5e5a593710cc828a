import type { Hono } from 'hono';
import { changePasskeys, readPasskeys } from '../api/passkeys.ts';
import type { Context } from '../instance/context.ts';
import { equal } from '../../crypto/bytes.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { unlockSetHash, verifyUnlockSet } from '../../crypto/unlock-set.ts';
import { lockUnlockSet, readUnlockSet, replaceUnlockSet } from '../../db/passkeys.ts';
import { inSnapshot, inTransaction } from '../../db/tables.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';
import { requireSession } from '../sign-in/session.ts';
import { endOtherSessions } from '../sign-in/kept-sessions.ts';
import { readSigner } from '../sign-in/signer.ts';

export function addPasskeyRoutes(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, readPasskeys, async (_, http) => {
    const { account } = await requireSession(context, http);
    const { mode, passkeys } = await inSnapshot(db, (transaction) => readUnlockSet(transaction, account));
    return { mode, passkeys: [...passkeys] };
  });

  serve(app, changePasskeys, async ({ by, signature, ...set }, http) => {
    const { account, token, challenge } = await requireSession(context, http);
    const { mode, passkeys, salt, passphrase, previous } = set;
    const fits = mode === 'both' ? passkeys.length > 0 && passphrase === null : !salt === !passphrase;
    if (!fits) throw new Refusal('bad-request');
    const isChanged = await inTransaction(db, async (transaction) => {
      await lockUnlockSet(transaction, account);
      const now = await readUnlockSet(transaction, account);
      const hash = unlockSetHash(now);
      if (equal(unlockSetHash(set), hash)) return false;
      // With neither passphrase nor passkey to go with it, only the words would be left.
      const loses = mode === 'either' && now.mode === 'both' && passphrase === null;
      const change = { instance: instance.id, account, challenge, ...set };
      const signer = await readSigner(transaction, account, by);
      if (loses || !equal(previous, hash) || !signer || !verifyUnlockSet(signer, signature, change)) {
        throw new Refusal('conflict');
      }
      await replaceUnlockSet(transaction, account, set, now, dayOf(context.now()));
      return true;
    });
    if (isChanged) await endOtherSessions(context, account, token);
    return {};
  });
}
