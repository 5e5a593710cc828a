/** `<Select id label options={[{ value, label }]} value onChange={(value) => …} hint error optional />` */
import type { Option } from './choice.tsx';
import { Field, type FieldProps } from './field.tsx';

export function Select<V extends string>(
  props: FieldProps & {
    options: readonly Option<V>[];
    value: NoInfer<V>;
    onChange: (value: V) => void;
  },
) {
  const { options, value, onChange } = props;
  const choose = (chosen: string) => {
    const option = options.find((one) => one.value === chosen);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <Field
      {...props}
      field={(ties) => (
        <select {...ties} autocomplete="off" onChange={(event) => choose(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}
