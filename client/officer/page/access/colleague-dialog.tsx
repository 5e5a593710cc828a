import { useState } from 'preact/hooks';
import { isolate } from '../../../messages/isolate.ts';
import { t } from '../../../messages/messages.ts';
import { Radios } from '../../../parts/radios.tsx';
import type { Colleague } from '../../worker/directory/colleagues.ts';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import type { CasesProgress } from '../../worker/case/go-through.ts';
import type { Task } from '../frame/task.ts';

/** Asks for a colleague. */
export function ColleagueDialog(props: {
  title: string;
  text: string;
  /** Said when there is nobody to choose. */
  none: string;
  colleagues: readonly Colleague[];
  /** Said while it is done. */
  working: string;
  progress?: CasesProgress | null | undefined;
  task: Task;
  onChoose: (id: string) => void;
  onCancel: () => void;
}) {
  const { title, text, none, colleagues, working, progress, task, onChoose, onCancel } = props;
  const [chosen, setChosen] = useState('');
  const [tried, setTried] = useState(false);
  const confirm = () => {
    setTried(true);
    if (chosen !== '') onChoose(chosen);
  };
  return (
    <ConfirmDialog
      title={title}
      action={title}
      working={working}
      progress={progress}
      hindrance={colleagues.length === 0 ? none : undefined}
      task={task}
      onConfirm={confirm}
      onCancel={onCancel}
    >
      <p>{text}</p>
      {colleagues.length > 0 && (
        <Radios
          id="colleague"
          legend={t('access.who')}
          options={colleagues.map(({ id, name }) => ({ value: id, label: isolate(name) }))}
          value={chosen}
          error={tried && chosen === '' ? t('access.who.missing') : undefined}
          onChange={setChosen}
        />
      )}
    </ConfirmDialog>
  );
}
