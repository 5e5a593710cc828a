/** Answering a colleague who lost everything: the six words compared first, by telephone. */
import { useState } from 'preact/hooks';
import { formatDay, t } from '../messages/messages.ts';
import { BackLink } from '../parts/back-link.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { ErrorSummary } from '../parts/error-summary.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { HelpRequest } from './recovery-help.ts';
import type { LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';
import { TaskFailure } from './task-failure.tsx';

/** @param onDone called with what was answered */
export function HelpAnswer(props: {
  session: LinkedSession;
  request: HelpRequest;
  onCancel: () => void;
  onDone: (answer: 'approved' | 'refused') => void;
}) {
  const { session, request, onCancel, onDone } = props;
  const [heard, setHeard] = useState(false);
  const [tried, setTried] = useState(false);
  const [refusing, setRefusing] = useState(false);
  const task = useTask();
  const { name, isOwn } = request;
  const missing = tried && !heard ? t('help.heard.missing') : undefined;
  const answer = async (with_: 'approved' | 'refused') => {
    const view = await task.run(() => session.recoveries.answer(request.id, with_));
    if (view !== undefined) onDone(with_);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (heard) void answer('approved');
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
          <p>{t('help.own.text', { day: formatDay(request.expires) })}</p>
          <div class="actions">{refuse}</div>
        </>
      ) : (
        <form noValidate onSubmit={submit}>
          <ErrorSummary errors={missing === undefined ? [] : [{ field: 'heard', text: missing }]} />
          <Notice kind="warning" title={t('help.call', { name })}>
            {t('help.stranger')}
          </Notice>
          <p>{t('help.compare', { name })}</p>
          <p class="even fingerprint" lang="en" dir="ltr">
            {request.words.join(' ')}
          </p>
          <p>{t('help.until', { day: formatDay(request.expires) })}</p>
          <Checkbox
            id="heard"
            label={t('help.heard', { name })}
            checked={heard}
            error={missing}
            onChange={setHeard}
          />
          <p class="hint">{t('help.recorded')}</p>
          {!refusing && <TaskFailure task={task} said={{ conflict: t('help.ended') }} />}
          {task.busy && !refusing && <Progress label={t('help.working')} />}
          <div class="actions">
            <Button type="submit" busy={task.busy}>
              {t('help.approve')}
            </Button>
            {refuse}
          </div>
        </form>
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
