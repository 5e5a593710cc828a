import { t } from '../messages/messages.ts';
import { TextField } from '../parts/text-field.tsx';
import { WordsField } from '../parts/words-field.tsx';
import type { Secret } from './account.ts';

/** What opens an account: the passphrase or the recovery words. Field `secret`. */
export function SecretField(props: {
  method: Secret['method'];
  /** Where it is another than at signing in. */
  label?: string | undefined;
  value: string;
  error?: string | undefined;
  onInput: (value: string) => void;
}) {
  const { method, label = t(`signIn.${props.method}`), ...field } = props;
  return method === 'words' ? (
    <WordsField id="secret" label={label} {...field} />
  ) : (
    <TextField id="secret" type="password" label={label} autocomplete="current-password" {...field} />
  );
}

/** A secret as it is handed to the session. */
export function secretOf(method: Secret['method'], typed: string): Secret {
  return method === 'words' ? { method, words: typed } : { method, passphrase: typed };
}
