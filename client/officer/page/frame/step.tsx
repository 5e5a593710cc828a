import type { ComponentChildren } from 'preact';
import { formatNumber, t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Heading } from '../../../parts/heading.tsx';

/** Which of how many screens this is. */
export interface StepPlace {
  readonly step: number;
  readonly steps: number;
}

/** One of several screens: which of how many it is, and what it is about. */
export function Step(props: {
  title: string;
  place: StepPlace;
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
