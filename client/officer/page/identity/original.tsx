/** The untouched original of a file: that it is kept, asking for it, and what became of that. */
import { useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import type { CaseFile } from '../../../case/fold/files.ts';
import type { IdentityRequest } from '../../../case/kinds/identity-requests.ts';
import { OfFile } from '../../../files/page/name.tsx';
import { save } from '../../../files/page/save.ts';
import type { DiskPlace } from '../../../files/sink.ts';
import { isolate } from '../../../messages/isolate.ts';
import { formatList, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { useKeptFocus } from '../../../parts/kept-focus.ts';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { TaskFailure } from '../frame/task-failure.tsx';
import { AskForm } from './ask-form.tsx';
import { Request, type Asking } from './request.tsx';
import { isStopped } from './risk.tsx';

export function FileOriginal({ file, ...props }: Asking & { file: CaseFile }) {
  const { view, session, signedIn, text, onText, write, onChanged } = props;
  const [isAsking, setIsAsking] = useState(false);
  const { askable, lost } = view.identityWork;
  const canAsk = askable.includes(file.id);
  // What was pressed goes with it.
  const sealedRef = useKeptFocus<HTMLParagraphElement>(`${canAsk} ${isAsking}`);
  if (!file.hasOriginal || file.gone !== null) return null;
  const { custodians } = view.identity;
  const isReadable = view.unreadable.shared === null;
  const requests = view.identity.requests.filter(({ original }) => original === file.id);
  const isMine = ({ by, disclosure }: IdentityRequest) =>
    by.id === signedIn.person && disclosure?.broken === null;
  /** Handed out, and not opened yet. */
  const isWaiting = (request: IdentityRequest) => isMine(request) && request.opened === null;
  return (
    <div class="original">
      <p ref={sealedRef} tabIndex={-1}>
        {t('original.sealed', { names: formatList(custodians.map(({ name }) => name)) })}
      </p>
      {isReadable && lost.includes(file.id) && <p>{t('original.orphaned')}</p>}
      {isReadable && isStopped(view) && (canAsk || requests.some(isWaiting)) && (
        <p>{t('original.stopped')}</p>
      )}
      {isReadable &&
        requests.map((request) => (
          <div key={request.id}>
            <Request request={request} {...props} />
            {isMine(request) && !(isWaiting(request) && isStopped(view)) && (
              <Save request={request} file={file} {...props} />
            )}
          </div>
        ))}
      {canAsk && !isStopped(view) && !isAsking && (
        <div class="actions">
          <Button kind="secondary" onClick={() => setIsAsking(true)}>
            {t('original.ask')}
            <OfFile name={file.name} />
          </Button>
        </div>
      )}
      {canAsk && !isStopped(view) && isAsking && (
        <AskForm
          id={`original-reason-${file.id}`}
          label={t('original.ask.reason')}
          text={text}
          onText={onText}
          write={(reason) => write(() => session.cases.askIdentity(view.id, reason, file.id))}
          onWritten={(now) => {
            setIsAsking(false);
            onChanged(now);
          }}
        />
      )}
    </div>
  );
}

/** Opens what was handed to this officer, after saying what it holds. */
function Save({
  request,
  file,
  view,
  session,
  onChanged,
}: Asking & { request: IdentityRequest; file: CaseFile }) {
  const [done, setDone] = useState<{ bytes: number; of: number } | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [called, setCalled] = useState<string | null>(null);
  const open = async (place: DiskPlace | null) => {
    const told = (bytes: number, of: number) => setDone({ bytes, of });
    const opened = await session.cases.openOriginal(view.id, request.id, place, told);
    setCalled(opened.name);
    return opened.file;
  };
  const act = async () => {
    setFailure(null);
    setDone({ bytes: 0, of: 1 });
    try {
      // Not in the place of the cleaned one.
      await save(open, `original-${file.name}`);
    } catch (error) {
      setFailure(failureOf(error));
    }
    setDone(null);
    // It may be on record also where getting it failed, and others have written meanwhile.
    await session.cases.open(view.id).then(onChanged, () => undefined);
  };
  return (
    <Notice kind="warning">
      <p>{t('original.save.hint')}</p>
      <TaskFailure
        task={{ failure }}
        said={{ 'not-allowed': t('protection.referral.refused'), tampered: t('original.tampered') }}
      />
      {done !== null && <Progress label={t('original.saving')} done={done.bytes} total={done.of} />}
      <output>{called !== null && t('original.saved', { name: isolate(called) })}</output>
      <div class="actions">
        <Button kind="secondary" busy={done !== null} onClick={() => void act()}>
          {t('original.save')}
          <OfFile name={file.name} />
        </Button>
      </div>
    </Notice>
  );
}
