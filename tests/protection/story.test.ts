/** When a reporter is asked, what a change looks like, and what happened when: folds over plain data. */
import { describe, expect, test } from 'vitest';
import { checkInDue } from '../../client/case/fold/check-in.ts';
import type { Item } from '../../client/case/fold/item.ts';
import type { Incident, Knowledge } from '../../client/case/fold/protection.ts';
import { storyOf } from '../../client/case/fold/story.ts';
import { changesOf, suggestionsOf } from '../../client/case/fold/suggestion.ts';
import type { CheckInDay } from '../../client/case/kinds/choices.ts';
import type { Circumstances } from '../../client/case/kinds/circumstances.ts';
import { addDays } from '../../client/case/kinds/days.ts';

const DAY = '2036-03-04';
const NONE: Circumstances = {
  post: '',
  grade: '',
  pay: '',
  appraisal: '',
  shift: '',
  place: '',
  supervisor: '',
  contractEnd: null,
};

describe('a check-in', () => {
  const due = (days: number, answered: readonly CheckInDay[] = []) =>
    checkInDue(
      { day: DAY, protection: { checkIns: answered.map((one) => ({ due: one })) } },
      addDays(DAY, days),
    );

  test('is due from its day on, and the newest one alone', () => {
    expect([0, 29, 30, 59, 60, 200, 364, 365, 4000].map((days) => due(days))).toEqual([
      null,
      null,
      30,
      30,
      60,
      180,
      180,
      365,
      365,
    ]);
  });

  test('is not asked again once answered, nor one missed before it', () => {
    expect(due(100, [90])).toBeNull();
    expect(due(100, [30])).toBe(90);
    expect(due(180, [30, 90])).toBe(180);
    expect(due(1000, [365])).toBeNull();
  });

  test('is not due by the clock of a device, or before the report', () => {
    expect(checkInDue({ day: DAY, protection: { checkIns: [] } }, null)).toBeNull();
    expect(due(-400)).toBeNull();
  });
});

interface Said {
  readonly kind: string;
  readonly [more: string]: unknown;
}

/** Items as they come out of a chain, each on a day after the report. */
function items(...all: (Said & { at?: number })[]): Item[] {
  return all.map(({ at = 0, ...said }, i) => ({
    seq: i + 1,
    id: `entry-${i + 1}`,
    day: addDays(DAY, at),
    author: { role: 'reporter' },
    isWord: false,
    hasMore: false,
    ...said,
  })) as unknown as Item[];
}

const baseline = (circumstances: Partial<Circumstances>) => ({
  kind: '?baseline',
  circumstances: { ...NONE, ...circumstances },
});
const checkIn = (at: number, now: Partial<Circumstances> | null) => ({
  kind: '?check-in',
  at,
  due: 30,
  changed: now !== null,
  now: now && { ...NONE, ...now },
});
const told = (at: number, forms: readonly string[], text = '') => ({
  kind: 'incident',
  at,
  incident: { forms },
  text,
});

describe('a suggestion', () => {
  const fields = (...all: Parameters<typeof items>) =>
    suggestionsOf(items(...all)).map(({ field, forms }) => [field, ...forms].join(' '));

  test('is made of each change, with the form that it looks like', () => {
    const before = {
      ...NONE,
      post: 'Clerk',
      grade: '7',
      pay: 'B',
      appraisal: 'Good',
      shift: 'Day',
      place: 'Port',
    };
    const now = {
      ...before,
      post: 'Guard',
      grade: '6',
      pay: 'A',
      appraisal: 'Poor',
      shift: 'Night',
      place: 'Desert',
    };
    expect(fields(baseline(before), checkIn(30, now))).toEqual([
      'post duties',
      'grade demotion',
      'pay duties',
      'appraisal appraisal',
      'shift duties',
      'place duties',
    ]);
    const [first] = suggestionsOf(items(baseline(before), checkIn(30, now)));
    expect(first).toMatchObject({ before: 'Clerk', now: 'Guard', from: DAY, to: addDays(DAY, 30) });
    expect(fields(baseline({ supervisor: 'A' }), checkIn(30, { supervisor: 'B' }))).toEqual([
      'supervisor other',
    ]);
  });

  test('is not made of what was never said, is left out now, or is only written otherwise', () => {
    expect(changesOf(NONE, { ...NONE, shift: 'Night' })).toEqual([]);
    expect(changesOf({ ...NONE, shift: 'Day', contractEnd: DAY }, NONE)).toEqual([]);
    expect(changesOf({ ...NONE, shift: 'Day  shift' }, { ...NONE, shift: ' day shift ' })).toEqual([]);
    expect(fields(checkIn(30, { shift: 'Night' }))).toEqual([]);
    expect(fields(baseline({ shift: 'Day' }), checkIn(30, null))).toEqual([]);
  });

  test('of a contract: ended earlier or run out, not prolonged', () => {
    const contract = (before: number, now: number | null, at = 30) =>
      fields(
        baseline({ contractEnd: addDays(DAY, before) }),
        checkIn(at, { contractEnd: now === null ? null : addDays(DAY, now) }),
      );
    expect(contract(90, 60)).toEqual(['contractEnd temporary']);
    expect(contract(90, 200)).toEqual([]);
    expect(contract(20, 20)).toEqual(['contractEnd temporary']);
    expect(contract(20, null)).toEqual(['contractEnd temporary']);
    expect(contract(20, 385)).toEqual([]);
    expect(contract(90, 90)).toEqual([]);
    // It was over before anybody asked.
    expect(contract(-20, -20)).toEqual([]);
  });

  test('is of what was said last, and goes with the next check-in', () => {
    const day = baseline({ shift: 'Day' });
    expect(fields(day, checkIn(30, { shift: 'Night' }), checkIn(60, { shift: 'Night' }))).toEqual([]);
    expect(fields(day, checkIn(30, { shift: 'Night' }), checkIn(60, null))).toEqual([]);
    expect(fields(day, baseline({ shift: 'Late' }), checkIn(30, { shift: 'late' }))).toEqual([]);
  });

  test('goes with the incident that tells of it', () => {
    const start = [
      baseline({ shift: 'Day', place: 'Port' }),
      checkIn(30, { shift: 'Night', place: 'Desert' }),
    ];
    expect(fields(...start, told(31, ['harassment']))).toEqual(['shift duties', 'place duties']);
    expect(fields(...start, told(31, ['duties'], 'To the desert'))).toEqual(['shift duties']);
    expect(fields(...start, told(31, ['duties'], 'Elsewhere'))).toEqual(['place duties']);
    expect(fields(...start, told(31, ['duties'], 'Night, in the desert'))).toEqual([]);
    expect(fields(told(1, ['duties'], 'night desert'), ...start)).toHaveLength(2);
  });
});

describe('the story', () => {
  const officer = { author: { role: 'officer', id: 'a', name: 'Amina' } };
  const incident = (id: string, when: number | null, at: number): Incident => ({
    id,
    day: addDays(DAY, at),
    when: when === null ? null : addDays(DAY, when),
    about: '',
    who: '',
    forms: ['duties'],
    state: 'happened',
    text: 'Night shift',
    facts: [],
  });
  const knowledge = (who: string, when: number, at: number, recorded: number | null = null): Knowledge => ({
    id: `${who}-${at}`,
    day: addDays(DAY, at),
    by: 'Amina',
    who,
    how: 'interview',
    when: addDays(DAY, when),
    text: '',
    recorded: recorded === null ? null : addDays(DAY, recorded),
    held: null,
  });
  const view = (rest: Item[], knew: Knowledge[], incidents: Incident[]) =>
    storyOf({
      id: 'case',
      day: DAY,
      items: rest,
      protection: {
        baseline: null,
        latest: null,
        checkIns: [],
        incidents,
        knowledge: knew,
        measureQuestions: [],
        referralQuestions: [],
      },
    });
  const WHOLE = view(
    items(
      { kind: 'access', at: 2, ...officer },
      { kind: 'message', at: 5, ...officer },
      { kind: 'message', at: 6 },
      { kind: 'grant', at: 6, to: 'Bela', ...officer },
    ),
    [knowledge('The head', 10, 40), knowledge('The minister', 12, 41, 13)],
    [
      incident('shift', 31, 45),
      incident('rumour', null, 46),
      incident('before', -3, 47),
      incident('same', 10, 47),
    ],
  );

  test('is in the order of the days things happened on, with the days between', () => {
    const line = WHOLE.events.map(({ what, day, gap }) => `${what} ${day ?? '?'} ${gap ?? '-'}`);
    expect(line).toEqual([
      `incident ${addDays(DAY, -3)} -`,
      `report ${DAY} 3`,
      `opened ${addDays(DAY, 2)} 2`,
      `answer ${addDays(DAY, 5)} 3`,
      `learned ${addDays(DAY, 10)} 5`,
      `incident ${addDays(DAY, 10)} 0`,
      `learned ${addDays(DAY, 12)} 2`,
      `incident ${addDays(DAY, 31)} 19`,
      'incident ? -',
    ]);
    expect(WHOLE.events.flatMap((event) => (event.what === 'learned' ? event.held : []))).toEqual([
      false,
      true,
    ]);
  });

  test('says of each incident who knew before it, and for how many days', () => {
    const knew = WHOLE.timings.map(
      ({ incident: { id }, knew: all, sinceReport }) =>
        `${id} ${sinceReport ?? '?'}: ${all?.map(({ by, days }) => `${by.who} ${days}`).join(', ') ?? '?'}`,
    );
    expect(knew).toEqual([
      'shift 31: Amina 29, The head 21, The minister 19',
      'rumour ?: ?',
      'before -3: ',
      'same 10: Amina 8, The head 0',
    ]);
  });

  test('whom a name was disclosed to has learned of it', () => {
    const custodian = { author: { role: 'custodian', id: 'c', name: 'Cara' } };
    const { timings } = view(
      items({ kind: 'identity-disclosure', at: 4, to: 'Amina', ...custodian }),
      [],
      [incident('shift', 9, 9)],
    );
    expect(timings[0]!.knew).toMatchObject([{ by: { who: 'Amina', how: 'identity' }, days: 5 }]);
  });
});
