/**
 * `<ExitButton />`: leaves for a harmless site at once, by button or by pressing Shift three times. Everything is hidden
 * before anything is loaded, and Back does not lead here again.
 */
import { useEffect, useId, useLayoutEffect, useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';

/** Known everywhere, about everything, and looks like nothing in particular in a history. */
const ELSEWHERE = 'https://www.wikipedia.org/';

const PRESSES = 3;

/** Milliseconds in which the presses must come. */
const WINDOW = 5000;

/** Milliseconds that going back through the page's own history may take. */
const WAY_BACK = 150;

export function ExitButton() {
  const hint = useId();
  const pressed = usePresses(leave);
  // Makes room for it at the top of the page, where it stays.
  useLayoutEffect(() => {
    document.documentElement.classList.add('with-exit');
    return () => document.documentElement.classList.remove('with-exit');
  }, []);
  return (
    <div class="exit">
      <button type="button" class="button warning" aria-describedby={hint} onClick={leave}>
        {t('exit.button')}
      </button>
      <span id={hint} class="exit-hint">
        {t('exit.hint')}
      </span>
      <output class="exit-count">
        {pressed > 0 && pressed < PRESSES ? t('exit.once', { left: PRESSES - pressed }) : ''}
      </output>
    </div>
  );
}

/** Counts presses of Shift alone: with another key in between, somebody is writing. */
function usePresses(onEnough: () => void): number {
  const [pressed, setPressed] = useState(0);
  useEffect(() => {
    let count = 0;
    let alone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turnTo = (next: number) => {
      count = next;
      setPressed(next);
    };
    const down = (event: KeyboardEvent) => {
      if (event.repeat) return;
      alone = event.key === 'Shift';
      if (!alone) turnTo(0);
    };
    const up = (event: KeyboardEvent) => {
      if (event.key !== 'Shift' || !alone) return;
      alone = false;
      turnTo(count + 1);
      if (count === PRESSES) onEnough();
      if (count !== 1) return;
      clearTimeout(timer);
      timer = setTimeout(() => turnTo(0), WINDOW);
    };
    addEventListener('keydown', down, true);
    addEventListener('keyup', up, true);
    return () => {
      clearTimeout(timer);
      removeEventListener('keydown', down, true);
      removeEventListener('keyup', up, true);
    };
  }, [onEnough]);
  return pressed;
}

let leaving = false;

// Nobody may be asked whether to leave. Browsers call these listeners in the order they were added, so this one is
// added when the page starts, before any that asks.
addEventListener('beforeunload', (event) => {
  if (leaving) event.stopImmediatePropagation();
});

function leave(): void {
  leaving = true;
  document.body.replaceChildren();
  document.title = '\u200b';
  // Pages number their entries in the history from 0. From the first one, Back leads to what was there before.
  const depth = typeof history.state === 'number' ? history.state : 0;
  if (depth === 0) return location.replace(ELSEWHERE);
  addEventListener('popstate', () => location.replace(ELSEWHERE), { once: true });
  setTimeout(() => location.replace(ELSEWHERE), WAY_BACK);
  history.go(-depth);
}
