/** Who could bring this officer back in: chosen among colleagues, before anything is lost. */
import { useEffect, useState } from 'preact/hooks';
import { formatList, formatNumber, t } from '../messages/messages.ts';
import { BackLink } from '../parts/back-link.tsx';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { choiceId, Choices } from '../parts/choices.tsx';
import { Notice } from '../parts/notice.tsx';
import { Progress } from '../parts/progress.tsx';
import { AccountForm, type AccountChange, type FieldProblem } from './account-form.tsx';
import type { HelpersView } from './helpers.ts';
import type { LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';
import { TaskFailure } from './task-failure.tsx';

function useHelpers(session: LinkedSession) {
  const [view, setView] = useState<HelpersView | null>(null);
  const task = useTask();
  const { run } = task;
  useEffect(() => {
    void run(() => session.helpers.view()).then((found) => found && setView(found));
  }, [run, session]);
  return { view, task };
}

export function AccountHelpers(props: { session: LinkedSession; onChoose: () => void }) {
  const { view, task } = useHelpers(props.session);
  return (
    <section aria-labelledby="helpers">
      <h2 id="helpers">{t('helpers.title')}</h2>
      <p>{t('helpers.text')}</p>
      <TaskFailure task={task} />
      {view === null && task.busy && <Progress label={t('helpers.reading')} />}
      {view !== null && <Chosen view={view} onChoose={props.onChoose} />}
    </section>
  );
}

function Chosen({ view, onChoose }: { view: HelpersView; onChoose: () => void }) {
  const { chosen, candidates, threshold, redo, gone, isCustodian } = view;
  const count = threshold;
  return (
    <>
      {isCustodian && <p>{t('helpers.custodians')}</p>}
      {chosen === null ? (
        <Notice kind="warning">{t('helpers.none')}</Notice>
      ) : (
        <p>{t('helpers.chosen', { names: formatList(chosen.map(({ name }) => name)), count })}</p>
      )}
      {redo === 'left' && (
        <Notice kind="warning">
          {t(isCustodian ? 'helpers.left.custodian' : 'helpers.left', { names: formatList(gone) })}
        </Notice>
      )}
      {redo === 'rule' && <Notice kind="warning">{t('helpers.rule', { count })}</Notice>}
      {candidates.length < threshold ? (
        <p>{t(isCustodian ? 'helpers.few.custodian' : 'helpers.few', { count })}</p>
      ) : (
        <div class="actions">
          <Button kind="secondary" onClick={onChoose}>
            {t(chosen === null ? 'helpers.choose' : 'helpers.again')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Choosing them, for which the present secret is asked. */
export function ChooseHelpers(props: AccountChange) {
  const { session, method, onCancel, onDone } = props;
  const { view, task: reading } = useHelpers(session);
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const task = useTask();
  if (view === null) {
    return (
      <>
        <BackLink onClick={onCancel}>{t('account.back')}</BackLink>
        {reading.failure === null && <Progress label={t('helpers.reading')} />}
        <TaskFailure task={reading} />
      </>
    );
  }
  const { candidates, threshold: count, most, holdsAuthority, isCustodian } = view;
  const stillHere = (view.chosen ?? [])
    .map(({ id }) => id)
    .filter((id) => candidates.some((one) => one.id === id));
  const ids = picked ?? stillHere;
  return (
    <AccountForm
      session={session}
      title={t('helpers.choose.title')}
      hint={t('helpers.choose.hint', { count })}
      method={method}
      task={task}
      action={t('helpers.choose.do')}
      working={t('helpers.choose.working')}
      problems={problemsOf(ids, view)}
      fields={(errorOf) => (
        <>
          <Choices
            id="helpers"
            legend={t('helpers.choose.legend')}
            hint={t('helpers.choose.more', { count, most: formatNumber(most) })}
            error={errorOf('helpers')}
          >
            {candidates.map(({ id, name }, i) => (
              <Choice
                key={id}
                type="checkbox"
                id={choiceId('helpers', i)}
                label={name}
                checked={ids.includes(id)}
                onChange={(on) => setPicked(on ? [...ids, id] : ids.filter((other) => other !== id))}
              />
            ))}
          </Choices>
          <Notice kind="warning">
            <p>{t(isCustodian ? 'helpers.power.custodian' : 'helpers.power', { count })}</p>
            {holdsAuthority && <p>{t('helpers.authority')}</p>}
            {view.chosen !== null && <p>{t('helpers.before')}</p>}
          </Notice>
        </>
      )}
      onSubmit={(give) =>
        void task
          .run(() => give((secret) => session.helpers.choose(secret, ids)))
          .then((done) => done && onDone())
      }
      onCancel={onCancel}
    />
  );
}

function problemsOf(ids: readonly string[], { threshold: count, most }: HelpersView): FieldProblem[] {
  if (ids.length < count) return [{ field: 'helpers', text: t('helpers.choose.few', { count }) }];
  if (ids.length > most)
    return [{ field: 'helpers', text: t('helpers.choose.many', { most: formatNumber(most) }) }];
  return [];
}
