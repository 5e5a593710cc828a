import { useState } from 'preact/hooks';
import { failureOf } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import type { OpenCase } from '../../worker/case/casework.ts';
import type { Colleague } from '../../worker/directory/colleagues.ts';
import { ColleagueDialog } from './colleague-dialog.tsx';
import { ConfirmDialog } from '../frame/confirm-dialog.tsx';
import type { SignedIn } from '../../worker/session/session.ts';
import type { LinkedSession } from '../frame/session-start.ts';
import { useTask } from '../frame/task.ts';

type Asked = { readonly what: 'give' | 'leave' } | { readonly what: 'end'; readonly colleague: Colleague };

interface Props {
  view: OpenCase;
  session: LinkedSession;
  signedIn: SignedIn;
  onChanged: (view: OpenCase) => void;
  onLeft: () => void;
}

/** Who can read a case now, and how that is changed. */
export function CaseAccess(props: Props) {
  const { view, signedIn } = props;
  const [asked, setAsked] = useState<Asked | null>(null);
  const isFixed = view.unreadable.shared !== null;
  return (
    <section aria-labelledby="access">
      <h2 id="access">{t('access.title')}</h2>
      {!isFixed && <p class="hint">{t('access.recorded')}</p>}
      <ul class="readers">
        {view.colleagues.reading.map((colleague) => (
          <li key={colleague.id}>
            <span>
              <bdi>{colleague.name}</bdi> {colleague.id === signedIn.person && t('office.you')}
              {colleague.isCustodian && t('access.custodian')} {colleague.hasLeft && t('access.left')}
            </span>
            {!isFixed && colleague.id !== signedIn.person && !colleague.isCustodian && (
              <Button kind="quiet" onClick={() => setAsked({ what: 'end', colleague })}>
                {t('access.end')}
                <span class="visually-hidden">
                  : <bdi>{colleague.name}</bdi>
                </span>
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
      {asked !== null && <AccessDialog {...props} asked={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

function AccessDialog(props: Props & { asked: Asked; onClose: () => void }) {
  const { view, session, asked, onClose } = props;
  const { task, change, leave } = useAccess(props);
  const asking = { task, working: t('access.working'), onCancel: onClose };
  switch (asked.what) {
    case 'give':
      return (
        <ColleagueDialog
          {...asking}
          title={t('access.give')}
          text={t('access.give.text')}
          none={t('access.give.none')}
          colleagues={view.colleagues.possible}
          onChoose={(to) => void change(() => session.cases.grant(view.id, to))}
        />
      );
    case 'end':
      return (
        <ConfirmDialog
          {...asking}
          title={t('access.end.title', { name: asked.colleague.name })}
          action={t('access.end')}
          onConfirm={() => void change(() => session.cases.endAccess(view.id, asked.colleague.id))}
        >
          <p>{t('access.end.text')}</p>
        </ConfirmDialog>
      );
    case 'leave': {
      const isAlone = view.colleagues.reading.filter(({ isCustodian }) => !isCustodian).length < 2;
      return (
        <ConfirmDialog
          {...asking}
          title={t('access.leave.title')}
          action={t('access.leave')}
          hindrance={isAlone ? t('access.leave.alone') : undefined}
          onConfirm={() => void leave()}
        >
          <p>{t('access.leave.text')}</p>
        </ConfirmDialog>
      );
    }
  }
}

function useAccess(props: Props & { onClose: () => void }) {
  const { view, session, onChanged, onLeft, onClose } = props;
  const task = useTask();
  const change = async (work: () => Promise<OpenCase>) => {
    const changed = await task.run(async () => {
      try {
        return await work();
      } catch (error) {
        // Whoever has gone is offered no longer.
        if (failureOf(error) === 'directory-changed') onChanged(await session.cases.open(view.id));
        throw error;
      }
    });
    if (changed === undefined) return;
    onChanged(changed);
    onClose();
  };
  const leave = async () => {
    const left = await task.run(async () => {
      await session.cases.recuse(view.id);
      return true;
    });
    if (!left) return;
    onClose();
    onLeft();
  };
  return { task, change, leave };
}
