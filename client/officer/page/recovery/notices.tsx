/** What the inbox says of ways in: requests to answer, one's own replaced, and nobody chosen yet. */
import { useEffect, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { addDays, utcToday } from '../../../case/kinds/days.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice, type NoticeKind } from '../../../parts/notice.tsx';
import type { CircleView } from '../../worker/recovery/circle.ts';
import type { RecoveriesView } from '../../worker/recovery/help.ts';
import { recordedText } from './record.tsx';
import type { LinkedSession } from '../frame/session-start.ts';

/** Days for which a person is told that their way in was replaced: longer than most are away. */
const TOLD_DAYS = 30;

interface Said {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title?: string;
  readonly text: string;
  /** What leads to the account. */
  readonly action: string;
  readonly mayHide: boolean;
}

/** @param hidden ids of what was hidden since signing in */
export function RecoveryNotices(props: { session: LinkedSession; hidden: Set<string>; onOpen: () => void }) {
  const { session, hidden, onOpen } = props;
  const [said, setSaid] = useState<readonly Said[]>([]);
  useEffect(() => {
    let isHere = true;
    // Each on its own: what hides one does not hide the other.
    const asked = [
      session.recoveries.view().then(recoveryNotices, failedNotice('requests', 'help.requests')),
      session.circle.view().then(helperNotices, failedNotice('helpers', 'circle.title')),
    ];
    void Promise.all(asked).then((said) => isHere && setSaid(said.flat()));
    return () => {
      isHere = false;
    };
  }, [session]);
  const hide = (id: string) => {
    hidden.add(id);
    setSaid(said.filter((one) => one.id !== id));
  };
  return (
    <>
      {said
        .filter(({ id }) => !hidden.has(id))
        .map(({ id, kind, title, text, action, mayHide }) => (
          <Notice key={id} kind={kind} title={title}>
            <p>{text}</p>
            <div class="actions">
              <Button kind="secondary" onClick={onOpen}>
                {action}
              </Button>
              {mayHide && (
                <Button kind="quiet" onClick={() => hide(id)}>
                  {t('circle.notice.later')}
                </Button>
              )}
            </div>
          </Notice>
        ))}
    </>
  );
}

/** The inbox says when the server is not there or nobody is signed in; these come with the next look at it. */
const SAID_ELSEWHERE: readonly FailureCode[] = ['offline', 'signed-out', 'locked'];

function failedNotice(id: string, title: 'help.requests' | 'circle.title') {
  return (error: unknown): Said[] => {
    const failure = failureOf(error);
    if (SAID_ELSEWHERE.includes(failure)) return [];
    const text = t(`failure.${failure}`);
    return [{ id, kind: 'danger', title: t(title), text, action: t('frame.account'), mayHide: true }];
  };
}

function recoveryNotices({ requests, record, day: serverDay }: RecoveriesView): Said[] {
  const device = utcToday();
  // By whichever clock is behind: neither a wrong one nor one that lies hides this.
  const since = addDays(device < serverDay ? device : serverDay, -TOLD_DAYS);
  const asked = requests
    .filter(({ approved }) => !approved)
    .map(({ id, isOwn, name }) => ({
      id,
      kind: 'warning' as const,
      text: isOwn ? t('help.notice.own') : t('help.notice', { name }),
      action: t('help.look'),
      mayHide: false,
    }));
  const replaced = record
    .filter(({ isOwn, kind, day }) => isOwn && kind === 'done' && day >= since)
    .map((one) => ({
      id: one.id,
      kind: 'info' as const,
      text: `${recordedText(one)} ${t('record.own.check')}`,
      action: t('frame.account'),
      mayHide: true,
    }));
  return [...asked, ...replaced];
}

function helperNotices({ chosen, redo, candidates, threshold }: CircleView): Said[] {
  if ((chosen !== null && redo === null) || candidates.length < threshold) return [];
  const text = t(chosen === null ? 'circle.notice' : 'circle.notice.redo');
  return [{ id: 'helpers', kind: 'info', text, action: t('circle.choose'), mayHide: true }];
}
