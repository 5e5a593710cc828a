/** Screens from before the way begins, and after it has ended. */
import type { FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { RightsLink } from '../frame/rights-link.tsx';
import { Screen } from '../frame/screen.tsx';

export function LoadingPage({ text }: { text: string }) {
  return <output>{text}</output>;
}

export function NotReadyPage({ onRetry }: { onRetry: () => void }) {
  return (
    <Screen title={t('start.notReady.title')}>
      <p>{t('start.notReady.text')}</p>
      <Notice kind="warning">{t('start.danger')}</Notice>
      <RightsLink />
      <div class="actions">
        <Button kind="secondary" onClick={onRetry}>
          {t('app.tryAgain')}
        </Button>
      </div>
    </Screen>
  );
}

export function FailedPage({ failure, onRetry }: { failure: FailureCode; onRetry: () => void }) {
  return (
    <Screen title={t('start.failed.title')}>
      <p>{t(`failure.${failure}`)}</p>
      <RightsLink />
      <div class="actions">
        <Button onClick={onRetry}>{t('app.tryAgain')}</Button>
      </div>
    </Screen>
  );
}

export function GonePage({ onAgain }: { onAgain: () => void }) {
  return (
    <Screen title={t('gone.title')}>
      <p>{t('gone.text')}</p>
      <div class="actions">
        <Button kind="secondary" onClick={onAgain}>
          {t('done.again')}
        </Button>
      </div>
    </Screen>
  );
}
