import { formatDay, formatNumber, t } from '../messages/messages.ts';
import type { OfficeChange } from './office-history.ts';
import type { OfficeView } from './office.ts';

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
              {changes.map(({ code, name }, i) => (
                <li key={i}>{changeText(code, name)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  );
}

function changeText(code: OfficeChange['code'], name: string): string {
  return code === 'policy' ? t('office.change.policy') : t(`office.change.${code}`, { name });
}
