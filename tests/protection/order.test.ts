/** What the inbox makes of a reporter in danger: which cases come first, which are filtered, and what is counted. */
import { expect, test } from 'vitest';
import { filtersFor, fits, inOrder, isOverdue } from '../../client/officer/page/inbox/order.ts';
import { checkInStates, currentCheckIn } from '../../client/officer/page/protection/check-ins.ts';
import { countProtection } from '../../client/officer/page/protection/counts.ts';
import type { InboxCase } from '../../client/officer/worker/inbox/case.ts';

const TODAY = '2036-03-10';

const NOTHING: NonNullable<InboxCase['protection']> = {
  incidents: 0,
  checkIns: [],
  changed: false,
  dues: [],
  inTime: 0,
  late: 0,
  outcome: null,
};

const row = (reference: string, part: Partial<InboxCase> = {}): InboxCase => ({
  id: reference,
  reference,
  unread: false,
  door: 'official',
  day: '2036-03-01',
  excerpt: '',
  status: 'open',
  acknowledged: '2036-03-02',
  acknowledgeBy: '2036-03-08',
  feedbackBy: '2036-06-01',
  lastDay: '2036-03-02',
  waitingFor: 'reporter',
  identity: null,
  trouble: null,
  ...part,
});

const names = (cases: readonly InboxCase[]) => cases.map(({ reference }) => reference).join('');

test('an open incident comes before all else, whatever the order, also in a closed case', () => {
  const cases = [
    row('A', { status: 'new', unread: true, acknowledged: null, acknowledgeBy: '2036-03-09' }),
    row('B', { priority: 'high' }),
    row('C', { openIncidents: 1, status: 'closed', priority: 'low' }),
    row('D', { openIncidents: 0 }),
    row('E', { openIncidents: 2 }),
  ];
  expect(names(inOrder(cases, TODAY))).toMatch(/^EC/);
  expect(names(inOrder(cases, TODAY, 'priority'))).toMatch(/^ECB/);
});

test('an overdue measure comes up among the new ones, one that is due sorts by its day', () => {
  const cases = [
    row('A', { measureDue: '2036-03-20' }),
    row('B', { feedbackBy: '2036-03-15' }),
    row('C', { measureDue: '2036-03-09' }),
    row('D', { unread: true }),
    row('E', { status: 'closed', measureDue: '2036-03-08' }),
    row('F', { status: 'closed' }),
  ];
  expect(names(inOrder(cases, TODAY))).toBe('ECDBAF');
  expect(cases.filter((item) => isOverdue(item, TODAY)).map(({ reference }) => reference)).toEqual([
    'C',
    'E',
  ]);
  expect(isOverdue(row('A', { measureDue: TODAY }), TODAY)).toBe(false);
});

test('what an older page kept lacks all of it, and sorts as ever', () => {
  const cases = [row('A', { feedbackBy: '2036-05-01' }), row('B', { feedbackBy: '2036-04-01' })];
  expect(names(inOrder(cases, TODAY))).toBe('BA');
  expect(filtersFor(cases, TODAY)).not.toContain('protection');
  expect(countProtection(cases, TODAY)).toMatchObject({ open: 0, unanswered: 0, unassessed: 0 });
});

test.each<[string, Partial<InboxCase>, boolean]>([
  ['nothing', { protection: NOTHING, openIncidents: 0, measureDue: null, risk: 'medium' }, false],
  ['an open incident', { openIncidents: 1 }, true],
  ['an incident that was dealt with', { openIncidents: 0, protection: { ...NOTHING, incidents: 1 } }, true],
  ['a measure', { measureDue: '2036-09-01' }, true],
  ['a high risk', { risk: 'high' }, true],
  ['a change that the reporter tells of', { protection: { ...NOTHING, changed: true } }, true],
])('the filter is for %s: it is there when one is', (_, part, is) => {
  const cases = [row('A'), row('B', part)];
  expect(filtersFor(cases, TODAY).includes('protection')).toBe(is);
  expect(cases.map((item) => fits('protection', item, TODAY))).toEqual([false, is]);
});

test('of the check-ins the last that is due waits, and those before it have passed', () => {
  const states = (answered: number[], today: string) =>
    checkInStates('2036-01-01', answered, today).map(({ state }) => state);
  expect(states([], '2036-01-30')).toEqual(['ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
  expect(states([], '2036-01-31')).toEqual(['waiting', 'ahead', 'ahead', 'ahead', 'ahead']);
  expect(states([30], '2036-03-31')).toEqual(['answered', 'passed', 'waiting', 'ahead', 'ahead']);
  expect(currentCheckIn(checkInStates('2036-01-01', [], '2036-01-30'))).toBeNull();
  expect(currentCheckIn(checkInStates('2036-01-01', [90], '2036-04-02'))?.state).toBe('answered');
});

test('what is counted is of the cases that this page’s version kept', () => {
  const counted = countProtection(
    [
      row('A', {
        day: '2036-01-01',
        openIncidents: 1,
        risk: 'high',
        protection: { ...NOTHING, incidents: 2 },
      }),
      row('B', {
        day: '2036-01-01',
        openIncidents: 0,
        risk: 'low',
        protection: {
          ...NOTHING,
          incidents: 1,
          checkIns: [60],
          changed: true,
          dues: ['2036-03-09', TODAY],
          inTime: 2,
          late: 1,
        },
      }),
      row('C', { status: 'closed', risk: null, protection: { ...NOTHING, outcome: 'mended' } }),
      row('D', { status: 'closed', risk: 'high', protection: NOTHING }),
      row('E', { protection: NOTHING }),
      row('F'),
    ],
    TODAY,
  );
  expect(counted).toEqual({
    open: 1,
    settled: 1,
    answered: 1,
    unanswered: 1,
    changed: 1,
    planned: 1,
    overdue: 1,
    inTime: 2,
    late: 1,
    highRisk: 1,
    unassessed: 1,
    ended: { unharmed: 0, harmed: 0, mended: 1, left: 0, unknown: 0 },
    notSaid: 1,
  });
});
