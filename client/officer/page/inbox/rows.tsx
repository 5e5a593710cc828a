import { useLayoutEffect, useRef } from 'preact/hooks';
import { t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import type { InboxCase } from '../../worker/inbox/case.ts';
import type { SignedIn } from '../../worker/session/session.ts';
import { doorTitle, InboxRow } from './row.tsx';
import { DRAWN_AT_ONCE } from './view.ts';

interface Props {
  signedIn: SignedIn;
  shown: readonly InboxCase[];
  /** How many of them are on the page. */
  drawn: number;
  today: string;
  onOpen: (item: InboxCase) => void;
  onMore: () => void;
}

/** The first cases of a list, and a way to those after them. */
export function Rows({ signedIn, shown, drawn, today, onOpen, onMore }: Props) {
  const language = useLanguage();
  const listRef = useRef<HTMLUListElement>(null);
  const left = shown.length - drawn;
  /** Where to go on once more are there. */
  const nextRef = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (nextRef.current !== null) rowsOn(listRef.current)[nextRef.current]?.focus();
    nextRef.current = null;
  }, [drawn]);
  useHeldFocus(listRef);
  const more = () => {
    nextRef.current = drawn;
    onMore();
  };
  return (
    <>
      <ul ref={listRef} class="case-rows" aria-label={t('inbox.list')}>
        {shown.slice(0, drawn).map((item) => (
          <InboxRow
            key={item.id}
            item={item}
            door={doorTitle(signedIn, item.door, language)}
            role={signedIn.role}
            today={today}
            onOpen={() => onOpen(item)}
          />
        ))}
      </ul>
      {left > 0 && (
        <div class="actions" data-more>
          <Button kind="secondary" onClick={more}>
            {t('inbox.more', { count: Math.min(DRAWN_AT_ONCE, left) })}
          </Button>
        </div>
      )}
    </>
  );
}

/** A case that moves in the list keeps the focus; where it moves to what is not drawn, the one in its place gets it. */
function useHeldFocus(listRef: { readonly current: HTMLElement | null }): void {
  // Before this list is drawn anew, which takes the focus from a row that moves.
  const held = document.activeElement;
  const rowsRef = useRef<HTMLElement[]>([]);
  useLayoutEffect(() => {
    const at = rowsRef.current.indexOf(held as HTMLElement);
    const rows = rowsOn(listRef.current);
    rowsRef.current = rows;
    if (at === -1 || document.activeElement !== document.body) return;
    const next = rows.find((row) => row === held) ?? rows[at] ?? rows.at(-1);
    next?.focus({ preventScroll: true });
  });
}

/** Moves the focus one case on or back, and from the last one to more of them. */
export function step(page: HTMLElement | null, by: 1 | -1): void {
  const all = rowsOn(page);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = at === -1 ? all[0] : all[at + by];
  if (next !== undefined) next.focus();
  else if (by === 1) page?.querySelector<HTMLElement>('[data-more] > button')?.click();
}

/** The buttons that open cases, in their order. */
export function rowsOn(part: HTMLElement | null): HTMLElement[] {
  return [...(part?.querySelectorAll<HTMLElement>('[data-case]') ?? [])];
}
