/**
 * `<WordsField id value onInput={(text) => …} label hint error />`
 *
 * Where twelve words are typed or pasted. The words are English on every page; nothing corrects or keeps them.
 */
import { t } from '../messages/messages.ts';
import { Field } from '../parts/field.tsx';

export function WordsField(props: {
  id: string;
  value: string;
  onInput: (text: string) => void;
  label?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  const { value, onInput, label = t('words.label') } = props;
  return (
    <Field
      {...props}
      label={label}
      field={(ties) => (
        <textarea
          {...ties}
          class="words-field"
          rows={4}
          lang="en"
          dir="ltr"
          value={value}
          autocomplete="off"
          autocapitalize="none"
          autocorrect="off"
          spellcheck={false}
          translate={false}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    />
  );
}
