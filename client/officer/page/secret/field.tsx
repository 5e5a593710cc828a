import { useCallback } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { WordsEntry } from '../../../words/entry.tsx';
import type { Secret } from '../../worker/account/account.ts';
import type { LinkedSession } from '../frame/session-start.ts';

/** What is typed to open an account: the passphrase or the recovery words. Nothing where a passkey does. Field `secret`. */
export function SecretField(props: {
  session: LinkedSession;
  method: Secret['method'];
  /** What it opens is open already, and this asks once more. */
  isPresent?: boolean;
  value: string;
  error?: string | undefined;
  onInput: (value: string) => void;
}) {
  const { session, method, isPresent = false, ...field } = props;
  const check = useCallback((words: string) => session.checkWords(words), [session]);
  if (method === 'passkey') return <p class="hint">{t('passkey.asked')}</p>;
  if (method === 'words') {
    const label = t(isPresent ? 'account.present.words' : 'signIn.words');
    return <WordsEntry id="secret" label={label} check={check} {...field} />;
  }
  return (
    <TextField
      id="secret"
      type="password"
      label={t(isPresent ? 'account.present.passphrase' : 'signIn.passphrase')}
      {...(method === 'both' && { hint: t('passkey.askedToo') })}
      autocomplete="current-password"
      {...field}
    />
  );
}

/** What to say where nothing was typed; null where nothing has to be, or something was. */
export function missingSecret(method: Secret['method'], typed: string): string | null {
  if (method === 'passkey' || typed.trim() !== '') return null;
  return method === 'words' ? t('signIn.words.missing') : t('signIn.passphrase.missing');
}
