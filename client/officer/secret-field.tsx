import { useCallback } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { TextField } from '../parts/text-field.tsx';
import { WordsEntry } from '../parts/words-entry.tsx';
import type { Secret } from './account.ts';
import type { LinkedSession } from './session-start.ts';

/** What opens an account: the passphrase or the recovery words. Field `secret`. */
export function SecretField(props: {
  session: LinkedSession;
  method: Secret['method'];
  /** Where it is another than at signing in. */
  label?: string | undefined;
  value: string;
  error?: string | undefined;
  onInput: (value: string) => void;
}) {
  const { session, method, label = t(`signIn.${props.method}`), ...field } = props;
  const check = useCallback((words: string) => session.checkWords(words), [session]);
  return method === 'words' ? (
    <WordsEntry id="secret" label={label} check={check} {...field} />
  ) : (
    <TextField id="secret" type="password" label={label} autocomplete="current-password" {...field} />
  );
}

/** A secret as it is handed to the session. */
export function secretOf(method: Secret['method'], typed: string): Secret {
  return method === 'words' ? { method, words: typed } : { method, passphrase: typed };
}
