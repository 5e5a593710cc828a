import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog } from './dialog.tsx';

export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog title={t('frame.leave.title')} onClose={onStay}>
      <p>{t('frame.leave.text')}</p>
      <div class="actions">
        <Button onClick={onStay}>{t('frame.leave.stay')}</Button>
        <Button kind="secondary" onClick={onLeave}>
          {t('frame.leave.go')}
        </Button>
      </div>
    </Dialog>
  );
}
