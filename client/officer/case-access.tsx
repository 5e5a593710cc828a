import { useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import type { OpenCase } from './case-desk.ts';
import type { Colleague } from './colleagues.ts';
import { ColleagueDialog } from './colleague-dialog.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { SignedIn } from './session.ts';
import type { LinkedSession } from './session-start.ts';
import { useTask } from './task.ts';

type Asked = { readonly what: 'give' | 'leave' } | { readonly what: 'end'; readonly colleague: Colleague };

/** Who can read a case now, and how that is changed. */
export function CaseAccess(props: {
  view: OpenCase;
  session: LinkedSession;
  signedIn: SignedIn;
  onChanged: (view: OpenCase) => void;
  onLeft: () => void;
}) {
  const { view, session, signedIn, onChanged, onLeft } = props;
  const { reading, possible } = view.colleagues;
  const [asked, setAsked] = useState<Asked | null>(null);
  const task = useTask();
  const close = () => {
    task.clear();
    setAsked(null);
  };
  const change = async (work: () => Promise<OpenCase>) => {
    const changed = await task.run(work);
    if (changed === undefined) return;
    onChanged(changed);
    setAsked(null);
  };
  const leave = async () => {
    const left = await task.run(async () => {
      await session.cases.recuse(view.id);
      return true;
    });
    if (!left) return;
    setAsked(null);
    onLeft();
  };
  const isFixed = view.unreadable.shared !== null;
  const isAlone = reading.filter(({ isCustodian }) => !isCustodian).length < 2;
  return (
    <section aria-labelledby="access">
      <h2 id="access">{t('access.title')}</h2>
      {!isFixed && <p class="hint">{t('access.recorded')}</p>}
      <ul class="readers">
        {reading.map((colleague) => (
          <li key={colleague.id}>
            <span>
              <bdi>{colleague.name}</bdi> {colleague.id === signedIn.person && t('office.you')}
              {colleague.isCustodian && t('access.custodian')}
            </span>
            {!isFixed && colleague.id !== signedIn.person && !colleague.isCustodian && (
              <Button kind="quiet" onClick={() => setAsked({ what: 'end', colleague })}>
                {t('access.end')}
                <span class="visually-hidden">: {colleague.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!isFixed && (
        <div class="actions">
          <Button kind="secondary" onClick={() => setAsked({ what: 'give' })}>
            {t('access.give')}
          </Button>
          <Button kind="quiet" onClick={() => setAsked({ what: 'leave' })}>
            {t('access.leave')}
          </Button>
        </div>
      )}
      {asked?.what === 'give' && (
        <ColleagueDialog
          title={t('access.give')}
          text={t('access.give.text')}
          none={t('access.give.none')}
          working={t('access.working')}
          colleagues={possible}
          task={task}
          onChoose={(to) => void change(() => session.cases.grant(view.id, to))}
          onCancel={close}
        />
      )}
      {asked?.what === 'end' && (
        <ConfirmDialog
          title={t('access.end.title', { name: asked.colleague.name })}
          action={t('access.end')}
          working={t('access.working')}
          task={task}
          onConfirm={() => void change(() => session.cases.endAccess(view.id, asked.colleague.id))}
          onCancel={close}
        >
          <p>{t('access.end.text')}</p>
        </ConfirmDialog>
      )}
      {asked?.what === 'leave' && (
        <ConfirmDialog
          title={t('access.leave.title')}
          action={t('access.leave')}
          working={t('access.working')}
          hindrance={isAlone ? t('access.leave.alone') : undefined}
          task={task}
          onConfirm={() => void leave()}
          onCancel={close}
        >
          <p>{t('access.leave.text')}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
