/** A question with several boxes or buttons. The error summary leads to the first of them, which has the id. */
import type { ComponentChildren } from 'preact';
import { FieldError, Hint, tiesOf } from './field.tsx';

export interface ChoicesProps {
  id: string;
  legend: string;
  /** Where the title of the screen asks the same already. */
  legendHidden?: boolean | undefined;
  hint?: string | undefined;
  error?: string | undefined;
}

export function Choices(props: ChoicesProps & { children: ComponentChildren }) {
  const { id, legend, legendHidden = false, hint, error, children } = props;
  return (
    <fieldset
      class={error === undefined ? 'field' : 'field wrong'}
      aria-describedby={tiesOf(id, hint, error)['aria-describedby']}
    >
      <legend class={legendHidden ? 'visually-hidden' : undefined}>{legend}</legend>
      <Hint id={id} text={hint} />
      <FieldError id={id} text={error} />
      {children}
    </fieldset>
  );
}

/** @param i from 0 */
export function choiceId(id: string, i: number): string {
  return i === 0 ? id : `${id}-${i}`;
}
