/** An officer's page that was opened before the office changed: nobody who has left is given a key, or a share. */
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { draftOf, withPerson } from '../../client/officer/page/office/draft.ts';
import type { SlotSetBytes } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { admitColleague, authorityOf, COLLEAGUE } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { officerAtWork, type OfficerAtWork } from '../stage/people.ts';
import { apiOf, newOfficer, newReporter, REPORT, startInstance, type Instance } from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;
const THIRD = { name: 'Third officer', account: 'chen' };

const office = makeOffice(async (first, own) => {
  const bela = await admitColleague(first, own);
  const chen = await admitColleague(first, own, THIRD);
  return { bela: bela.taken.recoveryWords, chen: chen.taken.recoveryWords };
});

let instance: Instance;
let authority: OfficerSession;
let session: OfficerSession;
/** Somebody who leaves while the page stands. */
let leaving: OfficerAtWork & { id: string };
let caseId: string;
beforeAll(stretchQuickly);
beforeEach(async () => {
  const { database, made, more } = await office;
  instance = await startInstance({ database });
  authority = await authorityOf(instance, made);
  const view = await authority.office.view();
  const [first, second, third] = view.people.map(({ id }) => id);
  // Two read at every door; the third may be given access.
  const doors = view.doors.map((door) => ({ ...door, readers: [first!, second!] }));
  await authority.office.publish({ ...draftOf(view), doors });
  session = await newOfficer(instance, made.recoveryWords);
  const reporter = await newReporter(instance);
  const { words } = await reporter.send(REPORT, quiet);
  caseId = (await reporter.open(words.join(' '))).id;
  await session.inbox.sync(quiet);
  const colleague = await officerAtWork(apiOf(instance), more.chen, THIRD.account);
  leaving = { ...colleague, id: third! };
  return () => instance.stop();
});

async function suspend(id: string): Promise<void> {
  await authority.office.publish(withPerson(await authority.office.view(), id, { state: 'suspended' }));
}

async function sets(): Promise<SlotSetBytes[]> {
  const rows = await instance.context.db.selectFrom('slot_sets').select('bytes').execute();
  return rows.map(({ bytes }) => new Uint8Array(bytes) as SlotSetBytes);
}

const opening = async (who: OfficerAtWork) =>
  (await sets()).filter((set) => openSlotSet(set, who.keys.kemSeed) !== null).length;

test('access is given to nobody who was suspended meanwhile, and the page says why', async () => {
  await session.cases.open(caseId);
  await suspend(leaving.id);
  await expect(session.cases.grant(caseId, leaving.id)).rejects.toMatchObject({ code: 'directory-changed' });
  await expect(session.allCases.handOver(leaving.id, quiet)).rejects.toMatchObject({
    code: 'directory-changed',
  });
  expect(await opening(leaving)).toBe(0);
  const { colleagues } = await session.allCases.handOverChoices();
  expect(colleagues.map(({ id }) => id)).not.toContain(leaving.id);
});

test('a new key is sealed to nobody who left meanwhile, and what is written goes under it', async () => {
  await session.cases.grant(caseId, leaving.id);
  expect(await opening(leaving)).toBe(1);
  const bela = (await authority.office.view()).people[1]!.id;
  await suspend(leaving.id);
  // The page does not know, and ends somebody else's access.
  const view = await session.cases.endAccess(caseId, bela);
  expect(view.colleagues.reading.map(({ hasLeft }) => hasLeft)).toEqual([false]);
  await session.cases.addNote(caseId, 'For those who are here.');
  expect(await opening(leaving)).toBe(1);
});

test('a version that comes between reading and writing is found, and the set made anew under it', async () => {
  const { made } = await office;
  let isOver = false;
  const send = apiOf(instance);
  const between = await newOfficer(instance, made.recoveryWords, {
    ...send,
    call: async (endpoint, request) => {
      if (endpoint.path === '/api/officer/case/append' && !isOver) {
        isOver = true;
        const view = await authority.office.view();
        await authority.office.publish({ ...draftOf(view), doors: [...view.doors].reverse() });
      }
      return send.call(endpoint, request);
    },
  });
  await between.inbox.sync(quiet);
  isOver = false;
  await between.cases.grant(caseId, leaving.id);
  expect(await opening(leaving)).toBe(1);
  const { hash } = await instance.context.newest.version();
  const [own] = (await sets()).filter((set) => openSlotSet(set, leaving.keys.kemSeed) !== null);
  expect(toBase64url(parseSlotSet(own!).header.directory)).toBe(toBase64url(hash));
});

test('shares go to nobody who left meanwhile', async () => {
  const { made } = await office;
  const circle = await session.circle.view();
  await suspend(leaving.id);
  const choose = session.circle.choose(
    { method: 'words', words: made.recoveryWords.join(' ') },
    circle.candidates.map(({ id }) => id),
  );
  await expect(choose).rejects.toMatchObject({ code: 'directory-changed' });
  const now = await session.circle.view();
  expect(now.chosen).toBeNull();
  expect(now.candidates.map(({ name }) => name)).toEqual([COLLEAGUE.name]);
});
