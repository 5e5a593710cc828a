/** Notices that nobody is there any more. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LIMITS } from '../../../../server/api/limits.ts';
import { OtherPages } from './other-pages.ts';

/** Milliseconds without a key, a pointer or a touch after which the page locks: as long as the server waits. */
const IDLE = LIMITS.sessionIdleSeconds * 1000;

export const IDLE_MINUTES = IDLE / 60_000;

/** Milliseconds before that in which the page asks whether somebody is there. */
const NOTICE = 60_000;

/** Milliseconds between two looks at the clock. */
const LOOK = 1000;

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

interface IdleWatch {
  /** Somebody is there, at this page or at another one of this browser. */
  readonly stay: () => void;
  readonly stop: () => void;
}

/** By two clocks: one may be set back, the other may stand still while a computer sleeps. */
interface Times {
  readonly ofDay: number;
  readonly ofPage: number;
}

function timesNow(): Times {
  return { ofDay: Date.now(), ofPage: performance.now() };
}

/** Milliseconds, by the clock that counts more. */
function timeSince({ ofDay, ofPage }: Times): number {
  const now = timesNow();
  return Math.max(now.ofDay - ofDay, now.ofPage - ofPage);
}

/**
 * Watches the page. It looks at the clocks every second, and looks at once when the
 * page comes back on screen, because a hidden page's timers are slowed down.
 * @param on `notice` gets the seconds left during the last minute, and null once somebody is back; `sign` is
 * called for signs of life at this page
 */
function watchIdle(on: {
  notice: (seconds: number | null) => void;
  idle: () => void;
  sign: () => void;
}): IdleWatch {
  let last = timesNow();
  let shown: number | null = null;

  const notice = (seconds: number | null) => {
    if (seconds !== shown) on.notice(seconds);
    shown = seconds;
  };
  const look = () => {
    const left = IDLE - timeSince(last);
    if (left <= 0) {
      stop();
      on.idle();
      return false;
    }
    notice(left <= NOTICE ? Math.ceil(left / 1000) : null);
    return true;
  };
  // The first sign after the time is over must not undo it.
  const stay = () => {
    if (!look()) return;
    last = timesNow();
    notice(null);
  };
  const sign = () => {
    stay();
    on.sign();
  };
  const timer = setInterval(look, LOOK);
  for (const kind of SIGNS) addEventListener(kind, sign, { capture: true, passive: true });
  document.addEventListener('visibilitychange', look);

  function stop() {
    clearInterval(timer);
    for (const kind of SIGNS) removeEventListener(kind, sign, { capture: true });
    document.removeEventListener('visibilitychange', look);
  }
  return { stay, stop };
}

export interface Idle {
  /** Seconds left, during the last minute; otherwise null. */
  readonly seconds: number | null;
  readonly stay: () => void;
  /** Locks the other pages of this browser. */
  readonly lockOthers: () => void;
}

/** @param onIdle nobody is there; `onLocked`: another page of this browser was locked */
export function useIdle(onIdle: () => void, onLocked: () => void): Idle {
  const [seconds, setSeconds] = useState<number | null>(null);
  const watchRef = useRef<IdleWatch | null>(null);
  const othersRef = useRef<OtherPages | null>(null);
  const onRef = useRef({ onIdle, onLocked });
  useLayoutEffect(() => {
    onRef.current = { onIdle, onLocked };
  });
  useEffect(() => {
    const others = new OtherPages({
      here: () => watchRef.current?.stay(),
      lock: () => onRef.current.onLocked(),
    });
    const watch = watchIdle({
      notice: setSeconds,
      idle: () => onRef.current.onIdle(),
      sign: () => others.here(),
    });
    othersRef.current = others;
    watchRef.current = watch;
    return () => {
      watch.stop();
      others.close();
    };
  }, []);
  return {
    seconds,
    stay: () => watchRef.current?.stay(),
    lockOthers: () => othersRef.current?.lock(),
  };
}
