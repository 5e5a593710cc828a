import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatNumber, t } from '../messages/messages.ts';
import { BackLink } from '../parts/back-link.tsx';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { ErrorSummary } from '../parts/error-summary.tsx';
import { problemText } from './setup-problem.ts';
import { problemsOf, type DraftStep, type SetupDraft } from './setup-draft.ts';

/** Which of how many screens this is. */
export interface Place {
  readonly step: number;
  readonly steps: number;
}

/** What every screen with fields gets. */
export interface DraftForm {
  readonly draft: SetupDraft;
  readonly place: Place;
  readonly change: (part: Partial<SetupDraft>) => void;
  readonly onBack?: () => void;
  readonly onNext: () => void;
}

/** One screen of the set-up: where one is, and what it is about. */
export function SetupStep(props: {
  title: string;
  place: Place;
  onBack?: (() => void) | undefined;
  children: ComponentChildren;
}) {
  const { title, place, onBack, children } = props;
  return (
    <>
      {onBack && <BackLink onClick={onBack}>{t('setup.back')}</BackLink>}
      <p class="step">
        {t('setup.step', { step: formatNumber(place.step), steps: formatNumber(place.steps) })}
      </p>
      <Heading>{title}</Heading>
      {children}
    </>
  );
}

/** The sentence for what is wrong in a field, if anything is. */
export type ErrorOf = (field: string) => string | undefined;

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
    <SetupStep title={t(`setup.${name}.title`)} place={place} onBack={onBack}>
      <form noValidate onSubmit={submit}>
        <ErrorSummary errors={problems.map((one) => ({ field: one.field, text: problemText(one) }))} />
        <p class="hint">{t(`setup.${name}.hint`)}</p>
        {fields(errorOf)}
        <div class="actions">
          <Button type="submit">{t('setup.next')}</Button>
        </div>
      </form>
    </SetupStep>
  );
}
