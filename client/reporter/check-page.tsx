import { toBase64url } from '../../crypto/base64url.ts';
import type { Directory, Door } from '../../server/api/directory.ts';
import type { FailureCode } from '../failure.ts';
import { inLanguage } from '../messages/languages.ts';
import { currentLanguage, formatList, t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { SummaryList } from '../parts/summary-list.tsx';
import type { Draft } from './draft.ts';
import { custodiansAt } from '../directory.ts';
import { custodiansLeft } from './identity-page.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { questionText } from './question-text.ts';
import type { Lock } from './lock.ts';
import { readersLeft } from './readers-page.tsx';
import { Screen } from './screen.tsx';

export function CheckPage(props: {
  directory: Directory;
  door: Door;
  draft: Draft;
  lock: Lock;
  pinned: boolean;
  failure: FailureCode | null;
  onChange: (step: 'doors' | 'readers' | 'behalf' | 'identity' | 'write' | 'questions') => void;
  onBack: (() => void) | undefined;
  onSend: () => void;
}) {
  const { directory, door, draft, lock, pinned, failure, onChange, onBack, onSend } = props;
  const out = directory.people.filter((person) => draft.leftOut.includes(toBase64url(person.id)));
  const rows = [
    ...(directory.doors.length === 1
      ? []
      : [
          {
            label: t('check.door'),
            value: inLanguage(door.title, currentLanguage()),
            onChange: () => onChange('doors'),
          },
        ]),
    {
      label: t('check.readers'),
      value: names(readersLeft(directory, door, draft.leftOut).people),
      onChange: () => onChange('readers'),
    },
    ...(out.length === 0
      ? []
      : [
          {
            label: t('check.leftOut'),
            value: names(out),
            onChange: () => onChange('readers'),
          },
        ]),
    {
      label: t('check.behalf'),
      value:
        draft.behalf !== 'self' && draft.second
          ? `${t(`behalf.${draft.behalf}`)}\n${t('check.second')}`
          : t(`behalf.${draft.behalf}`),
      onChange: () => onChange('behalf'),
    },
    ...(custodiansAt(directory, door).length === 0
      ? []
      : [
          {
            label: t('check.identity'),
            value: draft.named
              ? [
                  draft.name.trim(),
                  draft.contact.trim(),
                  t('check.identity.sealed', {
                    names: names(custodiansLeft(directory, door, draft.leftOut)),
                  }),
                ]
                  .filter((line) => line !== '')
                  .join('\n')
              : t('identity.anonymous'),
            onChange: () => onChange('identity'),
          },
        ]),
    {
      label: t('check.text'),
      value: draft.text,
      onChange: () => onChange('write'),
    },
    ...door.questions.map((question) => ({
      label: questionText(question, door),
      value: draft.answers[question.id] || t('questions.none'),
      onChange: () => onChange('questions'),
    })),
  ];
  return (
    <Screen title={t('check.title')} onBack={onBack}>
      {failure !== null && (
        <Notice kind="danger" title={t('check.failed')}>
          <p>{t(`failure.${failure}`)}</p>
          <p>{t('check.failed.again')}</p>
          <Button onClick={onSend}>{t('app.tryAgain')}</Button>
        </Notice>
      )}
      {lock.state.at === 'failed' && (
        <Notice kind="danger">
          <p>{t('check.startFailed')}</p>
          <Button onClick={onSend}>{t('app.tryAgain')}</Button>
        </Notice>
      )}
      {failure === null && <p>{t('check.lead')}</p>}
      <SummaryList rows={rows} />
      <Fingerprint words={lock.state.at === 'ready' ? lock.state.fingerprint : null} pinned={pinned} />
      <div class="actions">
        <Button onClick={onSend}>
          {t(failure === null && lock.state.at !== 'failed' ? 'check.send' : 'app.tryAgain')}
        </Button>
      </div>
      <output>{lock.state.at === 'starting' ? t('check.starting') : ''}</output>
    </Screen>
  );
}

function names(people: readonly { name: string }[]): string {
  return formatList(people.map((person) => person.name));
}
