/** The office's rules: how many days, and how many colleagues. Published like everything else of the office. */
import { useState } from 'preact/hooks';
import { THRESHOLD } from '../../../../crypto/threshold.ts';
import { formatNumber, t } from '../../../messages/messages.ts';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { SummaryList } from '../../../parts/summary-list.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { draftOf } from './draft.ts';
import { OfficeFormEnd } from './form-end.tsx';
import type { OfficeTask } from './task.ts';
import type { OfficeView } from '../../worker/office/view.ts';
import { useUnsent } from '../frame/unsent.ts';

type Rule = keyof OfficeView['policy'];

/**
 * Least and most of each. The law's own limits are D 9(1)(b), seven days, and (f), three months: more is
 * possible, for offices under other law, and said.
 */
const RULES: Readonly<Record<Rule, { least: number; most: number; law?: number }>> = {
  acknowledgeDays: { least: 1, most: 30, law: 7 },
  feedbackDays: { least: 1, most: 365, law: 90 },
  identityDays: { least: 0, most: 60 },
  recoveryHelpers: THRESHOLD,
};
const NAMES = Object.keys(RULES) as Rule[];

export function OfficeRules({ view, onChange }: { view: OfficeView; onChange: () => void }) {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{t('rules.title')}</h2>
      <SummaryList
        rows={NAMES.map((rule) => ({
          label: t(`rules.${rule}`),
          value: t(rule === 'recoveryHelpers' ? 'rules.people' : 'rules.days', { count: view.policy[rule] }),
          onChange,
        }))}
      />
    </section>
  );
}

export function OfficeRulesForm({ office, onDone }: { office: OfficeTask; onDone: () => void }) {
  const { view, task, publish } = office;
  const [typed, setTyped] = useState<Readonly<Record<Rule, string>>>(
    () => Object.fromEntries(NAMES.map((rule) => [rule, String(view.policy[rule])])) as Record<Rule, string>,
  );
  const [tried, setTried] = useState(false);
  useUnsent(NAMES.some((rule) => typed[rule] !== String(view.policy[rule])));
  const errors = NAMES.filter((rule) => numberOf(rule, typed[rule]) === null).map((rule) => ({
    field: rule,
    text: t('rules.wrong', {
      rule: t(`rules.${rule}`),
      least: formatNumber(RULES[rule].least),
      most: formatNumber(RULES[rule].most),
    }),
  }));
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (errors.length > 0) return;
    const policy = Object.fromEntries(
      NAMES.map((rule) => [rule, numberOf(rule, typed[rule])]),
    ) as OfficeView['policy'];
    if (await publish({ ...draftOf(view), policy })) onDone();
  };
  return (
    <>
      <Heading>{t('rules.change')}</Heading>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <ErrorSummary errors={tried ? errors : []} />
        {NAMES.map((rule) => (
          <div key={rule}>
            <TextField
              id={rule}
              label={t(`rules.${rule}`)}
              hint={t(`rules.${rule}.hint`)}
              value={typed[rule]}
              error={tried ? errors.find(({ field }) => field === rule)?.text : undefined}
              onInput={(value) => setTyped({ ...typed, [rule]: value })}
            />
            {(numberOf(rule, typed[rule]) ?? 0) > (RULES[rule].law ?? Infinity) && (
              <Notice kind="warning">{t('rules.law', { most: formatNumber(RULES[rule].law ?? 0) })}</Notice>
            )}
          </div>
        ))}
        <OfficeFormEnd task={task} onCancel={onDone} />
      </form>
    </>
  );
}

/** A whole number within the rule's limits, in the digits of any script; else null. */
function numberOf(rule: Rule, typed: string): number | null {
  const plain = typed
    .trim()
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  if (!/^\d{1,4}$/.test(plain)) return null;
  const { least, most } = RULES[rule];
  const value = Number(plain);
  return value >= least && value <= most ? value : null;
}
