/** When the next assessment of the risk is asked for. */
import { expect, test } from 'vitest';
import { isRiskDue, riskStage } from '../../client/officer/page/protection/risk-stage.ts';
import type { Assessment } from '../../client/case/fold/safeguards.ts';
import type { CaseStatus } from '../../client/case/fold/view.ts';
import type { Item } from '../../client/case/fold/item.ts';

const REPORTED = '2036-01-01';
const MOVED = '2036-02-01';

/** Moved to its status on that day. */
const moved = (status: CaseStatus) => ({
  day: REPORTED,
  status,
  closed: status === 'closed' ? MOVED : null,
  items: status === 'new' ? [] : [{ kind: 'status', day: MOVED } as Item],
});

const assessed = (stage: Assessment['stage'], day: string) => [{ stage, day } as Assessment];

test.each<[CaseStatus, string, string]>([
  ['new', MOVED, 'intake'],
  ['assessing', MOVED, 'decision'],
  ['investigating', MOVED, 'during'],
  ['closed', '2036-03-01', 'outcome'],
  ['closed', '2036-03-02', 'after'],
])('%s on %s is looked at as %s', (status, today, stage) => {
  expect(riskStage(moved(status), today).stage).toBe(stage);
});

test('it is asked for when the case moves on, and no more once it was assessed since', () => {
  const at = '2036-02-10';
  expect(isRiskDue(moved('new'), [], at)).toBe(true);
  expect(isRiskDue(moved('new'), assessed('intake', REPORTED), at)).toBe(false);
  expect(isRiskDue(moved('investigating'), assessed('intake', REPORTED), at)).toBe(true);
  expect(isRiskDue(moved('investigating'), assessed('decision', MOVED), at)).toBe(true);
  expect(isRiskDue(moved('investigating'), assessed('during', MOVED), at)).toBe(false);
  expect(isRiskDue(moved('investigating'), assessed('intake', '2036-02-02'), at)).toBe(false);
  expect(isRiskDue(moved('closed'), assessed('outcome', MOVED), at)).toBe(false);
  expect(isRiskDue(moved('closed'), assessed('outcome', MOVED), '2036-03-10')).toBe(true);
});
