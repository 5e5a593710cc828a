/** Answering a colleague who lost everything: the six words compared first, by telephone. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { formatDay, t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Heading } from '../../../parts/heading.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import type { HelpRequest } from '../../worker/recovery/help.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask, type Task } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

/** @param onDone called with what was answered */
export function HelpAnswer(props: {
  session: LinkedSession;
  request: HelpRequest;
  onCancel: () => void;
  onDone: (answer: 'approved' | 'refused') => void;
}) {
  const { session, request, onCancel, onDone } = props;
  const [refusing, setRefusing] = useState(false);
  const task = useTask();
  const { name, isOwn, expires } = request;
  const answer = async (with_: 'approved' | 'refused') => {
    const view = await task.run(() => session.recoveries.answer(request.id, with_));
    if (view !== undefined) onDone(with_);
  };
  const refuse = (
    <Button kind={isOwn ? 'warning' : 'secondary'} onClick={() => setRefusing(true)}>
      {isOwn ? t('help.own.refuse') : t('help.refuse')}
    </Button>
  );
  return (
    <>
      <BackLink onClick={onCancel}>{t('account.back')}</BackLink>
      <Heading>{isOwn ? t('help.own.title') : t('help.title', { name })}</Heading>
      {isOwn ? (
        <>
          <p>{t('help.own.text', { day: formatDay(expires) })}</p>
          <div class="actions">{refuse}</div>
        </>
      ) : (
        <Approving
          request={request}
          task={task}
          isCovered={refusing}
          refuse={refuse}
          onApprove={() => void answer('approved')}
        />
      )}
      {refusing && (
        <ConfirmDialog
          title={t('help.refuse.title')}
          task={task}
          action={t('help.refuse.yes')}
          working={t('help.working')}
          failure={task.failure === 'conflict' ? t('help.ended') : undefined}
          onConfirm={() => void answer('refused')}
          onCancel={() => {
            task.clear();
            setRefusing(false);
          }}
        >
          <p>{t('help.refuse.text')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** @param props.isCovered by a dialog, which says what goes on meanwhile */
function Approving(props: {
  request: HelpRequest;
  task: Task;
  isCovered: boolean;
  refuse: ComponentChildren;
  onApprove: () => void;
}) {
  const { request, task, isCovered, refuse, onApprove } = props;
  const { name, words, expires } = request;
  const [heard, setHeard] = useState(false);
  const [tried, setTried] = useState(false);
  const missing = tried && !heard ? t('help.heard.missing') : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (heard) onApprove();
  };
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary errors={missing === undefined ? [] : [{ field: 'heard', text: missing }]} />
      <Notice kind="warning" title={t('help.call', { name })}>
        {t('help.stranger')}
      </Notice>
      <p>{t('help.compare', { name })}</p>
      <p class="even fingerprint" lang="en" dir="ltr">
        {words.join(' ')}
      </p>
      <p>{t('help.until', { day: formatDay(expires) })}</p>
      <Checkbox
        id="heard"
        label={t('help.heard', { name })}
        checked={heard}
        error={missing}
        onChange={setHeard}
      />
      <p class="hint">{t('help.recorded')}</p>
      {!isCovered && <TaskFailure task={task} said={{ conflict: t('help.ended') }} />}
      {task.busy && !isCovered && <Progress label={t('help.working')} />}
      <div class="actions">
        <Button type="submit" busy={task.busy}>
          {t('help.approve')}
        </Button>
        {refuse}
      </div>
    </form>
  );
}
