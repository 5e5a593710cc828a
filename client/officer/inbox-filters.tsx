import { formatNumber, t } from '../messages/messages.ts';
import type { Filter } from './inbox-order.ts';

export function InboxFilters(props: {
  filters: readonly Filter[];
  counts: (filter: Filter) => number;
  filter: Filter;
  typed: string;
  onFilter: (filter: Filter) => void;
  onType: (typed: string) => void;
}) {
  const { filters, counts, filter, typed, onFilter, onType } = props;
  return (
    <div class="inbox-filters">
      <fieldset class="filters">
        <legend class="visually-hidden">{t('inbox.filters')}</legend>
        {filters.map((one) => (
          <button key={one} type="button" aria-pressed={one === filter} onClick={() => onFilter(one)}>
            {t(`inbox.filter.${one}`)} <span class="count">{formatNumber(counts(one))}</span>
          </button>
        ))}
      </fieldset>
      <p class="find">
        <label for="find">{t('inbox.find')}</label>
        <input
          id="find"
          type="search"
          autocomplete="off"
          spellcheck={false}
          placeholder={t('inbox.find.hint')}
          value={typed}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      </p>
    </div>
  );
}
