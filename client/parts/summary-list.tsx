/**
 * `<SummaryList rows={[{ label, value, isTyped, change, onChange }]} />`
 *
 * Answers to check, each with a button “Change”. `change` is what a screen reader hears after it; without one it is
 * the label.
 */
import { t } from '../messages/messages.ts';

export interface SummaryRow {
  readonly label: string;
  readonly value: string;
  /** Whether somebody wrote it. */
  readonly isTyped?: boolean | undefined;
  readonly change?: string | undefined;
  readonly onChange: () => void;
}

export function SummaryList({ rows }: { rows: readonly SummaryRow[] }) {
  return (
    <dl class="rows">
      {rows.map(({ label, value, isTyped = false, change = label, onChange }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class={isTyped ? 'typed' : undefined} dir="auto">
            {value}
          </dd>
          <dd class="change">
            <button type="button" class="button quiet" onClick={onChange}>
              {t('app.change')}
              <span class="visually-hidden">: {change}</span>
            </button>
          </dd>
        </div>
      ))}
    </dl>
  );
}
