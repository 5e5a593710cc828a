/** Who could bring this officer back in: chosen among colleagues, before anything is lost. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { isolate } from '../../../messages/isolate.ts';
import { formatList, formatNumber, t } from '../../../messages/messages.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Button } from '../../../parts/button.tsx';
import { Choice } from '../../../parts/choice.tsx';
import { choiceId, Choices } from '../../../parts/choices.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { AccountForm, type AccountChange, type FieldProblem } from './form.tsx';
import type { CircleView } from '../../worker/recovery/circle.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';
import { TaskFailure } from '../frame/task-failure.tsx';

function useHelpers(session: LinkedSession) {
  const [view, setView] = useState<CircleView | null>(null);
  const task = useTask();
  const { run } = task;
  const again = useCallback(() => {
    void run(() => session.circle.view()).then((found) => found && setView(found));
  }, [run, session]);
  useEffect(again, [again]);
  return { view, task, again };
}

export function AccountCircle(props: { session: LinkedSession; onChoose: () => void }) {
  const { view, task } = useHelpers(props.session);
  return (
    <section aria-labelledby="helpers">
      <h2 id="helpers">{t('circle.title')}</h2>
      <p>{t('circle.text')}</p>
      <TaskFailure task={task} />
      {view === null && task.busy && <Progress label={t('circle.reading')} />}
      {view !== null && <Chosen view={view} onChoose={props.onChoose} />}
    </section>
  );
}

function Chosen({ view, onChoose }: { view: CircleView; onChoose: () => void }) {
  const { chosen, candidates, threshold, redo, gone, isCustodian } = view;
  const count = threshold;
  return (
    <>
      {isCustodian && <p>{t('circle.custodians')}</p>}
      {chosen === null ? (
        <Notice kind="warning">{t('circle.none')}</Notice>
      ) : (
        <p>{t('circle.chosen', { names: formatList(chosen.map(({ name }) => name)), count })}</p>
      )}
      {redo === 'left' && (
        <Notice kind="warning">
          {t(isCustodian ? 'circle.left.custodian' : 'circle.left', { names: formatList(gone) })}
        </Notice>
      )}
      {redo === 'rule' && <Notice kind="warning">{t('circle.rule', { count })}</Notice>}
      {candidates.length < threshold ? (
        <p>{t(isCustodian ? 'circle.few.custodian' : 'circle.few', { count })}</p>
      ) : (
        <div class="actions">
          <Button kind="secondary" onClick={onChoose}>
            {t(chosen === null ? 'circle.choose' : 'circle.again')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Choosing them, for which the present secret is asked. */
export function ChooseCircle(props: AccountChange) {
  const { session, method, onCancel, onDone } = props;
  const { view, task: reading, again } = useHelpers(session);
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const task = useTask();
  if (view === null) {
    return (
      <>
        <BackLink onClick={onCancel}>{t('account.back')}</BackLink>
        {reading.failure === null && <Progress label={t('circle.reading')} />}
        <TaskFailure task={reading} />
      </>
    );
  }
  const { candidates, threshold: count } = view;
  const stillHere = (view.chosen ?? [])
    .map(({ id }) => id)
    .filter((id) => candidates.some((one) => one.id === id));
  const ids = (picked ?? stillHere).filter((id) => candidates.some((one) => one.id === id));
  return (
    <AccountForm
      session={session}
      title={t('circle.choose.title')}
      hint={t('circle.choose.hint', { count })}
      method={method}
      task={task}
      action={t('circle.choose.do')}
      working={t('circle.choose.working')}
      problems={problemsOf(ids, view)}
      fields={(errorOf) => <Candidates view={view} ids={ids} error={errorOf('helpers')} onPick={setPicked} />}
      onSubmit={(give) =>
        void task
          .run(() => give((secret) => session.circle.choose(secret, ids)))
          .then((done) => {
            // Whoever has gone is offered no longer.
            if (done === undefined) again();
            return done;
          })
          .then((done) => done && onDone())
      }
      onCancel={onCancel}
    />
  );
}

function Candidates(props: {
  view: CircleView;
  ids: readonly string[];
  error: string | undefined;
  onPick: (ids: readonly string[]) => void;
}) {
  const { view, ids, error, onPick } = props;
  const { candidates, threshold: count, most, holdsAuthority, isCustodian } = view;
  return (
    <>
      <Choices
        id="helpers"
        legend={t('circle.choose.legend')}
        hint={t('circle.choose.more', { count, most: formatNumber(most) })}
        error={error}
      >
        {candidates.map(({ id, name }, i) => (
          <Choice
            key={id}
            type="checkbox"
            id={choiceId('helpers', i)}
            label={isolate(name)}
            checked={ids.includes(id)}
            onChange={(on) => onPick(on ? [...ids, id] : ids.filter((other) => other !== id))}
          />
        ))}
      </Choices>
      <Notice kind="warning">
        <p>{t(isCustodian ? 'circle.power.custodian' : 'circle.power', { count })}</p>
        {holdsAuthority && <p>{t('circle.authority')}</p>}
        {view.chosen !== null && <p>{t('circle.before')}</p>}
      </Notice>
    </>
  );
}

function problemsOf(ids: readonly string[], { threshold: count, most }: CircleView): FieldProblem[] {
  if (ids.length < count) return [{ field: 'helpers', text: t('circle.choose.few', { count }) }];
  if (ids.length > most)
    return [{ field: 'helpers', text: t('circle.choose.many', { most: formatNumber(most) }) }];
  return [];
}
