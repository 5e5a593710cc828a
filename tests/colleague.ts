/** A second officer, invited and admitted through sessions, at every door. */
import { OfficerSession } from '../client/officer/session.ts';
import { draftOf } from '../client/officer/office-draft.ts';
import type { SetupResult } from '../client/officer/setup.ts';
import { apiOf, newOfficer, type Instance } from './running.ts';

export const COLLEAGUE = {
  name: 'Second officer',
  account: 'bela',
  passphrase: 'a long enough passphrase',
} as const;

export async function admitColleague(instance: Instance, made: SetupResult) {
  const authority = await newOfficer(instance, made.recoveryWords);
  await authority.openOffice({ method: 'words', words: made.recoveryWords.join(' ') });
  const { token } = await authority.invite();
  const taken = await new OfficerSession(apiOf(instance)).takeUpInvitation({
    token,
    authority: made.authority,
    accountName: COLLEAGUE.account,
    passphrase: COLLEAGUE.passphrase,
  });
  const view = await authority.office();
  const admitted = {
    invitation: view.invitations[0]!.id,
    name: COLLEAGUE.name,
    role: 'officer' as const,
    doors: view.doors.map((door) => door.id),
  };
  const published = await authority.publishOffice({ ...draftOf(view), admit: [admitted] });
  return { authority, taken, published };
}
