/** Notices that nobody is there any more. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LIMITS } from '../../server/api/limits.ts';

/** Milliseconds without a key, a pointer or a touch after which the page locks: as long as the server waits. */
const IDLE = LIMITS.sessionIdleSeconds * 1000;

export const IDLE_MINUTES = IDLE / 60_000;

/** Milliseconds before that in which the page asks whether somebody is there. */
const NOTICE = 60_000;

/** Milliseconds between two looks at the clock. */
const LOOK = 1000;

const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

interface IdleWatch {
  /** Somebody said that they are there. */
  readonly stay: () => void;
  readonly stop: () => void;
}

/**
 * Watches the page. It compares times of day, which go on while a computer sleeps, and looks at once when the
 * page comes back on screen, because a hidden page's timers are slowed down.
 * @param onNotice gets the seconds left during the last minute, and null once somebody is back
 */
function watchIdle(onNotice: (seconds: number | null) => void, onIdle: () => void): IdleWatch {
  let last = Date.now();
  let shown: number | null = null;

  const notice = (seconds: number | null) => {
    if (seconds !== shown) onNotice(seconds);
    shown = seconds;
  };
  const look = () => {
    const left = last + IDLE - Date.now();
    if (left <= 0) {
      stop();
      onIdle();
      return false;
    }
    notice(left <= NOTICE ? Math.ceil(left / 1000) : null);
    return true;
  };
  // The first sign after the time is over must not undo it.
  const stay = () => {
    if (!look()) return;
    last = Date.now();
    notice(null);
  };
  const timer = setInterval(look, LOOK);
  for (const sign of SIGNS) addEventListener(sign, stay, { capture: true, passive: true });
  document.addEventListener('visibilitychange', look);

  function stop() {
    clearInterval(timer);
    for (const sign of SIGNS) removeEventListener(sign, stay, { capture: true });
    document.removeEventListener('visibilitychange', look);
  }
  return { stay, stop };
}

export interface Idle {
  /** Seconds left, during the last minute; otherwise null. */
  readonly seconds: number | null;
  readonly stay: () => void;
}

export function useIdle(onIdle: () => void): Idle {
  const [seconds, setSeconds] = useState<number | null>(null);
  const watchRef = useRef<IdleWatch | null>(null);
  const idleRef = useRef(onIdle);
  useLayoutEffect(() => {
    idleRef.current = onIdle;
  });
  useEffect(() => {
    const started = watchIdle(setSeconds, () => idleRef.current());
    watchRef.current = started;
    return () => started.stop();
  }, []);
  return { seconds, stay: () => watchRef.current?.stay() };
}
