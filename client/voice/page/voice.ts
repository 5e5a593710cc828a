/** Where a voice message is: asked about, recorded, changed, ready. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changeVoice } from '../changing.ts';
import { MOST_SECONDS, Recording, RecordingError, type RecordingTrouble } from '../recording.ts';

type State =
  | { readonly at: 'asked' }
  | { readonly at: 'recording'; readonly recording: Recording }
  | { readonly at: 'changing'; readonly samples: Float32Array; readonly done: number }
  | { readonly at: 'changed'; readonly samples: Float32Array; readonly changed: Float32Array<ArrayBuffer> };

export interface Voice {
  readonly state: State;
  readonly trouble: RecordingTrouble | null;
  /** Whether the browser is asking for the microphone. */
  readonly isAsking: boolean;
  readonly start: () => Promise<void>;
  readonly stop: () => void;
  /** Changes the same recording in another way. */
  readonly another: () => void;
  /** Forgets the recording. */
  readonly drop: () => void;
}

const ASKED: State = { at: 'asked' };

export function useVoice(): Voice {
  const [state, setState] = useState<State>(ASKED);
  const [trouble, setTrouble] = useState<RecordingTrouble | null>(null);
  const [isAsking, setAsking] = useState(false);
  const goneRef = useRef(new AbortController());
  useEffect(() => () => goneRef.current.abort(), []);

  const fail = useCallback((error: unknown) => {
    setTrouble(error instanceof RecordingError ? error.trouble : 'failed');
    setState(ASKED);
  }, []);

  const change = useCallback(
    async (samples: Float32Array) => {
      const { signal } = goneRef.current;
      setState({ at: 'changing', samples, done: 0 });
      const changed = await changeVoice(samples, signal, (done) =>
        setState({ at: 'changing', samples, done }),
      );
      if (signal.aborted) return;
      if (changed === null) fail(new RecordingError('failed'));
      else setState({ at: 'changed', samples, changed });
    },
    [fail],
  );

  const start = useCallback(async () => {
    setTrouble(null);
    setAsking(true);
    try {
      const recording = await Recording.begin();
      if (goneRef.current.signal.aborted) recording.drop();
      else setState({ at: 'recording', recording });
    } catch (error) {
      fail(error);
    }
    setAsking(false);
  }, [fail]);

  const stop = useStop(state, (recording) => {
    const ended = recording.end();
    setState({ at: 'changing', samples: new Float32Array(0), done: 0 });
    ended.then(change, fail);
  });

  return {
    state,
    trouble,
    isAsking,
    start,
    stop,
    another: () => void (state.at === 'changed' && change(state.samples)),
    drop: () => setState(ASKED),
  };
}

/** Ends the recording that goes on when it is called, when the microphone goes, and when it is long enough. */
function useStop(state: State, end: (recording: Recording) => void): () => void {
  const recording = state.at === 'recording' ? state.recording : null;
  const stopRef = useRef(() => undefined as void);
  useLayoutEffect(() => {
    stopRef.current = () => {
      if (recording !== null) end(recording);
    };
  });
  const stop = useCallback(() => stopRef.current(), []);
  useEffect(() => {
    if (recording === null) return undefined;
    // What there is by then is kept.
    recording.whenCut(stop);
    const timer = setTimeout(stop, MOST_SECONDS * 1000);
    return () => {
      clearTimeout(timer);
      recording.drop();
    };
  }, [recording, stop]);
  return stop;
}
