import { formatDay, formatNumber, t } from '../../../messages/messages.ts';
import type { OfficeChange } from '../../worker/office/history.ts';
import type { OfficeView } from '../../worker/office/view.ts';

/** Every version of the directory in words, newest first. */
export function OfficeHistory({ history }: { history: OfficeView['history'] }) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{t('office.history')}</h2>
      <ol class="cards" reversed>
        {history.map(({ version, day, changes }) => (
          <li key={version}>
            <h3>{t('office.version', { version: formatNumber(version), day: formatDay(day) })}</h3>
            <ul>
              {changes.map((change, i) => (
                <li key={i}>{changeText(change)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeText({ code, name, rule = { before: 0, now: 0 } }: OfficeChange): string {
  switch (code) {
    case 'acknowledgeDays':
    case 'feedbackDays':
    case 'identityDays':
    case 'recoveryHelpers':
      return t(`office.change.${code}`, { before: formatNumber(rule.before), now: formatNumber(rule.now) });
    default:
      return t(`office.change.${code}`, { name });
  }
}
