/** Help outside this system, before anything is written into it. */
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { YourRights } from '../frame/rights.tsx';
import { Screen } from '../frame/screen.tsx';
import type { RoomProps } from './room.ts';

export function DangerPage({ view, onGo, onBack }: RoomProps) {
  return (
    <Screen title={t('keep.danger.title')} onBack={onBack}>
      <Notice kind="warning">{t('keep.danger.slow')}</Notice>
      <ul>
        <li>{t('keep.danger.call')}</li>
        <li>{t('keep.danger.place')}</li>
        <li>{t('keep.danger.help')}</li>
        <li>{t('keep.danger.careful')}</li>
      </ul>
      <YourRights open />
      {view.unreadable === null && (
        <>
          <p>{t('keep.danger.then')}</p>
          <div class="actions">
            <Button onClick={() => onGo('incident')}>{t('keep.danger.tell')}</Button>
          </div>
        </>
      )}
    </Screen>
  );
}
