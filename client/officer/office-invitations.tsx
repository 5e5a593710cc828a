import { useState } from 'preact/hooks';
import { formatDay, t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Copy } from '../parts/copy.tsx';
import { OfficeConfirm, OfficeFailure } from './office-confirm.tsx';
import type { OfficeTask } from './office-task.ts';
import type { OfficeInvitation } from './office-view.ts';

export function OfficeInvitations(props: {
  office: OfficeTask;
  onAdmit: (invitation: OfficeInvitation) => void;
}) {
  const { office, onAdmit } = props;
  const { session, view, task, show } = office;
  const [link, setLink] = useState<{ address: string; expires: string } | null>(null);
  const [withdrawn, setWithdrawn] = useState<OfficeInvitation | null>(null);
  const close = () => {
    task.clear();
    setWithdrawn(null);
  };
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
    setWithdrawn(null);
  };
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">{t('office.invitations')}</h2>
      {withdrawn === null && <OfficeFailure task={task} />}
      {link !== null && (
        <div class="invited">
          <p>{t('office.invite.link', { day: formatDay(link.expires) })}</p>
          <p class="even address" dir="ltr">
            {link.address}
          </p>
          <div class="actions">
            <Copy text={link.address} />
          </div>
        </div>
      )}
      {view.invitations.length === 0 ? (
        <p>{t('office.invitations.none')}</p>
      ) : (
        <ul class="cards">
          {view.invitations.map((invitation) => (
            <li key={invitation.id}>
              {invitation.words === null ? (
                <p>{t('office.invitation.waiting', { day: formatDay(invitation.expires) })}</p>
              ) : (
                <>
                  <p>{t('office.invitation.used')}</p>
                  <p class="even fingerprint" lang="en" dir="ltr">
                    {invitation.words.join(' ')}
                  </p>
                </>
              )}
              <div class="actions">
                {invitation.words !== null && (
                  <Button kind="secondary" onClick={() => onAdmit(invitation)}>
                    {t('office.admit')}
                  </Button>
                )}
                <Button kind="quiet" onClick={() => setWithdrawn(invitation)}>
                  {t('office.withdraw')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div class="actions">
        <Button kind="secondary" busy={task.busy} onClick={() => void invite()}>
          {t('office.invite')}
        </Button>
        <Button kind="quiet" busy={task.busy} onClick={() => void refresh()}>
          {t('desk.refresh')}
        </Button>
      </div>
      {withdrawn !== null && (
        <OfficeConfirm
          title={t('office.withdraw.title')}
          task={task}
          action={t('office.withdraw')}
          onConfirm={() => void withdraw(withdrawn)}
          onCancel={close}
        >
          <p>{t('office.withdraw.text')}</p>
        </OfficeConfirm>
      )}
    </section>
  );
}
