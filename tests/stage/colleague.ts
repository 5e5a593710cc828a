/** A second officer, or a custodian, invited and admitted through sessions, at every door. */
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { apiOf, newOfficer, type Instance } from './running.ts';

export const CUSTODIAN = { name: 'Custodian', account: 'carla', role: 'custodian' } as const;

export const COLLEAGUE = {
  name: 'Second officer',
  account: 'bela',
  passphrase: 'a long enough passphrase',
} as const;

/** The first officer, with the office open. */
export async function authorityOf(instance: Instance, made: SetupResult): Promise<OfficerSession> {
  const authority = await newOfficer(instance, made.recoveryWords);
  await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  return authority;
}

/** @param who the name in the directory, and the one to sign in with */
export async function admitColleague(
  instance: Instance,
  made: SetupResult,
  who: {
    readonly name: string;
    readonly account: string;
    readonly role?: 'officer' | 'custodian';
  } = COLLEAGUE,
) {
  const authority = await authorityOf(instance, made);
  const { token } = await authority.office.invite();
  const newcomer = new OfficerSession(apiOf(instance));
  await newcomer.invitation.check(token, made.authority);
  const taken = await newcomer.invitation.takeUp({
    token,
    authority: made.authority,
    accountName: who.account,
    passphrase: COLLEAGUE.passphrase,
  });
  const view = await authority.office.view();
  const invitation = view.invitations[0]!;
  if (String(invitation.words) !== String(taken.words)) throw new Error('the six words differ');
  const admitted = {
    invitation: invitation.id,
    keys: invitation.keys!,
    name: who.name,
    role: who.role ?? 'officer',
    doors: view.doors.map((door) => door.id),
  };
  const published = await authority.office.publish({ ...draftOf(view), admit: [admitted] });
  return { authority, token, taken, published };
}

/** Everybody who may be is chosen to help somebody who signed in by words. */
export async function chooseEverybody(session: OfficerSession, words: readonly string[]): Promise<void> {
  const { candidates } = await session.circle.view();
  const ids = candidates.map(({ id }) => id);
  await session.circle.choose({ method: 'words', words: words.join(' ') }, ids);
}
