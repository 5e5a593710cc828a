import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from './dialog.tsx';

export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog title={t('desk.leave.title')} onClose={onStay}>
      <p>{t('desk.leave.text')}</p>
      <div class="actions">
        <Button onClick={onStay}>{t('desk.leave.stay')}</Button>
        <Button kind="secondary" onClick={onLeave}>
          {t('desk.leave.go')}
        </Button>
      </div>
    </Dialog>
  );
}
