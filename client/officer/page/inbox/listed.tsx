import { useMemo, useState } from 'preact/hooks';
import { formatNumber, t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import type { InboxCase } from '../../worker/inbox/case.ts';
import type { SignedIn } from '../../worker/session/session.ts';
import type { CaseName } from '../frame/opened.ts';
import { ProtectionOverview } from '../protection/overview.tsx';
import { InboxFilters } from './filters.tsx';
import { dutyOf } from './identity-duty.ts';
import { filtersFor, fits, inOrder, matches, type Filter, type Order } from './order.ts';
import { doorTitle } from './row.tsx';
import { Rows } from './rows.tsx';
import { DRAWN_AT_ONCE, type InboxView } from './view.ts';

interface Props {
  signedIn: SignedIn;
  view: InboxView;
  cases: readonly InboxCase[];
  today: string;
  onOpen: (to: CaseName) => void;
}

/** The cases that are looked for, in their order. */
export function Listed(props: Props) {
  const { signedIn, view, cases, today, onOpen } = props;
  const [filter, setFilter] = useState(view.filter);
  const [order, setOrder] = useState(view.order);
  const [typed, setTyped] = useState(view.typed);
  const [drawn, setDrawn] = useState(view.drawn);
  Object.assign(view, { filter, order, typed, drawn });
  const { shown, filters, counts } = useShown(props, { filter, order, typed });
  /** Another list begins at its top. */
  const changing =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setDrawn(DRAWN_AT_ONCE);
    };
  const open = (item: InboxCase) => {
    Object.assign(view, { scroll: scrollY, opened: item.id });
    onOpen(item);
  };
  return (
    <>
      {signedIn.role !== 'custodian' && (
        <InboxFilters
          filters={filters}
          counts={(one) => counts.get(one) ?? 0}
          filter={filter}
          order={order}
          typed={typed}
          onFilter={changing(setFilter)}
          onOrder={changing(setOrder)}
          onType={changing(setTyped)}
        />
      )}
      {filter === 'protection' && <ProtectionOverview cases={cases} today={today} />}
      <p class="hint">{t('inbox.recorded')}</p>
      <Found count={shown.length} drawn={drawn} />
      {shown.length === 0 ? (
        <EmptyState title={t('inbox.none.found')}>
          <Button
            kind="secondary"
            onClick={() => {
              changing(setFilter)('all');
              setTyped('');
            }}
          >
            {t('inbox.none.reset')}
          </Button>
        </EmptyState>
      ) : (
        <Rows
          signedIn={signedIn}
          shown={shown}
          drawn={drawn}
          today={today}
          onOpen={open}
          onMore={() => setDrawn(drawn + DRAWN_AT_ONCE)}
        />
      )}
    </>
  );
}

/** How many there are; where not all are on the page it is seen as well, as a browser's own search finds those that are. */
function Found({ count, drawn }: { count: number; drawn: number }) {
  const isPart = drawn < count;
  return (
    <output class={isPart ? 'hint inbox-part' : 'visually-hidden'}>
      {isPart
        ? t('inbox.found.part', { drawn: formatNumber(drawn), count: formatNumber(count) })
        : t('inbox.found', { count })}
    </output>
  );
}

/** Worked out once for a list and what is asked of it: it may have thousands of cases. */
function useShown(
  { signedIn, cases, today }: Props,
  asked: { readonly filter: Filter; readonly order: Order; readonly typed: string },
) {
  const { filter, order, typed } = asked;
  const language = useLanguage();
  const filters = useMemo(() => filtersFor(cases, today), [cases, today]);
  const found = useMemo(
    () => cases.filter((item) => matches(item, doorTitle(signedIn, item.door, language), typed)),
    [cases, signedIn, language, typed],
  );
  const counts = useMemo(
    () => new Map(filters.map((one) => [one, found.filter((item) => fits(one, item, today)).length])),
    [filters, found, today],
  );
  const shown = useMemo(() => {
    const fitting = found.filter((item) => fits(filter, item, today));
    const ordered = inOrder(fitting, today, order);
    // What a custodian has to do comes before what only waits.
    if (signedIn.role === 'custodian') ordered.sort((a, b) => rankOf(a, today) - rankOf(b, today));
    return ordered;
  }, [found, filter, order, today, signedIn.role]);
  return { shown, filters, counts };
}

function rankOf({ identity }: InboxCase, today: string): number {
  return identity !== null && dutyOf(identity, 'custodian', today) !== null ? 0 : 1;
}
