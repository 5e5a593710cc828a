/** A file in a document of another origin, which has no name: what runs in there has nothing, and reaches nobody. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber, t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import type { Side } from './keeping.ts';
import { readPressed, readTold, type Told, type ToShow, type Wish } from '../../view/told.ts';

/** Milliseconds in which a view that came says something; drawing takes as long on the slowest of devices. */
const PATIENCE = 60_000;

/** Of the height of the window, as much is the most that a file takes. */
const ROOM = 0.75;

export function Walled(props: {
  side: Side;
  shown: Omit<ToShow, 'name' | 'room'>;
  name: string;
  close: ComponentChildren;
}) {
  const { side, shown, name, close } = props;
  const [wish, setWish] = useState<Wish>({ page: 1, large: false });
  const { told, onLoad, ask } = useView(side, { ...shown, name, room: Math.floor(innerHeight * ROOM) });
  const change = (part: Partial<Wish>) => {
    const next = { ...wish, ...part };
    setWish(next);
    ask(next);
  };
  return (
    <>
      {told === null && <Progress label={t('files.look.opening')} />}
      {told?.is === 'failed' && <Notice kind="danger">{t(`files.look.${told.why}`)}</Notice>}
      {told?.is !== 'failed' && (
        <iframe
          // As high as what is in it, and never higher than can be seen at once.
          style={told === null ? undefined : { blockSize: `min(${ROOM * 100}vh, ${told.height}px)` }}
          src="/view/"
          sandbox="allow-scripts"
          referrerpolicy="no-referrer"
          title={t('files.look.of', { name })}
          onLoad={onLoad}
        />
      )}
      <div class="actions">
        {told?.is === 'shown' && <Pages told={told} onPage={(page) => change({ page })} />}
        {told?.is === 'shown' && (shown.kind === 'picture' || shown.kind === 'pdf') && (
          <Button kind="secondary" onClick={() => change({ large: !wish.large })}>
            {t(wish.large ? 'files.look.fit' : 'files.look.large')}
          </Button>
        )}
        {close}
      </div>
    </>
  );
}

function Pages(props: { told: Told & { is: 'shown' }; onPage: (page: number) => void }) {
  const { told, onPage } = props;
  const { page, pages } = told;
  if (pages === 1) return null;
  return (
    <>
      <output>{t('files.look.page', { page: formatNumber(page), pages: formatNumber(pages) })}</output>
      <Button kind="secondary" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {t('files.look.previous')}
      </Button>
      <Button kind="secondary" disabled={page === pages} onClick={() => onPage(page + 1)}>
        {t('files.look.next')}
      </Button>
    </>
  );
}

/** The one way into the view and out of it. */
function useView(side: Side, toShow: ToShow) {
  const [told, setTold] = useState<Told | null>(null);
  const portRef = useRef<MessagePort | null>(null);
  const isGivenRef = useRef(false);
  useEffect(() => {
    const late = setTimeout(
      () => setTold((before) => before ?? { is: 'failed', why: 'not-loaded' }),
      PATIENCE,
    );
    return () => {
      clearTimeout(late);
      portRef.current?.close();
    };
  }, []);
  const onLoad = (event: Event) => {
    // A view that goes elsewhere is none any more: it gets nothing, and is taken away.
    if (isGivenRef.current) {
      setTold({ is: 'failed', why: 'not-shown' });
      return;
    }
    isGivenRef.current = true;
    const { port1, port2 } = new MessageChannel();
    portRef.current = port1;
    port1.onmessage = ({ data }) => {
      const pressed = readPressed(data);
      if (pressed === null) setTold(readTold(data) ?? { is: 'failed', why: 'not-shown' });
      // A reporter leaves by keys wherever they are. That an officer is there is not told by what a file may have brought.
      else if (side === 'reporter') dispatchEvent(new KeyboardEvent(pressed.is, { key: pressed.key }));
    };
    const { contentWindow } = event.currentTarget as HTMLIFrameElement;
    // To an origin without a name, which no other word fits.
    contentWindow?.postMessage(toShow, '*', [port2]);
  };
  return { told, onLoad, ask: (wish: Wish) => portRef.current?.postMessage(wish) };
}
