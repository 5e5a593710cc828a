import type { FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';

/** Failures that say nothing about the case itself: what was shown before may stay. */
const PASSING: readonly FailureCode[] = [
  'offline',
  'bad-answer',
  'server-failed',
  'unavailable',
  'conflict',
  'not-ready',
  'unexpected',
];

export function isPassing(code: FailureCode): boolean {
  return PASSING.includes(code);
}

/** Why a case is not shown. What did not verify is never shown in part. */
export function CaseTrouble(props: { code: FailureCode; reference: string; onRetry: () => void }) {
  const { code, reference, onRetry } = props;
  const passing = isPassing(code);
  const isClosed = code === 'not-found';
  return (
    <Notice kind={passing || isClosed ? 'warning' : 'danger'} title={t('case.trouble.title')}>
      <p>{isClosed ? t('case.trouble.closed', { reference }) : t(`failure.${code}`)}</p>
      {!passing && !isClosed && <p>{t('case.trouble.text', { reference })}</p>}
      <div class="actions">
        <Button kind="secondary" onClick={onRetry}>
          {t('app.tryAgain')}
        </Button>
      </div>
    </Notice>
  );
}
