import { formatNumber, t } from '../../../messages/messages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { LEAST_CHARACTERS, lengthOf } from './passphrase.ts';
import type { ErrorOf } from '../frame/step.tsx';

/** A passphrase to be chosen, typed twice. Fields `passphrase` and `again`. */
export function NewPassphrase(props: {
  /** Where there is an old one as well. */
  label?: string | undefined;
  passphrase: string;
  again: string;
  errorOf: ErrorOf;
  onInput: (part: { passphrase: string } | { again: string }) => void;
}) {
  const { passphrase, again, errorOf, onInput } = props;
  const count = lengthOf(passphrase);
  return (
    <>
      <TextField
        type="password"
        id="passphrase"
        label={props.label ?? t('passphrase.new')}
        hint={t('passphrase.rule', { least: formatNumber(LEAST_CHARACTERS) })}
        autocomplete="new-password"
        value={passphrase}
        error={errorOf('passphrase')}
        onInput={(value) => onInput({ passphrase: value })}
      />
      {count > 0 && count < LEAST_CHARACTERS && <p class="hint">{t('passphrase.length', { count })}</p>}
      <TextField
        type="password"
        id="again"
        label={t('passphrase.again')}
        autocomplete="new-password"
        value={again}
        error={errorOf('again')}
        onInput={(value) => onInput({ again: value })}
      />
    </>
  );
}
