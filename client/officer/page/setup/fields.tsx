import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Step, type ErrorOf, type StepPlace } from '../frame/step.tsx';
import { problemsOf, type DraftStep, type SetupDraft } from './draft.ts';
import { problemText } from './problem.ts';

/** What every screen with fields gets. */
export interface DraftForm {
  readonly draft: SetupDraft;
  readonly place: StepPlace;
  readonly change: (part: Partial<SetupDraft>) => void;
  readonly onBack?: () => void;
  readonly onNext: () => void;
}

/** A screen with fields, which goes on only when nothing is wrong with them. */
export function SetupFields(
  props: DraftForm & { name: DraftStep; fields: (errorOf: ErrorOf) => ComponentChildren },
) {
  const { name, fields, draft, place, onBack, onNext } = props;
  const [tried, setTried] = useState(false);
  const problems = tried ? problemsOf(name, draft) : [];
  const errorOf = (field: string) => {
    const problem = problems.find((one) => one.field === field);
    return problem && problemText(problem);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (problemsOf(name, draft).length === 0) onNext();
  };
  return (
    <Step title={t(`setup.${name}.title`)} place={place} onBack={onBack}>
      <form noValidate onSubmit={submit}>
        <ErrorSummary errors={problems.map((one) => ({ field: one.field, text: problemText(one) }))} />
        <p class="hint">{t(`setup.${name}.hint`)}</p>
        {fields(errorOf)}
        <div class="actions">
          <Button type="submit">{t('setup.next')}</Button>
        </div>
      </form>
    </Step>
  );
}
