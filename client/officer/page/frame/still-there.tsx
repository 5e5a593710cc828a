import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog } from './dialog.tsx';

/** Asked during the last minute before the page locks by itself. */
export function StillThere(props: {
  seconds: number;
  unsent: boolean;
  onStay: () => void;
  onLock: () => void;
}) {
  const { seconds, unsent, onStay, onLock } = props;
  return (
    <Dialog title={t('lock.still.title')} onClose={onStay}>
      {/* Said once: a screen reader that read out every second would say nothing else. */}
      <p role="alert">{t('lock.still.soon')}</p>
      <p aria-hidden="true">{t('lock.still.text', { seconds })}</p>
      {unsent && <p>{t('lock.still.draft')}</p>}
      <div class="actions">
        <Button onClick={onStay}>{t('lock.still.stay')}</Button>
        <Button kind="secondary" onClick={onLock}>
          {t('lock.still.now')}
        </Button>
      </div>
    </Dialog>
  );
}
