/** Changing the keys of open cases that somebody who left could read: a session against a running server. */
import { createApi } from '../../client/calls/api.ts';
import { draftOf, withPerson } from '../../client/officer/page/office/draft.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { browserFetch, REPORT, SETUP } from '../stage/running.ts';

/** Open cases that a colleague could read. */
const CASES = 1000;

const quiet = () => undefined;

export async function measureRotation(url: string, made: SetupResult) {
  const api = () => createApi(url, browserFetch());
  const words = { method: 'words', words: made.recoveryWords.join(' ') } as const;
  const officer = new OfficerSession(api());
  await officer.signIn(SETUP.accountName, words);
  const office = await officer.office.open(words);
  const { token } = await officer.office.invite();
  const newcomer = new OfficerSession(api());
  const accountName = 'leaver';
  const passphrase = 'a long enough passphrase';
  await newcomer.invitation.takeUp({ token, authority: made.authority, accountName, passphrase });
  const [invitation] = (await officer.office.view()).invitations;
  const doors = office.doors.map((door) => door.id);
  const { id, keys } = invitation!;
  const admit = [{ invitation: id, keys: keys!, name: 'Leaver', role: 'officer' as const, doors }];
  const admitted = await officer.office.publish({ ...draftOf(office), admit });

  const reporterApi = api();
  const reporter = new ReporterSession(reporterApi);
  await reporter.checkDirectory(await reporterApi.call(readDirectory, {}), null);
  for (let i = 0; i < CASES; i++) await reporter.send({ ...REPORT, text: `Case ${i}.` }, quiet);
  await officer.inbox.sync(quiet);

  const leaver = admitted.people.find(({ name }) => name === 'Leaver')!;
  await officer.office.publish(withPerson(admitted, leaver.id, { state: 'removed' }));
  const start = performance.now();
  const { changed, failed } = await officer.allCases.rotate(quiet);
  const seconds = (performance.now() - start) / 1000;
  if (changed < CASES || failed.length > 0)
    throw new Error(`${changed} of ${CASES} cases, ${failed.length} failed`);
  return { rotation_cases_per_s: changed / seconds };
}
