/** What stands against passing a case on, or telling who its reporter is: the rule, case by case. */
import { expect, test } from 'vitest';
import type { Protection, ReferralQuestion } from '../../client/case/fold/protection.ts';
import { nameQuestion, namingBlock, questionAbout, referralBlock } from '../../client/case/fold/referral.ts';
import type { Assessment, Safeguards } from '../../client/case/fold/safeguards.ts';
import type { RiskLevel } from '../../client/case/kinds/choices.ts';

const DAY = '2036-03-10';
const LAST_TO_ANSWER = '2036-03-17';
const AFTER = '2036-03-18';

const safeguards = (levels: readonly RiskLevel[]) =>
  ({ assessments: levels.map((level) => ({ level }) as Assessment) }) as unknown as Safeguards;

const question = (part: Partial<ReferralQuestion> = {}): ReferralQuestion => ({
  id: 'question',
  day: DAY,
  by: 'Olu',
  to: 'Olu',
  text: 'May I?',
  isName: true,
  answer: null,
  ...part,
});
const answered = (agrees: boolean) => question({ answer: { id: 'answer', day: DAY, text: '', agrees } });

type Blocks = [referral: ReturnType<typeof referralBlock>, naming: ReturnType<typeof namingBlock>];

test.each<[string, readonly RiskLevel[], ReferralQuestion | null, string, string, Blocks]>([
  ['nobody assessed it', [], null, '', DAY, ['unassessed', null]],
  ['low', ['low'], null, '', DAY, [null, null]],
  ['medium', ['medium'], null, '', DAY, [null, null]],
  ['high before, and less since', ['high', 'medium'], null, '', DAY, [null, null]],
  ['high since', ['low', 'high'], null, 'Why', DAY, ['unasked', 'unasked']],
  ['high, asked today', ['high'], question(), 'Why', DAY, ['waiting', 'waiting']],
  ['high, on the last day', ['high'], question(), 'Why', LAST_TO_ANSWER, ['waiting', 'waiting']],
  ['high, a day later', ['high'], question(), 'Why', AFTER, [null, null]],
  ['high, a day later, no reason', ['high'], question(), ' ', AFTER, ['reason', 'reason']],
  ['high, agreed', ['high'], answered(true), 'Why', DAY, [null, null]],
  ['high, against it', ['high'], answered(false), 'Why', DAY, [null, null]],
  ['high, agreed, no reason', ['high'], answered(true), '', DAY, ['reason', 'reason']],
])('%s', (_, levels, asked, reason, today, blocks) => {
  const given = [safeguards(levels), asked, reason, today] as const;
  expect([referralBlock(...given), namingBlock(...given)]).toEqual(blocks);
});

test('a question about passing it on is none about a name, nor one about somebody else', () => {
  const about = (...referralQuestions: ReferralQuestion[]) =>
    ({ referralQuestions }) as unknown as Protection;
  const passing = question({ isName: false });
  expect(nameQuestion(about(passing), 'Olu')).toBeNull();
  expect(nameQuestion(about(question()), 'Ola')).toBeNull();
  expect(questionAbout(about(question()), 'Olu')).toBeNull();
  expect(questionAbout(about(passing, question()), ' olu')).toBe(passing);
});
