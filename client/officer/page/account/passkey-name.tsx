/** What a passkey is called. Field `name`. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { LIMITS } from '../../../../server/api/limits.ts';
import type { FieldProblem } from './form.tsx';
import type { OwnPasskeys } from '../../worker/account/own-passkeys.ts';
import type { OwnPasskey } from '../../worker/account/passkeys.ts';
import type { ErrorOf } from '../frame/step.tsx';

export interface PasskeyName {
  readonly name: string;
  readonly problems: readonly FieldProblem[];
  readonly field: (errorOf: ErrorOf) => ComponentChildren;
}

/** @param renamed the passkey that is to have another name; null for a new one */
export function usePasskeyName(own: OwnPasskeys, renamed: OwnPasskey | null): PasskeyName {
  const [name, setName] = useState(renamed?.name ?? '');
  const plain = name.trim();
  const others = own.passkeys.filter(({ id }) => id !== renamed?.id);
  const problem = nameProblem(plain, others);
  return {
    name: plain,
    problems: problem === null ? [] : [{ field: 'name', text: problem }],
    field: (errorOf) => (
      <TextField
        id="name"
        label={t('account.passkey.name')}
        hint={t(renamed === null ? 'account.passkey.name.hint' : 'account.passkey.rename.hint')}
        value={name}
        error={errorOf('name')}
        onInput={setName}
      />
    ),
  };
}

function nameProblem(name: string, others: readonly OwnPasskey[]): string | null {
  if (name === '') return t('account.passkey.name.missing');
  if (Array.from(name).length > LIMITS.passkeyNameCharacters) return t('account.passkey.name.long');
  return others.some((one) => one.name === name) ? t('account.passkey.name.taken') : null;
}
