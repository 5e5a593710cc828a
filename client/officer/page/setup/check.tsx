import { doorKinds } from '../../../../server/api/directory.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { isolate } from '../../../messages/isolate.ts';
import { formatList, t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { SummaryList } from '../../../parts/summary-list.tsx';
import type { DraftStep, SetupDraft } from './draft.ts';
import { Step, type StepPlace } from '../frame/step.tsx';
import type { Task } from '../frame/task.ts';

export function SetupCheck(props: {
  draft: SetupDraft;
  place: StepPlace;
  task: Task;
  onChange: (step: DraftStep) => void;
  onCreate: () => void;
}) {
  const { draft, place, task, onChange, onCreate } = props;
  const language = useLanguage();
  const doors = doorKinds.filter((kind) => draft.doors[kind].open).map((kind) => draft.doors[kind]);
  const row = (name: string, value: string, step: DraftStep) => ({
    label: name,
    value,
    onChange: () => {
      if (!task.busy) onChange(step);
    },
  });
  return (
    <Step
      title={t('setup.check.title')}
      place={place}
      onBack={task.busy ? undefined : () => onChange('officer')}
    >
      {task.failure !== null && <Notice kind="danger">{t(`failure.${task.failure}`)}</Notice>}
      <SummaryList
        rows={[
          row(t('setup.check.office'), isolate(inLanguage(draft.name, language)), 'office'),
          row(
            t('setup.check.doors'),
            formatList(doors.map((door) => inLanguage(door.title, language))),
            'doors',
          ),
          row(t('setup.check.officer'), isolate(draft.officerName), 'officer'),
          row(t('setup.check.account'), isolate(draft.accountName), 'officer'),
        ]}
      />
      <p>{t('setup.check.once')}</p>
      {task.busy && <Progress label={t('setup.creating')} />}
      <div class="actions">
        <Button busy={task.busy} onClick={onCreate}>
          {t('setup.check.create')}
        </Button>
      </div>
    </Step>
  );
}
