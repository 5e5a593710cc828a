/** A key of the notary that the server has drawn: the authority compares its letters, and names it. */
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { OfficeConfirm } from './confirm.tsx';
import { draftOf } from './draft.ts';
import type { OfficeTask } from './task.ts';

export function OfficeNotary({ office }: { office: OfficeTask }) {
  const [asked, setAsked] = useState(false);
  const { drawnNotary: drawn } = office.view;
  const close = () => {
    office.task.clear();
    setAsked(false);
  };
  if (drawn === null) return null;
  const letters = (
    <p>
      <strong>
        <bdi dir="ltr" translate={false}>
          {drawn.reference}
        </bdi>
      </strong>
    </p>
  );
  const confirm = async () => {
    if (await office.publish({ ...draftOf(office.view), notary: drawn.key })) close();
  };
  return (
    <Notice kind="warning" title={t('office.notary.title')}>
      <p>{t('office.notary.drawn')}</p>
      {letters}
      <div class="actions">
        <Button kind="quiet" onClick={() => setAsked(true)}>
          {t('office.notary.name')}
        </Button>
      </div>
      {asked && (
        <OfficeConfirm
          title={t('office.notary.compare')}
          task={office.task}
          onConfirm={() => void confirm()}
          onCancel={close}
        >
          <p>{t('office.notary.text')}</p>
          {letters}
        </OfficeConfirm>
      )}
    </Notice>
  );
}
