/** `<Checkbox label checked onChange={(checked) => …} id hint error />`: one box on its own. */
import { useId } from 'preact/hooks';
import { Choice } from './choice.tsx';
import { FieldError } from './field.tsx';

export function Checkbox(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  id?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  const { label, checked, onChange, hint, error } = props;
  const own = useId();
  const id = props.id ?? own;
  return (
    <div class={error === undefined ? undefined : 'wrong'}>
      <FieldError id={id} text={error} />
      <Choice
        type="checkbox"
        id={id}
        label={label}
        hint={hint}
        describedBy={error && `${id}-error`}
        invalid={error === undefined ? undefined : true}
        checked={checked}
        onChange={onChange}
      />
    </div>
  );
}
