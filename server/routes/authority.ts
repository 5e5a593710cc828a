import type { Context as HonoContext, Hono } from 'hono';
import {
  acceptInvitation,
  checkInvitation,
  invite,
  publishDirectory,
  readInvitations,
  readNotary,
  withdrawInvitation,
} from '../api/authority.ts';
import { parseDirectory } from '../api/directory.ts';
import { LIMITS } from '../api/limits.ts';
import type { Context } from '../instance/context.ts';
import { newestNotary } from '../instance/instance.ts';
import { verifyAuthorisation, type AuthorityPurpose } from '../../crypto/authorisation.ts';
import { equal, type Entropy, type Hash, type Signature } from '../../crypto/bytes.ts';
import {
  directoryHash,
  verifyDirectory,
  verifySuccessor,
  type DirectoryPerson,
} from '../../crypto/directory.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { hash } from '../../crypto/hash.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { addAccount, removeAccount } from '../../db/accounts.ts';
import { addDirectory, newestDirectory } from '../../db/directories.ts';
import * as invitations from '../../db/invitations.ts';
import { inTransaction } from '../../db/tables.ts';
import { DAY, isOpen, openDays } from './expiry.ts';
import { Refusal } from '../answers/refusal.ts';
import { serve } from '../answers/serve.ts';
import { requireSession } from '../sign-in/session.ts';

export function addAuthorityRoutes(app: Hono, context: Context): void {
  addPublishRoute(app, context);
  addInvitingRoutes(app, context);
  addInvitedRoutes(app, context);
}

function addPublishRoute(app: Hono, context: Context): void {
  const { db, instance } = context;

  serve(app, publishDirectory, async ({ directory }, http) => {
    const { account } = await requireSession(context, http);
    const next = parseDirectory(directory.text);
    const newest = await newestDirectory(db);
    if (next === null || newest === undefined) throw new Refusal('bad-request');
    const known = parseDirectory(newest.text);
    if (known === null) throw new Refusal('server-failed');
    const { version, authority, notary, people } = known;
    // The one that stamps now, or the one that was drawn last: an earlier one never comes back.
    const isNotary = [notary, newestNotary(instance).key].some((key) => equal(next.notary, key));
    const isOurs = equal(next.instance, instance.id) && equal(next.authority, authority);
    if (!isNotary || !isOurs) throw new Refusal('bad-request');
    try {
      verifyDirectory(authority, directory);
      verifySuccessor({ version, people, hash: directoryHash(newest.text) }, next);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      // Another version came first, or this one can never be.
      const isLate = error.code === 'rolled-back' || error.code === 'broken-chain';
      throw new Refusal(isLate ? 'conflict' : 'bad-request');
    }
    const bytes = directory.text.length;
    await context.limits.space.check('officer', bytes);
    const isAdded = await context.limits.officerDays.within(
      { account, now: context.now(), bytes },
      () => inTransaction(db, (added) => addDirectory(added, { version: next.version, ...directory })),
      (outcome) => outcome,
    );
    if (!isAdded) throw new Refusal('conflict');
    await context.newest.version();
    return {};
  });
}

function addInvitingRoutes(app: Hono, context: Context): void {
  const { db } = context;

  serve(app, invite, async ({ authorisation, invitation }, http) => {
    await checkAuthority(context, http, authorisation, 'invite', invitation);
    const kept = await invitations.readInvitations(db);
    if (kept.length >= LIMITS.invitations) throw new Refusal('too-large');
    const expires = dayOf(context.now() + LIMITS.invitationDays * DAY);
    return { expires: await invitations.addInvitation(db, invitation, expires) };
  });

  serve(app, readNotary, async ({ authorisation }, http) => {
    await checkAuthority(context, http, authorisation, 'notary', new Uint8Array());
    return { notary: newestNotary(context.instance).key };
  });

  serve(app, readInvitations, async ({ authorisation }, http) => {
    await checkAuthority(context, http, authorisation, 'invitations', new Uint8Array());
    return { invitations: await invitations.readInvitations(db) };
  });

  serve(app, withdrawInvitation, async ({ authorisation, invitation }, http) => {
    await checkAuthority(context, http, authorisation, 'withdraw', invitation);
    const { people } = await context.newest.directory();
    await inTransaction(db, async (transaction) => {
      const person = await invitations.removeInvitation(transaction, invitation);
      const admitted = person !== null && people.some((known) => equal(known.id, person));
      if (person !== null && !admitted) await removeAccount(transaction, person);
    });
    return {};
  });
}

function addInvitedRoutes(app: Hono, context: Context): void {
  const { db } = context;

  serve(app, checkInvitation, async ({ token }) => {
    const found = await invitations.readInvitation(db, tokenHash(token));
    const works = found?.accepted === null && isOpen(context, found.expires, LIMITS.invitationDays);
    if (found === undefined || !works) throw new Refusal('setup-refused');
    return { expires: found.expires };
  });

  serve(app, acceptInvitation, async ({ token, person, account }) => {
    if (!equal(person.id, account.person) || account.authorityVault !== null)
      throw new Refusal('bad-request');
    // The authority could never admit somebody with an id or a key of somebody who is there.
    const { people } = await context.newest.directory();
    if (people.some((known) => isLike(known, person))) throw new Refusal('bad-request');
    const { unlocks, ...record } = account;
    await inTransaction(db, async (transaction) => {
      const days = openDays(context, LIMITS.invitationDays);
      if (!(await invitations.acceptInvitation(transaction, tokenHash(token), person, days))) {
        throw new Refusal('setup-refused');
      }
      if (!(await addAccount(transaction, record, unlocks))) throw new Refusal('conflict');
    });
    return {};
  });
}

/** @throws Refusal `signed-out` without a session, `not-found` when the authority did not authorise it */
async function checkAuthority(
  context: Context,
  http: HonoContext,
  authorisation: Signature,
  purpose: AuthorityPurpose,
  subject: Uint8Array,
): Promise<void> {
  const { challenge } = await requireSession(context, http);
  const { authority } = await context.newest.directory();
  const what = { instance: context.instance.id, purpose, subject, challenge };
  if (!verifyAuthorisation(authority, authorisation, what)) throw new Refusal('not-found');
}

function isLike(one: DirectoryPerson, other: DirectoryPerson): boolean {
  return equal(one.id, other.id) || equal(one.kem, other.kem) || equal(one.signing, other.signing);
}

function tokenHash(token: Entropy): Hash {
  return hash('sotto/invitation/v1', token);
}
