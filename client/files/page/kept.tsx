/** A file that is in the case: saved after a warning, deleted after a question. */
import { useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../calls/failure.ts';
import type { CaseFile } from '../../case/fold/files.ts';
import { formatDay, t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import type { OnProgress } from '../sending.ts';
import { FileFailure, FileName, OfFile } from './name.tsx';
import { saveFile } from './save.ts';
import { bytesText } from './size.ts';

export type Side = 'reporter' | 'officer';

/** What can be done with files that are there. */
export interface Keeping {
  readonly open: (id: string, onProgress: OnProgress) => Promise<Blob>;
  readonly remove: (id: string) => Promise<void>;
}

type Act = 'save' | 'delete';

export function KeptFile(props: { side: Side; file: CaseFile; keeping: Keeping; mayWrite: boolean }) {
  const { side, file, keeping, mayWrite } = props;
  const [asked, setAsked] = useState<Act | null>(null);
  const { done, failure, run } = useWork();
  const by = file.author.role === 'reporter' ? t('files.by.reporter') : file.author.name;
  const act = async (what: Act) => {
    await run(async (onProgress) => {
      if (what === 'delete') await keeping.remove(file.id);
      else saveFile(await keeping.open(file.id, onProgress), file.name);
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
      {file.gone !== null && <p>{t('files.gone', { day: formatDay(file.gone) })}</p>}
      {failure !== null && <FileFailure code={failure} />}
      {done !== null && asked === 'save' && (
        <Progress label={t('files.opening')} done={done} total={file.size} />
      )}
      {asked !== null && (
        <Asked
          text={t(asked === 'delete' ? 'files.delete.ask' : `files.save.ask.${side}`)}
          act={asked}
          busy={done !== null}
          onSure={() => void act(asked)}
          onCancel={() => setAsked(null)}
        />
      )}
      {file.gone === null && asked === null && (
        <div class="actions">
          <Choice act="save" name={file.name} onAsk={setAsked} />
          {mayWrite && <Choice act="delete" name={file.name} onAsk={setAsked} />}
        </div>
      )}
    </li>
  );
}

function Choice({ act, name, onAsk }: { act: Act; name: string; onAsk: (act: Act) => void }) {
  return (
    <Button kind="quiet" onClick={() => onAsk(act)}>
      {t(`files.${act}`)}
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
