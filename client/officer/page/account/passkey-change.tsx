/** A passkey less or by another name, or passkeys that count only together with the passphrase. */
import { formatDay, t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import { AccountForm } from './form.tsx';
import type { PasskeyChange } from './passkey-add.tsx';
import type { OwnPasskeys } from '../../worker/account/own-passkeys.ts';
import type { OwnPasskey } from '../../worker/account/passkeys.ts';
import { usePasskeyName } from './passkey-name.tsx';
import { usePassphraseToHold } from './passphrase-to-hold.tsx';
import { withPasskey } from '../secret/secret.ts';
import { useTask } from '../frame/task.ts';

export function AccountPasskeyRemove(props: PasskeyChange & { passkey: OwnPasskey }) {
  const { session, method, passkey, onCancel, onDone } = props;
  const task = useTask();
  return (
    <AccountForm
      title={t('account.passkey.remove.title', { name: passkey.name })}
      hint={
        <>
          <p>{t('account.passkey.added', { day: formatDay(passkey.day) })}</p>
          <p>{t('account.passkey.remove.hint')}</p>
        </>
      }
      session={session}
      method={method}
      task={task}
      action={t('account.passkey.remove.confirm')}
      working={t('office.opening')}
      problems={[]}
      onSubmit={(give) =>
        void task
          .run(() => give((secret) => session.passkeys.remove(secret, passkey.id)))
          .then((now) => now && onDone(now))
      }
      onCancel={onCancel}
    />
  );
}

export function AccountPasskeyRename(props: PasskeyChange & { passkey: OwnPasskey }) {
  const { session, method, own, passkey, onCancel, onDone } = props;
  const naming = usePasskeyName(own, passkey);
  const task = useTask();
  return (
    <AccountForm
      title={t('account.passkey.rename.title', { name: passkey.name })}
      hint={t('account.passkey.rename.once')}
      session={session}
      method={method}
      task={task}
      action={t('account.passkey.rename.confirm')}
      working={t('office.opening')}
      problems={naming.problems}
      fields={naming.field}
      onSubmit={(give) =>
        void task
          .run(() => give((secret) => session.passkeys.rename(secret, passkey.id, naming.name)))
          .then((now) => now && onDone(now))
      }
      onCancel={onCancel}
    />
  );
}

/** @param mode what is to hold from now on */
export function AccountSecondFactor(props: PasskeyChange & { mode: OwnPasskeys['mode'] }) {
  const { session, method, mode, onCancel, onDone } = props;
  const held = usePassphraseToHold(method, true);
  const task = useTask();
  const isOn = mode === 'both';
  return (
    <AccountForm
      title={t(isOn ? 'account.second.turnOn' : 'account.second.turnOff')}
      hint={
        <>
          <p>{t(isOn ? 'account.second.turnOn.hint' : 'account.second.turnOff.hint')}</p>
          {isOn && <Notice kind="warning">{t('account.second.words')}</Notice>}
          {isOn && method === 'passphrase' && <p class="hint">{t('passkey.askedToo')}</p>}
        </>
      }
      session={session}
      method={method}
      task={task}
      action={t(isOn ? 'account.second.turnOn' : 'account.second.turnOff')}
      working={t('account.passphrase.working')}
      problems={held.problems}
      fields={held.fields}
      onSubmit={(give) =>
        void task
          .run(() =>
            give((secret) =>
              // One that works is asked for before nothing works without one.
              secret.method === 'passphrase'
                ? withPasskey(session, (used) => session.passkeys.turnSecondFactor(secret, mode, null, used))
                : session.passkeys.turnSecondFactor(secret, mode, held.passphrase, null),
            ),
          )
          .then((now) => now && onDone(now))
      }
      onCancel={onCancel}
    />
  );
}
