/**
 * `<TextField id label value onInput={(text) => …} hint error optional type="text|password|date" autocomplete lang
 * readOnly disabled />`
 *
 * One line. A password can be shown. Nothing is remembered or sent to a spelling service unless asked for.
 */
import { useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { Field, type FieldProps } from './field.tsx';

export function TextField(
  props: FieldProps & {
    value: string;
    onInput: (text: string) => void;
    type?: 'text' | 'password' | 'date' | undefined;
    autocomplete?: 'username' | 'current-password' | 'new-password' | undefined;
    lang?: string | undefined;
    disabled?: boolean | undefined;
  },
) {
  const { value, onInput, type = 'text', autocomplete, lang, disabled } = props;
  const [shown, setShown] = useState(false);
  return (
    <Field
      {...props}
      field={(ties) => (
        <div class="line-of-field">
          <input
            {...ties}
            type={(shown ? 'text' : type) as 'text'}
            value={value}
            // What is typed decides its own direction; an empty field has that of the page.
            dir={value === '' || type === 'date' ? undefined : 'auto'}
            lang={lang}
            disabled={disabled}
            autocomplete={autocomplete ?? 'off'}
            autocapitalize={type === 'text' && autocomplete === undefined ? undefined : 'none'}
            spellcheck={false}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
          {type === 'password' && (
            <button
              type="button"
              class="button secondary"
              aria-pressed={shown}
              aria-label={`${t(shown ? 'field.hide' : 'field.show')}: ${props.label}`}
              onClick={() => setShown(!shown)}
            >
              {t(shown ? 'field.hide' : 'field.show')}
            </button>
          )}
        </div>
      )}
    />
  );
}
