import { useState } from 'preact/hooks';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Copy } from '../../../parts/copy.tsx';
import { OfficeConfirm, OfficeFailure } from './confirm.tsx';
import type { OfficeTask } from './task.ts';
import type { OfficeInvitation } from '../../worker/office/view.ts';

interface Link {
  readonly address: string;
  readonly expires: string;
}

export function OfficeInvitations(props: {
  office: OfficeTask;
  onAdmit: (invitation: OfficeInvitation) => void;
}) {
  const { office, onAdmit } = props;
  const { view, task } = office;
  const [withdrawn, setWithdrawn] = useState<OfficeInvitation | null>(null);
  const { link, invite, refresh, withdraw } = useInvitations(office, () => setWithdrawn(null));
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">{t('office.invitations')}</h2>
      {withdrawn === null && <OfficeFailure task={task} />}
      {link !== null && <MadeLink link={link} />}
      {view.invitations.length === 0 ? (
        <p>{t('office.invitations.none')}</p>
      ) : (
        <ul class="cards">
          {view.invitations.map((one) => (
            <Invitation
              key={one.id}
              invitation={one}
              onAdmit={() => onAdmit(one)}
              onWithdraw={() => setWithdrawn(one)}
            />
          ))}
        </ul>
      )}
      <div class="actions">
        <Button kind="secondary" busy={task.busy} onClick={() => void invite()}>
          {t('office.invite')}
        </Button>
        <Button kind="quiet" busy={task.busy} onClick={() => void refresh()}>
          {t('case.refresh')}
        </Button>
      </div>
      {withdrawn !== null && (
        <OfficeConfirm
          title={t('office.withdraw.title')}
          task={task}
          action={t('office.withdraw')}
          onConfirm={() => void withdraw(withdrawn)}
          onCancel={() => {
            task.clear();
            setWithdrawn(null);
          }}
        >
          <p>{t('office.withdraw.text')}</p>
        </OfficeConfirm>
      )}
    </section>
  );
}

function useInvitations({ session, view, task, show }: OfficeTask, onWithdrawn: () => void) {
  const [link, setLink] = useState<Link | null>(null);
  const invite = async () => {
    const made = await task.run(async () => {
      const { token, expires } = await session.office.invite();
      return { token, expires, now: await session.office.view() };
    });
    if (made === undefined) return;
    const address = `${location.origin}/officer/#invite=${made.token}&authority=${view.authority}`;
    setLink({ address, expires: made.expires });
    show(made.now);
  };
  const refresh = async () => {
    const now = await task.run(() => session.office.view());
    if (now !== undefined) show(now);
  };
  const withdraw = async ({ id }: OfficeInvitation) => {
    const next = await task.run(() => session.office.withdraw(id));
    if (next === undefined) return;
    show(next);
    setLink(null);
    onWithdrawn();
  };
  return { link, invite, refresh, withdraw };
}

function MadeLink({ link }: { link: Link }) {
  return (
    <div class="invited">
      <p>{t('office.invite.link', { day: formatDay(link.expires) })}</p>
      <p class="even address" dir="ltr">
        {link.address}
      </p>
      <div class="actions">
        <Copy text={link.address} />
      </div>
    </div>
  );
}

function Invitation(props: { invitation: OfficeInvitation; onAdmit: () => void; onWithdraw: () => void }) {
  const { words, expires } = props.invitation;
  return (
    <li>
      {words === null ? (
        <p>{t('office.invitation.waiting', { day: formatDay(expires) })}</p>
      ) : (
        <>
          <p>{t('office.invitation.used')}</p>
          <p class="even fingerprint" lang="en" dir="ltr">
            {words.join(' ')}
          </p>
        </>
      )}
      <div class="actions">
        {words !== null && (
          <Button kind="secondary" onClick={props.onAdmit}>
            {t('office.admit')}
          </Button>
        )}
        <Button kind="quiet" onClick={props.onWithdraw}>
          {t('office.withdraw')}
        </Button>
      </div>
    </li>
  );
}
