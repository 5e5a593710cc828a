/** A passphrase to go with passkeys from now on, where none was signed in with that could be taken. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { webAssemblyRuns } from '../../../sodium/runs.ts';
import type { Secret } from '../../worker/account/account.ts';
import type { FieldProblem } from './form.tsx';
import { NewPassphrase } from '../secret/new-passphrase.tsx';
import { passphraseProblem } from '../secret/passphrase.ts';
import { passphraseProblemText } from '../secret/passphrase-problem.ts';
import type { ErrorOf } from '../frame/step.tsx';

export interface PassphraseToHold {
  /** Null where what was signed in with has one, or none is needed. */
  readonly passphrase: string | null;
  readonly problems: readonly FieldProblem[];
  readonly fields: (errorOf: ErrorOf) => ComponentChildren;
}

/** @param needed whether the change takes a passphrase */
export function usePassphraseToHold(method: Secret['method'], needed: boolean): PassphraseToHold {
  const [draft, setDraft] = useState({ passphrase: '', again: '' });
  const [hasWebAssembly, setHasWebAssembly] = useState(true);
  useEffect(() => void webAssemblyRuns().then(setHasWebAssembly), []);
  const isAsked = needed && (method === 'words' || method === 'passkey');
  if (!isAsked) return { passphrase: null, problems: [], fields: () => null };
  const what = passphraseProblem(draft.passphrase, draft.again, '');
  const field = what === 'differ' ? 'again' : 'passphrase';
  return {
    passphrase: draft.passphrase,
    problems: what === null ? [] : [{ field, text: passphraseProblemText(what) }],
    fields: (errorOf) => (
      <>
        {!hasWebAssembly && <Notice kind="warning">{t('account.passphrase.wasm')}</Notice>}
        <p>{t('account.passphrase.hold')}</p>
        <NewPassphrase {...draft} errorOf={errorOf} onInput={(part) => setDraft({ ...draft, ...part })} />
      </>
    ),
  };
}
