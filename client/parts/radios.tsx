/**
 * `<Radios id legend options={[{ value, label, hint }]} value onChange={(value) => …} hint error legendHidden />`
 *
 * One of several. `value` is empty or null before anything is chosen.
 */
import { Choice, type Option } from './choice.tsx';
import { choiceId, Choices, type ChoicesProps } from './choices.tsx';

export function Radios<V extends string>(
  props: ChoicesProps & {
    options: readonly Option<V>[];
    value: NoInfer<V> | '' | null;
    onChange: (value: V) => void;
  },
) {
  const { id, options, value, onChange } = props;
  return (
    <Choices {...props}>
      {options.map((option, i) => (
        <Choice
          key={option.value}
          type="radio"
          id={choiceId(id, i)}
          name={id}
          label={option.label}
          hint={option.hint}
          checked={option.value === value}
          onChange={() => onChange(option.value)}
        />
      ))}
    </Choices>
  );
}
