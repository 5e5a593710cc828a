/** Protection from retaliation as both sides say it: through their sessions, over a server as a function. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { riskOf } from '../../client/case/fold/risk.ts';
import { ANSWER_DAYS } from '../../client/case/fold/referral.ts';
import { likelihoods, seriousnesses } from '../../client/case/kinds/choices.ts';
import type { Saying } from '../../client/reporter/worker/saying.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import {
  officerInside,
  reporterInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { REPORT } from '../stage/running.ts';

const quiet = () => undefined;
const DAY = 86_400_000;

let inside: Inside;
let recoveryWords: readonly string[];
let remove: () => Promise<void>;
beforeAll(async () => {
  const scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  ({ recoveryWords } = await setUpInside(inside));
  remove = () => scratch.remove();
});
afterAll(() => remove());

interface Scene {
  id: string;
  reporter: ReporterSession;
  officer: OfficerSession;
}

async function newCase(): Promise<Scene> {
  const reporter = await reporterInside(inside);
  const { words } = await reporter.send(REPORT, quiet);
  const { id } = await reporter.open(words.join(' '));
  return { id, reporter, officer: await looking() };
}

/** The officer, on a device of their own, after a look. */
async function looking(): Promise<OfficerSession> {
  const officer = await officerInside(inside, recoveryWords);
  await officer.inbox.sync(quiet);
  return officer;
}

const row = async (officer: OfficerSession, id: string) =>
  (await officer.inbox.sync(quiet)).find((item) => item.id === id)!;

const INCIDENT = {
  what: 'incident',
  day: '2036-03-01',
  about: '',
  who: 'The head of the unit',
  forms: ['duties', 'harassment'],
  state: 'happened',
  text: 'Moved to the night shift.',
} satisfies Saying;

const CIRCUMSTANCES = {
  post: 'Clerk',
  grade: '',
  pay: '',
  appraisal: '',
  shift: 'Day',
  place: '',
  supervisor: '',
  contractEnd: null,
};

const RISK = {
  stage: 'intake',
  likelihood: 'likely',
  seriousness: 'minor',
  people: 'few',
  knowing: 'few',
  accused: 'few',
  subject: '',
  text: '',
} as const;

test('risk is by the matrix', () => {
  const letters = likelihoods.map((likelihood) =>
    seriousnesses.map((seriousness) => riskOf({ likelihood, seriousness })[0]!.toUpperCase()).join(''),
  );
  expect(letters).toEqual(['MHHH', 'MMHH', 'LLMM', 'LLLM']);
});

describe('a priority', () => {
  test('is set before any note, makes the key of the notes, and another officer’s device reads it', async () => {
    const { id, reporter, officer } = await newCase();
    const view = await officer.cases.setPriority(id, 'high');
    expect([view.priority, view.notes.map(({ kind }) => kind)]).toEqual(['high', ['?priority']]);
    expect((await officer.cases.addNote(id, 'A note after it.')).notes).toHaveLength(2);
    expect(await row(officer, id)).toMatchObject({ priority: 'high' });
    const second = await looking();
    expect(await row(second, id)).toMatchObject({ priority: 'high' });
    expect((await second.cases.setPriority(id, 'low')).priority).toBe('low');
    expect((await reporter.refresh()).items).toEqual([]);
  });

  test('is set by two at once, each of whom would make the key', async () => {
    const { id, officer } = await newCase();
    const second = await looking();
    await Promise.all([officer.cases.setPriority(id, 'high'), second.cases.addNote(id, 'At once.')]);
    const { notes, priority, unreadable } = await (await looking()).cases.open(id);
    expect([priority, unreadable.internal]).toEqual(['high', null]);
    expect(notes.map(({ kind }) => kind).sort()).toEqual(['?priority', 'note']);
  });
});

test('an incident is urgent until somebody has dealt with it, and what is added joins it', async () => {
  const { id, reporter, officer } = await newCase();
  const { protection } = await reporter.say(INCIDENT);
  const incident = protection.incidents[0]!;
  expect(incident).toMatchObject({ when: '2036-03-01', forms: ['duties', 'harassment'], facts: [] });
  const { what: _, ...second } = { ...INCIDENT, state: 'threatened' as const, day: null };
  await reporter.say({ what: 'incident', ...second });
  await reporter.say({ what: 'incident-facts', incident: incident.id, text: 'The roster says so.' });
  expect(await row(officer, id)).toMatchObject({ openIncidents: 2, waitingFor: 'officers' });
  const view = await officer.protection.settle(id, incident.id, 'Spoke with the head.');
  expect(view.protection.incidents.map(({ facts }) => facts.map(({ text }) => text))).toEqual([
    ['The roster says so.'],
    [],
  ]);
  expect(view.safeguards.incidentsDone[incident.id]?.text).toBe('Spoke with the head.');
  expect(await row(officer, id)).toMatchObject({ openIncidents: 1 });
});

test('where the reporter stands at work is kept as it was first, and as it is now', async () => {
  const { id, reporter } = await newCase();
  await reporter.say({ what: 'baseline', circumstances: CIRCUMSTANCES });
  const now = { ...CIRCUMSTANCES, shift: 'Night' };
  const { protection } = await reporter.say({ what: 'check-in', due: 30, changed: true, now });
  expect(protection.baseline?.circumstances.shift).toBe('Day');
  expect(protection.latest?.shift).toBe('Night');
  expect(protection.checkIns).toMatchObject([{ due: 30, changed: true, now }]);
  const counted = { protection: { checkIns: [30], changed: true } };
  expect(await row(await looking(), id)).toMatchObject(counted);
});

test('a measure has an owner and a day, and the reporter says whether it helped', async () => {
  const { id, reporter, officer } = await newCase();
  const { person } = await officer.profile();
  await officer.protection.plan(id, { what: 'Another line', owner: person, due: '2036-03-10', text: '' });
  expect(await row(officer, id)).toMatchObject({ measureDue: '2036-03-10' });
  const { safeguards } = await officer.cases.open(id);
  const measure = safeguards.measures[0]!;
  expect(measure).toMatchObject({ what: 'Another line', ownerId: person, done: null });
  await officer.protection.endMeasure(id, measure.id, 'done', '');
  expect(await row(officer, id)).toMatchObject({ measureDue: null, protection: { dues: [], inTime: 1 } });
  await officer.protection.askMeasure(id, measure.id, 'Did the other line of reporting help?');
  const question = (await reporter.refresh()).protection.measureQuestions[0]!;
  await reporter.say({ what: 'measure-answer', question: question.id, helped: 'partly', text: '' });
  const after = (await officer.cases.open(id)).protection.measureQuestions[0]!;
  expect(after).toMatchObject({ measure: measure.id, answer: { helped: 'partly' } });
});

test('who learned of it is told to the reporter; what was held back, later and as such', async () => {
  const { id, reporter, officer } = await newCase();
  const learned = { who: 'The head', how: 'interview', day: '2036-03-02', text: '' } as const;
  await officer.protection.record(id, learned);
  const held = await officer.protection.holdBack(id, { ...learned, who: 'The minister' }, 'Danger');
  const { protection } = await reporter.refresh();
  expect(protection.knowledge.map(({ who }) => who)).toEqual(['The head']);
  const released = held.safeguards.held[0]!.id;
  await officer.protection.release(id, released);
  await officer.protection.release(id, released);
  expect((await reporter.refresh()).protection.knowledge).toMatchObject([
    { who: 'The head', when: '2036-03-02', recorded: null },
    { who: 'The minister', recorded: '2036-03-04', held: released },
  ]);
});

test('at high risk nothing is passed on before the reporter was asked and had time, and without a reason', async () => {
  const { id, reporter, officer } = await newCase();
  let by = officer;
  const day = inside.clock.now;
  const refer = (reason: string) => by.protection.refer(id, { to: 'The court', text: '', reason });
  const refused = { code: 'not-allowed' };
  await expect(refer('')).rejects.toMatchObject(refused);
  await officer.protection.assess(id, { ...RISK, likelihood: 'certain', seriousness: 'extreme' });
  await expect(refer('The law')).rejects.toMatchObject(refused);
  await officer.protection.askReferral(id, 'the court ', 'May we?');
  await expect(refer('The law')).rejects.toMatchObject(refused);
  inside.clock.now += (ANSWER_DAYS + 1) * DAY;
  by = await looking();
  await expect(refer('')).rejects.toMatchObject(refused);
  const { safeguards } = await refer('The law');
  expect(safeguards.referrals).toMatchObject([{ to: 'The court', risk: 'high', reason: 'The law' }]);
  inside.clock.now = day;
  const other = await newCase();
  await other.officer.protection.assess(other.id, RISK);
  const view = await other.officer.protection.refer(other.id, { to: 'Anywhere', text: '', reason: '' });
  expect(view.safeguards.referrals).toMatchObject([{ risk: 'medium', asked: null }]);
  expect((await reporter.refresh()).items.some(({ kind }) => kind === '?referral-question')).toBe(true);
});

test('an answer counts at once, and an answer to nothing counts for nothing', async () => {
  const { id, reporter, officer } = await newCase();
  await officer.protection.assess(id, { ...RISK, seriousness: 'extreme' });
  const asked = await officer.protection.askReferral(id, 'The court', 'May we?');
  const question = asked.protection.referralQuestions[0]!.id;
  const nothing = toBase64url(new Uint8Array(32));
  await reporter.say({ what: 'referral-answer', question: nothing, agrees: true, text: '' });
  const refer = () =>
    officer.protection.refer(id, { to: 'The court', text: '', reason: 'The law asks for it.' });
  await expect(refer()).rejects.toMatchObject({ code: 'not-allowed' });
  await reporter.say({ what: 'referral-answer', question, agrees: false, text: 'Not yet.' });
  expect((await refer()).safeguards.referrals[0]).toMatchObject({ asked: question });
});

test('how it ended for the reporter is on the internal chain alone', async () => {
  const { id, reporter, officer } = await newCase();
  const { safeguards } = await officer.protection.setOutcome(id, 'mended', 'Back in the post.');
  expect(safeguards.outcomes).toMatchObject([{ outcome: 'mended' }]);
  expect(JSON.stringify(await reporter.refresh())).not.toContain('Back in the post');
});

test('an incident, a check-in and a baseline are as long as any message', async () => {
  const lengths = async () => {
    const rows = await inside.db.selectFrom('entries').select('bytes').execute();
    return rows.map(({ bytes }) => bytes.length);
  };
  const { reporter } = await newCase();
  const before = (await lengths()).length;
  await reporter.write('message', 'A word.');
  await reporter.say({ what: 'baseline', circumstances: CIRCUMSTANCES });
  await reporter.say({ what: 'check-in', due: 60, changed: false, now: null });
  await reporter.say(INCIDENT);
  const all = await lengths();
  const shortest = Math.min(...all);
  expect(all.length).toBe(before + 4);
  expect(all.filter((length) => length === shortest).length).toBeGreaterThanOrEqual(4);
  expect(new Set(all).size).toBeLessThanOrEqual(2);
});
