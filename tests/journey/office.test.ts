import { afterEach, beforeEach, expect, test } from 'vitest';
import { OfficerSession } from '../../client/officer/session.ts';
import type { OfficeDraft, OfficeView } from '../../client/officer/office.ts';
import type { SetupResult } from '../../client/officer/setup.ts';
import {
  apiOf,
  browserFetch,
  newOfficer,
  newReporter,
  REPORT,
  SETUP,
  setUp,
  startInstance,
  type Instance,
} from '../running.ts';

let instance: Instance;
let made: SetupResult;
beforeEach(async () => {
  instance = await startInstance();
  made = await setUp(instance);
});
afterEach(() => instance.stop());

const quiet = () => undefined;

/** The office as it is, as a draft to change. */
function draftOf(view: OfficeView): OfficeDraft {
  return { name: view.name, people: view.people, doors: view.doors, admit: [] };
}

async function openedOffice() {
  const authority = await newOfficer(instance, made.recoveryWords);
  const view = await authority.openOffice({ method: 'words', words: made.recoveryWords.join(' ') });
  return { authority, view };
}

/** Invites, takes up, compares words and admits a second officer at every door. */
async function admitColleague(name = 'Second officer', accountName = 'bela') {
  const { authority } = await openedOffice();
  const { token } = await authority.invite();
  const newcomer = new OfficerSession(apiOf(instance));
  await newcomer.checkInvitation(token);
  const taken = await newcomer.takeUpInvitation({
    token,
    authority: made.authority,
    accountName,
    passphrase: 'a long enough passphrase',
  });
  const view = await authority.office();
  const invitation = view.invitations[0]!;
  expect(invitation.words).toEqual(taken.words);
  const doors = view.doors.map((door) => door.id);
  const published = await authority.publishOffice({
    ...draftOf(view),
    admit: [{ invitation: invitation.id, name, role: 'officer', doors }],
  });
  return { authority, token, taken, published, accountName };
}

test('an invited colleague is admitted, and reads what comes in from then on', async () => {
  const { taken, published, token, accountName } = await admitColleague();
  expect(published).toMatchObject({ version: 2, invitations: [] });
  expect(published.history[0]!.changes.map((change) => change.code)).toEqual([
    'person-added',
    'door-readers',
    'door-readers',
  ]);
  const reporter = await newReporter(instance);
  await reporter.send(REPORT, quiet);
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  const [line] = await colleague.inbox(quiet);
  expect((await colleague.openCase(line!.id)).sealedTo).toEqual([SETUP.officerName, 'Second officer']);
  await expect(new OfficerSession(apiOf(instance)).checkInvitation(token)).rejects.toMatchObject({
    code: 'setup-refused',
  });
});

test('an officer who was signed in before a colleague came verifies what the colleague writes', async () => {
  const first = await newOfficer(instance, made.recoveryWords);
  await first.inbox(quiet);
  const { taken, accountName } = await admitColleague();
  await (await newReporter(instance)).send(REPORT, quiet);
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  const [line] = await colleague.inbox(quiet);
  await colleague.reply(line!.id, 'From the second officer.');
  await first.inbox(quiet);
  const read = await first.openCase(line!.id);
  expect(read.items.find((item) => item.kind === 'message')?.author).toMatchObject({
    name: 'Second officer',
  });
});

test('suspending somebody ends the session at once, and signing in again', async () => {
  const { authority, taken, accountName } = await admitColleague();
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  await colleague.inbox(quiet);
  const view = await authority.office();
  const people = view.people.map((person) => ({
    ...person,
    state: person.name === 'Second officer' ? ('suspended' as const) : person.state,
  }));
  const after = await authority.publishOffice({ ...draftOf(view), people });
  expect(after.history[0]!.changes).toEqual([{ code: 'person-suspended', name: 'Second officer' }]);
  await expect(colleague.inbox(quiet)).rejects.toMatchObject({ code: 'signed-out' });
  await expect(newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName)).rejects.toMatchObject(
    { code: 'signed-out' },
  );
});

test('an invitation that was withdrawn or has expired is refused', async () => {
  const { authority } = await openedOffice();
  const { token } = await authority.invite();
  const [pending] = (await authority.office()).invitations;
  expect((await authority.withdrawInvitation(pending!.id)).invitations).toEqual([]);
  await expect(new OfficerSession(apiOf(instance)).checkInvitation(token)).rejects.toMatchObject({
    code: 'setup-refused',
  });
});

test('a colleague without the authority’s key can neither open the office nor publish', async () => {
  const { taken, accountName } = await admitColleague();
  const colleague = await newOfficer(instance, taken.recoveryWords, apiOf(instance), accountName);
  expect((await colleague.profile()).isAuthority).toBe(false);
  const words = taken.recoveryWords.join(' ');
  await expect(colleague.openOffice({ method: 'words', words })).rejects.toMatchObject({
    code: 'wrong-secret',
  });
});

test('a directory the link does not name is refused by an invited person', async () => {
  const { authority } = await openedOffice();
  const { token } = await authority.invite();
  const other = 'A'.repeat(43);
  const form = { token, authority: other, accountName: 'x', passphrase: 'a long enough passphrase' };
  await expect(new OfficerSession(apiOf(instance)).takeUpInvitation(form)).rejects.toMatchObject({
    code: 'wrong-authority',
  });
});

test('of two versions published at the same instant one counts, and the other is told', async () => {
  const send = browserFetch();
  const { authority, view } = await openedOffice();
  const second = await newOfficer(instance, made.recoveryWords, apiOf(instance, send));
  await second.openOffice({ method: 'words', words: made.recoveryWords.join(' ') });
  const renamed = (name: string) => ({ ...draftOf(view), name: { en: name } });
  const outcomes = await Promise.allSettled([
    authority.publishOffice(renamed('One office')),
    second.publishOffice(renamed('Other office')),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
});
