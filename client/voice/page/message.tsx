/** A voice message, from the warning to the changed recording among the chosen files. */
import './voice.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber, t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { useKeptFocus } from '../../parts/kept-focus.ts';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import { useUnsavedWarning } from '../../parts/unsaved-warning.ts';
import { MOST_SECONDS, type Recording } from '../recording.ts';
import { play } from '../playing.ts';
import { RATE } from '../stretching.ts';
import { toWave } from '../wave.ts';
import { useVoice, type Voice } from './voice.ts';

/** Says nothing of whoever sends it. */
const FILE_NAME = 'voice.wav';

/** Milliseconds between two looks at how long and how loud it is. */
const LOOK = 200;

export function VoiceMessage({ onDone, onClose }: { onDone: (file: File) => void; onClose: () => void }) {
  const voice = useVoice();
  const { state } = voice;
  const titleRef = useKeptFocus<HTMLHeadingElement>(state.at);
  useUnsavedWarning(state.at !== 'asked');
  return (
    <section class="voice" aria-labelledby="voice">
      <h3 id="voice" ref={titleRef} tabIndex={-1}>
        {t('voice.title')}
      </h3>
      {state.at === 'asked' && <Asked voice={voice} onClose={onClose} />}
      {state.at === 'recording' && (
        <Going recording={state.recording} onStop={voice.stop} onDrop={voice.drop} />
      )}
      {state.at === 'changing' && (
        <Progress label={t('voice.changing')} done={state.done} total={state.samples.length} />
      )}
      {state.at === 'changed' && (
        <Changed
          key={state.changed}
          changed={state.changed}
          voice={voice}
          onUse={() => onDone(new File([toWave(state.changed)], FILE_NAME, { type: 'audio/wav' }))}
        />
      )}
    </section>
  );
}

function Asked({ voice, onClose }: { voice: Voice; onClose: () => void }) {
  const { trouble, isAsking, start } = voice;
  return (
    <>
      <Notice kind="warning">
        <p>{t('voice.warning')}</p>
        <p>{t('voice.warning.remains')}</p>
      </Notice>
      {trouble !== null && <Notice kind="danger">{t(`voice.trouble.${trouble}`)}</Notice>}
      <div class="actions">
        <Button kind="secondary" busy={isAsking} onClick={() => void start()}>
          {t('voice.start')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {t('voice.close')}
        </Button>
      </div>
    </>
  );
}

function Going(props: { recording: Recording; onStop: () => void; onDrop: () => void }) {
  const { recording, onStop, onDrop } = props;
  const [{ seconds, level }, setLook] = useState({ seconds: 0, level: 0 });
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(
      () => setLook({ seconds: Math.floor((performance.now() - begun) / 1000), level: recording.level() }),
      LOOK,
    );
    return () => clearInterval(timer);
  }, [recording]);
  return (
    <>
      <p role="timer">{t('voice.recording', { time: timeText(seconds), most: timeText(MOST_SECONDS) })}</p>
      <meter aria-label={t('voice.level')} min={0} max={1} value={level} />
      <div class="actions">
        <Button kind="primary" onClick={onStop}>
          {t('voice.stop')}
        </Button>
        <Button kind="quiet" onClick={onDrop}>
          {t('voice.drop')}
        </Button>
      </div>
    </>
  );
}

function Changed(props: { changed: Float32Array<ArrayBuffer>; voice: Voice; onUse: () => void }) {
  const { changed, voice, onUse } = props;
  const [isPlaying, setPlaying] = useState(false);
  const stopRef = useRef(() => undefined as void);
  useEffect(() => () => stopRef.current(), []);
  const listen = () => {
    stopRef.current = play(changed, () => setPlaying(false));
    setPlaying(true);
  };
  return (
    <>
      <p>{t('voice.changed', { time: timeText(Math.round(changed.length / RATE)) })}</p>
      <div class="actions">
        <Button kind="secondary" onClick={isPlaying ? () => stopRef.current() : listen}>
          {t(isPlaying ? 'voice.listen.stop' : 'voice.listen')}
        </Button>
        <Button kind="primary" onClick={onUse}>
          {t('voice.use')}
        </Button>
        <Button kind="quiet" onClick={voice.another}>
          {t('voice.another')}
        </Button>
        <Button kind="quiet" onClick={voice.drop}>
          {t('voice.drop')}
        </Button>
      </div>
    </>
  );
}

/** Minutes and seconds, such as 3:05, in the figures of the language. */
function timeText(seconds: number): string {
  const two = Math.floor(seconds % 60);
  return `${formatNumber(Math.floor(seconds / 60))}:${two < 10 ? formatNumber(0) : ''}${formatNumber(two)}`;
}
