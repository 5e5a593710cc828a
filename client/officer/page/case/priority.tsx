import { priorities, type Priority } from '../../../case/kinds/choices.ts';
import { t } from '../../../messages/messages.ts';
import { Notice } from '../../../parts/notice.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import { useTask } from '../frame/task.ts';

/** How soon a case is to be worked on: one press, for officers only. */
export function CasePriority(props: {
  view: OpenCase;
  set: (priority: Priority) => Promise<OpenCase>;
  onSet: (view: OpenCase) => void;
}) {
  const { view, set, onSet } = props;
  const { busy, failure, run } = useTask();
  const canWrite = view.unreadable.shared === null && view.unreadable.internal === null;
  const press = async (priority: Priority) => {
    if (busy || priority === view.priority) return;
    const after = await run(() => set(priority));
    if (after !== undefined) onSet(after);
  };
  return (
    <section class="priority" aria-labelledby="priority">
      <h2 id="priority">{t('case.priority')}</h2>
      <p class="hint">{t('case.priority.private')}</p>
      {canWrite ? (
        <fieldset class="filters" aria-busy={busy}>
          <legend class="visually-hidden">{t('case.priority')}</legend>
          {priorities.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === view.priority}
              onClick={() => void press(one)}
            >
              {t(`case.priority.${one}`)}
            </button>
          ))}
        </fieldset>
      ) : (
        <p>{t(`case.priority.${view.priority}`)}</p>
      )}
      {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
    </section>
  );
}
