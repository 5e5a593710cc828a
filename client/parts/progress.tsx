/**
 * `<Progress label done total />`: how far something is; without `total`, only that it goes on. A screen reader hears
 * it every tenth of the way.
 */
import { t } from '../messages/messages.ts';

export function Progress(props: { label: string; done?: number | undefined; total?: number | undefined }) {
  const { label, done = 0, total } = props;
  const tenths = total === undefined ? null : Math.floor((done / Math.max(total, 1)) * 10);
  return (
    <div class="going-on">
      <p>{label}</p>
      {total === undefined ? (
        <progress aria-label={label} />
      ) : (
        <progress aria-label={label} max={total} value={done} />
      )}
      <output class="visually-hidden">
        {tenths === null ? label : t('progress.percent', { label, percent: tenths * 10 })}
      </output>
    </div>
  );
}
