import { t } from '../messages/messages.ts';
import { TextField } from '../parts/text-field.tsx';
import { WordsField } from '../parts/words-field.tsx';
import type { Secret } from './account.ts';

/** What opens an account: the passphrase or the recovery words. Field `secret`. */
export function SecretField(props: {
  method: Secret['method'];
  value: string;
  error?: string | undefined;
  onInput: (value: string) => void;
}) {
  const { method, ...field } = props;
  return method === 'words' ? (
    <WordsField id="secret" label={t('signIn.words')} {...field} />
  ) : (
    <TextField
      id="secret"
      type="password"
      label={t('signIn.passphrase')}
      autocomplete="current-password"
      {...field}
    />
  );
}

/** A secret as it is handed to the session. */
export function secretOf(method: Secret['method'], typed: string): Secret {
  return method === 'words' ? { method, words: typed } : { method, passphrase: typed };
}
