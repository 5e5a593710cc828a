/** `<LoadError text busy onRetry />`: something did not come; one button tries again. */
import { t } from '../messages/messages.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

export function LoadError(props: { text: string; busy?: boolean | undefined; onRetry: () => void }) {
  const { text, busy, onRetry } = props;
  return (
    <Notice kind="danger" title={t('failure.title')}>
      <p>{text}</p>
      <Button kind="secondary" busy={busy} onClick={onRetry}>
        {t('app.tryAgain')}
      </Button>
    </Notice>
  );
}
