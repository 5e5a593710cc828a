/** What is wrong with the clocks that the days on a page come from: this device's, or the server's. */
import { isAhead, type ChainDays, type Today } from '../case/kinds/days.ts';
import { formatDay, t } from '../messages/messages.ts';
import { Notice } from '../parts/notice.tsx';

/** Says so where this device's date and the server's do not fit together. */
export function DeviceClockNotice({ today: { day, device } }: { today: Today }) {
  if (device === null) return null;
  return (
    <Notice kind="warning" title={t('clock.off.title')}>
      <p>{t('clock.off', { device: formatDay(device), server: formatDay(day) })}</p>
      <p>{t('clock.off.do')}</p>
    </Notice>
  );
}

/** Says which stamps of a chain have days that cannot be. */
export function StampDaysNotice({ days, today }: { days: ChainDays; today: Today }) {
  const { earlier, newest } = days;
  const ahead = isAhead(days, today);
  if (earlier === null && !ahead) return null;
  return (
    <Notice kind="warning" title={t('clock.stamps.title')}>
      {earlier !== null && (
        <p>{t('clock.stamps.earlier', { count: earlier.count, number: earlier.first })}</p>
      )}
      {ahead && <p>{t('clock.stamps.ahead', { day: formatDay(newest), server: formatDay(today.day) })}</p>}
      <p>{t('clock.stamps.do')}</p>
    </Notice>
  );
}
