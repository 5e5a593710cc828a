import { t } from '../messages/messages.ts';
import { TextField } from '../parts/text-field.tsx';
import { WordsField } from '../parts/words-field.tsx';
import type { Secret } from './account.ts';

/** What is typed to open an account: the passphrase or the recovery words. Nothing where a passkey does. Field `secret`. */
export function SecretField(props: {
  method: Secret['method'];
  /** What it opens is open already, and this asks once more. */
  isPresent?: boolean;
  value: string;
  error?: string | undefined;
  onInput: (value: string) => void;
}) {
  const { method, isPresent = false, ...field } = props;
  if (method === 'passkey') return <p class="hint">{t('passkey.asked')}</p>;
  if (method === 'words') {
    return (
      <WordsField id="secret" label={t(isPresent ? 'account.present.words' : 'signIn.words')} {...field} />
    );
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
