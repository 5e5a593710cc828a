/** A file that is in the case: looked at here, saved after a warning, deleted after a question. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../calls/failure.ts';
import type { CaseFile } from '../../case/fold/files.ts';
import { formatDay, t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import type { OnProgress } from '../sending.ts';
import type { DiskPlace } from '../sink.ts';
import { BelongsTo, type Incidents } from './belonging.tsx';
import type { Keeping, Side } from './keeping.ts';
import { Look } from './look.tsx';
import { FileFailure, FileName, OfFile } from './name.tsx';
import { save } from './save.ts';
import { bytesText } from './size.ts';

type Act = 'save' | 'delete';

export function KeptFile(props: {
  side: Side;
  file: CaseFile;
  keeping: Keeping;
  incidents: Incidents;
  mayWrite: boolean;
  /** What is known of it besides. */
  children: ComponentChildren;
}) {
  const { side, file, keeping, incidents, mayWrite, children } = props;
  const [asked, setAsked] = useState<Act | null>(null);
  const [isLooking, setIsLooking] = useState(false);
  const { done, failure, run } = useWork();
  const choicesRef = useFocusBack(isLooking);
  const by = file.author.role === 'reporter' ? t('files.by.reporter') : file.author.name;
  const act = async (what: Act) => {
    await run(async (onProgress) => {
      if (what === 'delete') await keeping.remove(file.id);
      else await save((place) => openInto(place, keeping, file.id, onProgress), file.name);
    });
    setAsked(null);
  };
  return (
    <li>
      <h3>
        <FileName name={file.name} />
      </h3>
      <p class="hint">
        {bytesText(file.size)} · <bdi>{by}</bdi> · <time dateTime={file.day}>{formatDay(file.day)}</time>
      </p>
      <BelongsTo file={file} incidents={incidents} />
      <Gone file={file} isOffered={asked === null && mayWrite} onDelete={() => setAsked('delete')} />
      {failure !== null && <FileFailure code={failure} />}
      {done !== null && asked === 'save' && (
        <Progress label={t('files.opening')} done={done} total={file.size} />
      )}
      {asked !== null && (
        <Asked
          text={asked === 'delete' ? deletingText(file) : t(`files.save.ask.${side}`)}
          act={asked}
          busy={done !== null}
          onSure={() => void act(asked)}
          onCancel={() => setAsked(null)}
        />
      )}
      {isLooking && file.gone === null && (
        <Look side={side} file={file} keeping={keeping} onClose={() => setIsLooking(false)} />
      )}
      {file.gone === null && asked === null && (
        <div class="actions" ref={choicesRef}>
          {!isLooking && <Choice act="look" name={file.name} onAsk={() => setIsLooking(true)} />}
          <Choice act="save" name={file.name} onAsk={setAsked} />
          {mayWrite && <Choice act="delete" name={file.name} onAsk={setAsked} />}
        </div>
      )}
      {children}
    </li>
  );
}

/** That it was deleted, and deleting what is left of it. */
function Gone(props: { file: CaseFile; isOffered: boolean; onDelete: () => void }) {
  const { file, isOffered, onDelete } = props;
  if (file.gone === null) return null;
  return (
    <>
      <p>{t('files.gone', { day: formatDay(file.gone) })}</p>
      {isLeft(file) && <p>{t('files.original.left')}</p>}
      {isLeft(file) && isOffered && (
        <div class="actions">
          <Button kind="quiet" onClick={onDelete}>
            {t('files.delete.left')}
            <OfFile name={file.name} />
          </Button>
        </div>
      )}
    </>
  );
}

/** Whether the file was deleted without its untouched original, by a page that did not know of it. */
const isLeft = ({ gone, hasOriginal }: CaseFile) => gone !== null && hasOriginal;

function deletingText(file: CaseFile): string {
  if (isLeft(file)) return t('files.delete.ask.left');
  return t(file.hasOriginal ? 'files.delete.ask.original' : 'files.delete.ask');
}

/** @returns null where it was written to a place */
async function openInto(
  place: DiskPlace | null,
  keeping: Keeping,
  file: string,
  onProgress: OnProgress,
): Promise<Blob | null> {
  if (place === null) return keeping.open(file, onProgress);
  await keeping.save(file, place, onProgress);
  return null;
}

function Choice<A extends Act | 'look'>(props: { act: A; name: string; onAsk: (act: A) => void }) {
  const { act, name, onAsk } = props;
  return (
    <Button kind="quiet" onClick={() => onAsk(act)}>
      {t(`files.${act as Act | 'look'}`)}
      <OfFile name={name} />
    </Button>
  );
}

function Asked(props: { text: string; act: Act; busy: boolean; onSure: () => void; onCancel: () => void }) {
  const { text, act, busy, onSure, onCancel } = props;
  return (
    <Notice kind="warning">
      <p>{text}</p>
      <div class="actions">
        <Button kind={act === 'delete' ? 'warning' : 'primary'} busy={busy} onClick={onSure}>
          {t(`files.${act}.sure`)}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {t('files.cancel')}
        </Button>
      </div>
    </Notice>
  );
}

/** Whoever has looked goes on at the button they pressed for it. */
function useFocusBack(isLooking: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const wasLookingRef = useRef(false);
  useLayoutEffect(() => {
    if (wasLookingRef.current && !isLooking) ref.current?.querySelector('button')?.focus();
    wasLookingRef.current = isLooking;
  }, [isLooking]);
  return ref;
}

/** One thing at a time, how far it is, and what it failed with. */
function useWork() {
  const [done, setDone] = useState<number | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const run = async (work: (onProgress: OnProgress) => Promise<void>) => {
    setFailure(null);
    setDone(0);
    try {
      await work((bytes) => setDone(bytes));
    } catch (error) {
      setFailure(failureOf(error));
    }
    setDone(null);
  };
  return { done, failure, run };
}
