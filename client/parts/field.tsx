/**
 * What stands around every field: its label, a hint and what is wrong with it. `field` is called with what ties
 * the field to them.
 */
import type { ComponentChildren } from 'preact';
import { t } from '../messages/messages.ts';

/** What every field takes. */
export interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Says behind the label that the field may stay empty. */
  optional?: boolean | undefined;
}

export interface Ties {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

export function Field(props: FieldProps & { field: (ties: Ties) => ComponentChildren }) {
  const { id, label, hint, error, optional = false, field } = props;
  return (
    <div class={error === undefined ? 'field' : 'field wrong'}>
      <label for={id}>
        {label}
        {optional && <span class="optional"> {t('app.optional')}</span>}
      </label>
      <Hint id={id} text={hint} />
      <FieldError id={id} text={error} />
      {field(tiesOf(id, hint, error))}
    </div>
  );
}

export function tiesOf(id: string, hint: string | undefined, error: string | undefined): Ties {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined };
}

export function Hint({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p class="hint" id={`${id}-hint`}>
      {text}
    </p>
  );
}

export function FieldError({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p class="error" id={`${id}-error`}>
      <span class="visually-hidden">{t('errors.prefix')} </span>
      {text}
    </p>
  );
}
