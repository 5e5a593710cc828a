import { t } from '../../../messages/messages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { NewPassphrase } from './new-passphrase.tsx';
import type { ErrorOf } from '../frame/step.tsx';

export interface AccountDraft {
  readonly accountName: string;
  readonly passphrase: string;
  readonly again: string;
}

/** What a new account takes: a name to sign in with, field `account`, and a passphrase. */
export function AccountFields(props: {
  draft: AccountDraft;
  errorOf: ErrorOf;
  change: (part: Partial<AccountDraft>) => void;
}) {
  const { draft, errorOf, change } = props;
  return (
    <>
      <TextField
        id="account"
        label={t('setup.officer.account')}
        hint={t('setup.officer.account.hint')}
        autocomplete="username"
        value={draft.accountName}
        error={errorOf('account')}
        onInput={(accountName) => change({ accountName })}
      />
      <NewPassphrase passphrase={draft.passphrase} again={draft.again} errorOf={errorOf} onInput={change} />
    </>
  );
}
