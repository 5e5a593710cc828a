/** What is shown of a page that was left, when Back or Forward leads to it: nothing of whose it is or what it is for. */
import { useLayoutEffect } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { NO_TITLE } from '../../../start/start.tsx';

export function LeftPage() {
  useLayoutEffect(() => {
    document.title = NO_TITLE;
  }, []);
  return (
    <main>
      <p>{t('left.text')}</p>
      <Button kind="quiet" onClick={() => location.reload()}>
        {t('left.open')}
      </Button>
    </main>
  );
}
