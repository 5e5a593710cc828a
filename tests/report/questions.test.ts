/** The questions of a door: the office's choice, the reporter's answers, and what officers see of them. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { OfficeDoor } from '../../client/officer/worker/office/view.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { sealReport } from '../../client/reporter/worker/sealing.ts';
import { openCase } from '../../server/api/reporter.ts';
import { knownDirectory } from '../stage/inside.ts';
import { freshWork } from '../stage/people.ts';
import { askedAs } from '../../client/case/fold/asked.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { formatDirectory, MOST_QUESTIONS, parseDirectory } from '../../server/api/directory.ts';
import { standardQuestions } from '../../server/api/usual-questions.ts';
import {
  apiOf,
  newOfficer,
  newReporter,
  REPORT,
  setUp,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let authority: OfficerSession;
beforeAll(stretchQuickly);
beforeEach(async () => {
  instance = await startInstance();
  made = await setUp(instance);
  authority = await newOfficer(instance, made.recoveryWords);
  return () => instance.stop();
});
afterEach(() => authority.lock());

const quiet = () => undefined;
const PLATE = { id: 'own-1', text: { en: 'What is on the number plate?', fr: 'Quelle plaque ?' } };

async function ask(questions: OfficeDoor['questions']) {
  const view = await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  const doors = view.doors.map((door) => (door.id === REPORT.door ? { ...door, questions } : door));
  return authority.office.publish({ ...draftOf(view), doors });
}

test('only what the door asks is sealed, in its order, with the office’s question as the reporter saw it', async () => {
  const published = await ask([{ id: 'where', text: null }, PLATE]);
  expect(published.history[0]!.changes).toEqual([{ code: 'door-questions', name: 'Public officials' }]);
  const answers = { 'own-1': 'AB 123', who: 'typed before another door was chosen', where: 'North' };
  const reporter = await newReporter(instance);
  const { words } = await reporter.send({ ...REPORT, language: 'fr', answers }, quiet);
  const own = await (await newReporter(instance)).open(words.join(' '));
  expect(Object.entries(own.answers)).toEqual([
    ['where', 'North'],
    ['own-1', 'AB 123'],
  ]);
  expect(own.asked).toEqual({ where: null, 'own-1': 'Quelle plaque ?' });

  // The question goes; what was asked stays with the case.
  await ask([]);
  const [listed] = await authority.inbox.sync(quiet);
  const view = await authority.cases.open(listed!.id);
  expect(view.answers).toEqual(own.answers);
  expect(askedAs(view, 'own-1')).toBe('Quelle plaque ?');
  expect(askedAs(view, 'constructor')).toBeUndefined();
});

test('what a reporter answers that the office did not ask stands under no question of the office’s', async () => {
  await ask([{ id: 'where', text: null }, PLATE]);
  const api = apiOf(instance);
  // As another page would seal it: under a heading of its own, and under a standard question this door does not ask.
  const directory = await knownDirectory(api);
  const doors = directory.directory.doors.map((door) => ({
    ...door,
    questions: ['own-1', 'own-9', 'who'].map((id) => ({ id, text: null })),
  }));
  const answers = { 'own-1': 'AB 123', 'own-9': 'Pay into this account.', who: 'You.' };
  const lying = { ...directory, directory: { ...directory.directory, doors } };
  const { entry, slotSets } = sealReport({ ...REPORT, answers }, lying);
  await api.call(openCase, { entry, slotSets, work: await freshWork(api) });
  const [listed] = await authority.inbox.sync(quiet);
  const view = await authority.cases.open(listed!.id);
  expect(Object.keys(view.answers)).toEqual(['own-1', 'own-9', 'who']);
  expect(['own-1', 'own-9', 'who'].map((id) => askedAs(view, id))).toEqual([
    PLATE.text.en,
    undefined,
    undefined,
  ]);
});

test('a directory with a question that is no question is none', async () => {
  await ask([PLATE]);
  const { text } = await apiOf(instance).call(readDirectory, {});
  const directory = parseDirectory(text)!;
  const withQuestions = (questions: OfficeDoor['questions']) =>
    parseDirectory(
      formatDirectory({
        ...directory,
        doors: directory.doors.map((door) => ({ ...door, questions })),
      } as never),
    );
  /** Not written by a page of ours, or not read by one. */
  const isRefused = (questions: OfficeDoor['questions']) => {
    try {
      return withQuestions(questions) === null;
    } catch {
      return true;
    }
  };
  const own = (id: string) => ({ ...PLATE, id });
  expect(withQuestions([])).not.toBeNull();
  expect(withQuestions(Array.from({ length: MOST_QUESTIONS }, (_, i) => own(`own-${i}`)))).not.toBeNull();
  const refused: OfficeDoor['questions'][] = [
    Array.from({ length: MOST_QUESTIONS + 1 }, (_, i) => own(`own-${i}`)),
    [own('own-1'), own('own-1')],
    [own(standardQuestions[0])],
    [{ id: 'own-1', text: null }],
    [{ id: 'own-1', text: { fr: 'Sans anglais ?' } }],
    [{ id: 'own-1', text: { en: 'x'.repeat(201) } }],
    [own('Constructor')],
    [own('')],
  ];
  for (const questions of refused) expect(isRefused(questions)).toBe(true);
});
