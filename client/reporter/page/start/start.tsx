import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { t } from '../../../messages/messages.ts';
import { Screen } from '../frame/screen.tsx';

export function StartPage({ onReport, onReturn }: { onReport: () => void; onReturn: () => void }) {
  return (
    <Screen title={t('start.title')}>
      <p class="lead">{t('start.lead')}</p>
      <ul>
        <li>{t('start.name')}</li>
        <li>{t('start.sealed')}</li>
        <li>{t('start.kept')}</li>
      </ul>
      <Notice kind="warning">{t('start.danger')}</Notice>
      <div class="actions">
        <Button onClick={onReport}>{t('start.report')}</Button>
        <Button kind="secondary" onClick={onReturn}>
          {t('start.return')}
        </Button>
      </div>
    </Screen>
  );
}
