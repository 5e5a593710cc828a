/**
 * `<Checkboxes id legend options={[{ value, label, hint }]} values onChange={(values) => …} hint error legendHidden />`
 *
 * Any number of several, in the order of the options.
 */
import { Choice, type Option } from './choice.tsx';
import { choiceId, Choices, type ChoicesProps } from './choices.tsx';

export function Checkboxes<V extends string>(
  props: ChoicesProps & {
    options: readonly Option<V>[];
    values: readonly NoInfer<V>[];
    onChange: (values: V[]) => void;
  },
) {
  const { id, options, values, onChange } = props;
  const choose = (value: V, checked: boolean) =>
    onChange(
      options.map((one) => one.value).filter((one) => (one === value ? checked : values.includes(one))),
    );
  return (
    <Choices {...props}>
      {options.map((option, i) => (
        <Choice
          key={option.value}
          type="checkbox"
          id={choiceId(id, i)}
          label={option.label}
          hint={option.hint}
          checked={values.includes(option.value)}
          onChange={(checked) => choose(option.value, checked)}
        />
      ))}
    </Choices>
  );
}
