/** One screen of the way: its title has the focus when it comes, its form goes on with Enter. */
import type { ComponentChildren } from 'preact';
import { t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';

/** Something to put right, and the field it is in. */
export interface Problem {
  readonly id: string;
  readonly text: string;
}

export function Screen(props: {
  title: string;
  onBack?: (() => void) | undefined;
  problems?: readonly Problem[];
  /** Given where there is something to fill in. */
  onSubmit?: () => void;
  children: ComponentChildren;
}) {
  const { title, onBack, problems = [], onSubmit, children } = props;
  const content = (
    <>
      <ErrorSummary errors={problems.map(({ id, text }) => ({ field: id, text }))} />
      <Heading>{title}</Heading>
      {children}
    </>
  );
  return (
    <>
      {onBack && <BackLink onClick={onBack}>{t('step.back')}</BackLink>}
      {onSubmit === undefined ? (
        content
      ) : (
        <form
          noValidate
          autocomplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {content}
        </form>
      )}
    </>
  );
}

export function NextButton() {
  return (
    <div class="actions">
      <Button type="submit">{t('step.continue')}</Button>
    </div>
  );
}
