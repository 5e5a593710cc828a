/** Another passkey: first what unlocks now, then the device makes it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../../../messages/languages.ts';
import { t, useLanguage } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { AccountForm, type AccountChange } from './form.tsx';
import type { OwnPasskeys, PasskeyCreation } from '../../worker/account/own-passkeys.ts';
import { createPasskey } from '../secret/passkey-ceremony.ts';
import { usePasskeyName } from './passkey-name.tsx';
import { usePassphraseToHold } from './passphrase-to-hold.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

export type PasskeyChange = Omit<AccountChange, 'onDone'> & {
  readonly own: OwnPasskeys;
  readonly onDone: (now: OwnPasskeys) => void;
};

export function AccountPasskeyAdd(props: PasskeyChange & { office: SignedIn['instanceName'] }) {
  const { session, method, own, office, onCancel, onDone } = props;
  const language = useLanguage();
  const naming = usePasskeyName(own, null);
  const [creation, setCreation] = useState<PasskeyCreation | null>(null);
  const held = usePassphraseToHold(method, own.mode === 'both');
  const task = useTask();
  /** What the device made, until the server has answered: a device that is asked again makes another in its place. */
  const madeRef = useRef<Awaited<ReturnType<typeof createPasskey>> | null>(null);
  // What was opened for it is forgotten with the page.
  useEffect(
    () => () => {
      madeRef.current?.output.fill(0);
      void session.passkeys.drop().catch(() => undefined);
    },
    [session],
  );
  if (creation === null) {
    return (
      <AccountForm
        title={t('account.passkey.add.title')}
        hint={t('account.passkey.add.hint')}
        session={session}
        method={method}
        task={task}
        action={t('account.passkey.add.next')}
        working={t('office.opening')}
        problems={[...held.problems, ...naming.problems]}
        fields={(errorOf) => (
          <>
            {held.fields(errorOf)}
            {naming.field(errorOf)}
          </>
        )}
        onSubmit={(give) =>
          void task
            .run(() => give((secret) => session.passkeys.begin(secret, held.passphrase)))
            .then((begun) => begun && setCreation(begun))
        }
        onCancel={onCancel}
      />
    );
  }
  const names = { office: inLanguage(office, language), passkey: naming.name };
  const make = async () => (madeRef.current ??= await createPasskey(creation, names));
  const add = async () => session.passkeys.add({ ...(await make()), name: names.passkey });
  return <Creating add={add} onCancel={onCancel} onDone={onDone} />;
}

function Creating(props: {
  add: () => Promise<OwnPasskeys>;
  onCancel: () => void;
  onDone: (now: OwnPasskeys) => void;
}) {
  const { add, onCancel, onDone } = props;
  const task = useTask();
  const create = async () => {
    const now = await task.run(add);
    if (now !== undefined) onDone(now);
  };
  return (
    <>
      <BackLink onClick={onCancel}>{t('account.back')}</BackLink>
      <Heading>{t('account.passkey.create.title')}</Heading>
      <p>{t('account.passkey.create.text')}</p>
      <TaskFailure task={task} />
      {task.busy && <Progress label={t('account.passkey.create.working')} />}
      <div class="actions">
        <Button busy={task.busy} onClick={() => void create()}>
          {t('account.passkey.create')}
        </Button>
      </div>
    </>
  );
}
