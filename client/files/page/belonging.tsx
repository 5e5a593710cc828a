/** What a file belongs to: the report, or an incident that it shows. */
import type { CaseFile } from '../../case/fold/files.ts';
import { t } from '../../messages/messages.ts';
import { Field } from '../../parts/field.tsx';
import type { Chosen, Choosing } from './chosen.ts';

/** What each incident of a case is called on this page, by the id of its entry, in their order. */
export type Incidents = ReadonlyMap<string, string>;

export function BelongsTo({ file, incidents }: { file: CaseFile; incidents: Incidents }) {
  const what = file.incident === null ? undefined : incidents.get(file.incident);
  return what === undefined ? null : <p>{t('files.shows', { what })}</p>;
}

/** Asked only where there is something to choose from. */
export function Belonging(props: { one: Chosen; incidents: Incidents; belong: Choosing['belong'] }) {
  const { one, incidents, belong } = props;
  if (incidents.size === 0) return null;
  return (
    <Field
      id={`files-belongs-${one.id}`}
      label={t('files.belongs')}
      field={(ties) => (
        <select
          {...ties}
          value={one.incident ?? ''}
          onChange={({ currentTarget: { value } }) => belong(one.id, value === '' ? null : value)}
        >
          <option value="">{t('files.belongs.report')}</option>
          {[...incidents].map(([id, what]) => (
            <option key={id} value={id}>
              {what}
            </option>
          ))}
        </select>
      )}
    />
  );
}
