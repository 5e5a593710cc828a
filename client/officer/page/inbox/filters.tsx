import { formatNumber, t } from '../../../messages/messages.ts';
import { orders, type Filter, type Order } from './order.ts';

export function InboxFilters(props: {
  filters: readonly Filter[];
  counts: (filter: Filter) => number;
  filter: Filter;
  order: Order;
  typed: string;
  onFilter: (filter: Filter) => void;
  onOrder: (order: Order) => void;
  onType: (typed: string) => void;
}) {
  const { filters, counts, filter, order, typed, onFilter, onOrder, onType } = props;
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
        <label for="order">{t('inbox.order')}</label>
        <select id="order" value={order} onChange={(event) => onOrder(event.currentTarget.value as Order)}>
          {orders.map((one) => (
            <option key={one} value={one}>
              {t(`inbox.order.${one}`)}
            </option>
          ))}
        </select>
      </p>
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
