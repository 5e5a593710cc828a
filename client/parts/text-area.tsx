/**
 * `<TextArea id label value onInput={(text) => …} hint error optional rows most lang readOnly disabled />`
 *
 * `most`: characters. How many are left is shown once three quarters are used, and said when typing pauses.
 */
import { useEffect, useState } from 'preact/hooks';
import { textLength } from '../case/kinds/text-length.ts';
import { t } from '../messages/messages.ts';
import { Field, type FieldProps } from './field.tsx';

export function TextArea(
  props: FieldProps & {
    value: string;
    onInput?: ((text: string) => void) | undefined;
    rows?: number | undefined;
    most?: number | undefined;
    lang?: string | undefined;
    readOnly?: boolean | undefined;
    disabled?: boolean | undefined;
  },
) {
  const { value, onInput, rows = 5, most, lang, readOnly, disabled } = props;
  return (
    <Field
      {...props}
      field={(ties) => (
        <>
          <textarea
            {...ties}
            rows={rows}
            value={value}
            dir={value === '' ? undefined : 'auto'}
            lang={lang}
            readOnly={readOnly}
            disabled={disabled}
            autocomplete="off"
            // Some browsers send what is typed to a spelling service.
            spellcheck={false}
            onInput={(event) => onInput?.(event.currentTarget.value)}
          />
          {most !== undefined && <Left text={value} most={most} />}
        </>
      )}
    />
  );
}

/** Milliseconds without a key after which a screen reader is told how much is left. */
const PAUSE = 1000;

/** The part of a text that may be written before anything is said of its length. */
const QUIET = 0.75;

function Left({ text: typed, most }: { text: string; most: number }) {
  const [said, say] = useState('');
  const length = textLength(typed);
  const isHeavy = length > typed.length;
  const left = most - length;
  const text =
    length < most * QUIET ? '' : left >= 0 ? t('field.left', { left }) : t('field.over', { over: -left });
  useEffect(() => {
    const timer = setTimeout(() => say(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      <p class={left < 0 ? 'error' : 'hint'} aria-hidden="true">
        {text}
        {text !== '' && isHeavy && ` ${t('field.heavy')}`}
      </p>
      <output class="visually-hidden">{said}</output>
    </>
  );
}
