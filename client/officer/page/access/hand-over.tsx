/** Giving a colleague access to every open case at once, as before leave. */
import { useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { ColleagueDialog } from './colleague-dialog.tsx';
import type { CasesDone, CasesProgress } from '../../worker/case/go-through.ts';
import type { HandOverChoices } from '../../worker/session/all-cases.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { caseNumbers } from './rotation.tsx';
import { useTask } from '../frame/task.ts';

export function HandOver({ session }: { session: LinkedSession }) {
  const [choices, setChoices] = useState<HandOverChoices | null>(null);
  const [progress, setProgress] = useState<CasesProgress | null>(null);
  const [done, setDone] = useState<(CasesDone & { name: string }) | null>(null);
  const task = useTask();
  const ask = async () => {
    setDone(null);
    const found = await task.run(() => session.allCases.handOverChoices());
    if (found !== undefined) setChoices(found);
  };
  const close = () => {
    // What was given stays given; another time goes on with the rest.
    if (task.busy) void session.allCases.stopHandOver();
    task.clear();
    setChoices(null);
  };
  const handOver = async (id: string) => {
    const name = choices?.colleagues.find((colleague) => colleague.id === id)?.name ?? '';
    const given = await task.run(() => session.allCases.handOver(id, setProgress));
    setProgress(null);
    if (given === undefined) return;
    setDone({ ...given, name });
    setChoices(null);
  };
  return (
    <>
      <Button kind="quiet" onClick={() => void ask()}>
        {t('handOver.title')}
      </Button>
      {done !== null && (
        <Notice kind={done.failed.length > 0 ? 'warning' : 'success'}>
          <p>{t('handOver.done', { count: done.changed, name: done.name })}</p>
          {done.failed.length > 0 && (
            <p>{t('handOver.failed', { count: done.failed.length, cases: caseNumbers(done.failed) })}</p>
          )}
        </Notice>
      )}
      {choices !== null && (
        <ColleagueDialog
          title={t('handOver.title')}
          text={textOf(choices)}
          none={t('handOver.none')}
          working={t('handOver.working')}
          progress={progress}
          colleagues={choices.colleagues}
          task={task}
          onChoose={(id) => void handOver(id)}
          onCancel={close}
        />
      )}
    </>
  );
}

/** What it does, to how many cases, and which it can't. */
function textOf({ cases, unsound }: HandOverChoices): string {
  const text = [t('handOver.text'), t('handOver.cases', { count: cases })];
  if (unsound > 0) text.push(t('handOver.unsound', { count: unsound }));
  return text.join(' ');
}
