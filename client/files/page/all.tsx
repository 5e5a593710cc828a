/** All files of a case saved at once, after a warning: each is checked, and one that is not whole is named and left out. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../calls/failure.ts';
import { loadPart } from '../../calls/missing.ts';
import type { CaseFile } from '../../case/fold/files.ts';
import { t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import type { OnProgress } from '../sending.ts';
import { blobSink, diskSink, type DiskPlace, type Sink } from '../sink.ts';
import type { LeftOut } from '../zip.ts';
import type { Keeping } from './keeping.ts';
import { FileFailure, FileName } from './name.tsx';
import { askForPlace, safeName, saveFile } from './save.ts';
import { bytesText } from './size.ts';

type State =
  | { readonly at: 'idle' | 'asked' | 'stopped' }
  | { readonly at: 'saving'; readonly done: number }
  | { readonly at: 'saved'; readonly leftOut: readonly LeftOut[] }
  | { readonly at: 'failed'; readonly code: FailureCode };

export function AllFiles({
  files,
  keeping,
  name,
}: {
  files: readonly CaseFile[];
  keeping: Keeping;
  name: string;
}) {
  const there = files.filter(({ gone }) => gone === null);
  const total = there.reduce((sum, { size }) => sum + size, 0);
  const { state, setState, save, stop } = useSaving({ files: there, keeping, name });
  if (there.length < 2) return null;
  return (
    <div class="all">
      {state.at === 'failed' && <FileFailure code={state.code} />}
      {state.at === 'stopped' && <Notice kind="info">{t('files.all.stopped')}</Notice>}
      {state.at === 'saved' && <Saved leftOut={state.leftOut} count={there.length - state.leftOut.length} />}
      {state.at === 'asked' && (
        <Notice kind="warning">
          <p>{t('files.save.ask.officer')}</p>
          <div class="actions">
            <Button onClick={() => void save()}>{t('files.all.sure')}</Button>
            <Button kind="quiet" onClick={() => setState({ at: 'idle' })}>
              {t('files.cancel')}
            </Button>
          </div>
        </Notice>
      )}
      {state.at === 'saving' && (
        <>
          <Progress label={t('files.opening')} done={state.done} total={total} />
          <Button kind="quiet" onClick={stop}>
            {t('files.all.stop')}
          </Button>
        </>
      )}
      {state.at !== 'asked' && state.at !== 'saving' && (
        <Button kind="secondary" onClick={() => setState({ at: 'asked' })}>
          {t('files.all', { count: there.length, size: bytesText(total) })}
        </Button>
      )}
    </div>
  );
}

/** It stops where it is left. */
function useSaving(all: Pick<Wanted, 'files' | 'keeping' | 'name'>) {
  const [state, setState] = useState<State>({ at: 'idle' });
  const stopRef = useRef(new AbortController());
  useEffect(() => () => stopRef.current.abort(), []);
  const save = async () => {
    const place = await askForPlace(all.name);
    if (place === 'cancelled') return;
    stopRef.current = new AbortController();
    const { signal } = stopRef.current;
    const told: OnProgress = (done) => setState({ at: 'saving', done });
    told(0, 0);
    try {
      const leftOut = await saveAll({ ...all, place, signal }, told);
      setState({ at: 'saved', leftOut });
    } catch (error) {
      setState(signal.aborted ? { at: 'stopped' } : { at: 'failed', code: failureOf(error) });
    }
  };
  return { state, setState, save, stop: () => stopRef.current.abort() };
}

function Saved({ leftOut, count }: { leftOut: readonly LeftOut[]; count: number }) {
  return (
    <>
      <Notice kind="success">{t('files.all.saved', { count })}</Notice>
      {leftOut.length > 0 && (
        <Notice kind="danger">
          <p>{t('files.all.leftOut')}</p>
          <ul>
            {leftOut.map(({ file }) => (
              <li key={file.id}>
                <FileName name={file.name} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

interface Wanted {
  readonly files: readonly CaseFile[];
  readonly keeping: Keeping;
  readonly name: string;
  /** Null where the browser holds it until it is all there. */
  readonly place: DiskPlace | null;
  readonly signal: AbortSignal;
}

/** @returns files that are not in it; nothing is left of it where it fails or is stopped */
async function saveAll(wanted: Wanted, onProgress: OnProgress): Promise<readonly LeftOut[]> {
  const { files, keeping, name, place, signal } = wanted;
  const { sideBySide, zipOf } = await loadPart(() => import('../zip.ts'));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  const open = async (file: CaseFile) => {
    signal.throwIfAborted();
    try {
      return await keeping.open(file.id, (done) => onProgress(before + done, total));
    } finally {
      before += file.size;
    }
  };
  const names = sideBySide([...files.map((file) => safeName(file.name)), t('files.all.leftOut.file')]);
  const { stream, leftOut } = zipOf(
    files,
    open,
    (file) => names[files.indexOf(file)]!,
    (all) => ({
      name: names.at(-1)!,
      text: [t('files.all.leftOut'), '', ...all.map(({ file }) => file.name), ''].join('\r\n'),
    }),
  );
  if (place === null) saveFile(await intoSink(stream, blobSink(), signal), name);
  else await intoSink(stream, await diskSink(place), signal);
  return leftOut;
}

async function intoSink<T>(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  sink: Sink<T>,
  signal: AbortSignal,
): Promise<T> {
  const reader = stream.getReader();
  const stopped = whenAborted(signal);
  const next = () => Promise.race([reader.read(), stopped]);
  try {
    let position = 0;
    for (let read = await next(); !read.done; read = await next()) {
      await sink.write(position, read.value);
      position += read.value.length;
    }
    return await sink.keep();
  } catch (error) {
    // Not waited for: a file that is being opened is opened to its end.
    void reader.cancel().catch(() => undefined);
    await sink.drop();
    throw error;
  }
}

/** Rejects as soon as it is; one that never is stays pending. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  // Once all is kept nobody listens any more.
  stopped.catch(() => undefined);
  return stopped;
}
