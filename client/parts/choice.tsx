/** One box or button to choose, with its label and a hint. Radios, Checkboxes and Checkbox are made of it. */
import { Hint } from './field.tsx';

/** What can be chosen. */
export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string | undefined;
}

export function Choice(props: {
  type: 'radio' | 'checkbox';
  id: string;
  name?: string | undefined;
  label: string;
  hint?: string | undefined;
  describedBy?: string | undefined;
  invalid?: true | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const { type, id, name, label, hint, describedBy, invalid, checked, onChange } = props;
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        checked={checked}
        autocomplete="off"
        aria-describedby={[hint && `${id}-hint`, describedBy].filter(Boolean).join(' ') || undefined}
        aria-invalid={invalid}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      <Hint id={id} text={hint} />
    </div>
  );
}
