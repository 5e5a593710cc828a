import type { Directory } from '../../../../server/api/directory.ts';
import { addDays, todayBy } from '../../../case/kinds/days.ts';
import { DeviceClockNotice } from '../../../clock/notices.tsx';
import { isolate } from '../../../messages/isolate.ts';
import { formatDay, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Screen } from '../frame/screen.tsx';
import type { Receipt } from '../../worker/session.ts';

export function DonePage(props: { receipt: Receipt; policy: Directory['policy']; onAgain: () => void }) {
  const { receipt, policy, onAgain } = props;
  const acknowledgeBy = addDays(receipt.day, policy.acknowledgeDays);
  const feedbackBy = addDays(acknowledgeBy, policy.feedbackDays);
  return (
    <Screen title={t('done.title')}>
      <DeviceClockNotice today={todayBy(receipt.day)} />
      <Facts
        facts={[
          { label: t('done.reference'), value: isolate(receipt.reference) },
          { label: t('done.day'), value: formatDay(receipt.day) },
          { label: t('done.acknowledge'), value: formatDay(acknowledgeBy) },
          { label: t('done.feedback'), value: formatDay(feedbackBy) },
        ]}
      />
      <p>{t('done.reference.hint')}</p>
      <h2>{t('done.back')}</h2>
      <p>{t('done.back.text')}</p>
      <p>{t('done.work')}</p>
      <h2>{t('done.careful')}</h2>
      <p>{t('done.careful.text')}</p>
      <div class="actions">
        <Button kind="secondary" onClick={onAgain}>
          {t('done.again')}
        </Button>
      </div>
    </Screen>
  );
}
