import { toBase64url } from '../../../../crypto/base64url.ts';
import type { Directory, Door } from '../../../../server/api/directory.ts';
import type { FailureCode } from '../../../calls/failure.ts';
import { isolate } from '../../../messages/isolate.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { currentLanguage, formatList, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Copy } from '../../../parts/copy.tsx';
import { Facts } from '../../../parts/facts.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { SummaryList } from '../../../parts/summary-list.tsx';
import { typedIn, type Draft } from './draft.ts';
import { unaskedAt } from './unasked.ts';
import { unfitOf } from './unfit.ts';
import { custodiansLeft, readersLeft } from '../../../directory/choice.ts';
import { custodiansAt } from '../../../directory/directory.ts';
import { isAccusing } from '../frame/failure-notice.tsx';
import { Fingerprint } from '../frame/fingerprint.tsx';
import { questionText } from './question-text.ts';
import type { Guard } from '../frame/guard.ts';
import { YourRights } from '../frame/rights.tsx';
import { Screen } from '../frame/screen.tsx';
import type { Looked } from '../look/looked.ts';
import { LookSection } from '../look/section.tsx';

interface Props {
  directory: Directory;
  door: Door;
  draft: Draft;
  guard: Guard;
  pinned: boolean;
  failure: FailureCode | null;
  onChange: (step: 'doors' | 'readers' | 'behalf' | 'identity' | 'write' | 'questions') => void;
  /** Puts answers to what is not asked here at the end of the text. */
  onUnasked: () => void;
  onBack: (() => void) | undefined;
  onSend: () => void;
}

export function CheckPage(props: Props) {
  const { directory, door, draft, guard, pinned, failure, onChange, onUnasked, onBack } = props;
  // What cannot be sealed as it is, is put right where it was written.
  const unfit = unfitOf(draft, directory, door);
  const onSend = () => (unfit[0] === undefined ? props.onSend() : onChange(unfit[0].step));
  const unasked = unaskedAt(draft, door);
  return (
    <Screen title={t('check.title')} onBack={onBack}>
      {failure !== null && <Failed draft={draft} failure={failure} onSend={onSend} />}
      {unfit.length > 0 && (
        <Notice kind="warning" title={t('check.unfit')}>
          {unfit.map(({ step, text }) => (
            <p key={`${step} ${text}`}>{text}</p>
          ))}
          <Button kind="secondary" onClick={onSend}>
            {t('app.change')}
          </Button>
        </Notice>
      )}
      {unasked.length > 0 && (
        <Notice kind="warning" title={t('check.unasked')}>
          <p>{t('check.unasked.why')}</p>
          <Facts facts={unasked.map(({ question, answer }) => ({ label: question, value: answer }))} />
          <Button kind="secondary" onClick={onUnasked}>
            {t('check.unasked.add')}
          </Button>
        </Notice>
      )}
      {guard.state.at === 'failed' && guard.state.failure !== 'outdated' && (
        <Notice kind="danger">
          <p>{t('check.startFailed')}</p>
          <p>{t(`failure.${guard.state.failure}`)}</p>
          <Button onClick={onSend}>{t('app.tryAgain')}</Button>
        </Notice>
      )}
      {(failure !== null || guard.state.at === 'failed') && <YourRights />}
      {failure === null && <p>{t('check.lead')}</p>}
      <SummaryList rows={rowsOf(props)} />
      <LookSection heading="h2" texts={textsOf(props)} name={draft.name} again />
      <Fingerprint words={guard.state.at === 'ready' ? guard.state.fingerprint : null} pinned={pinned} />
      <div class="actions">
        <Button onClick={onSend}>
          {t(failure === null && guard.state.at !== 'failed' ? 'check.send' : 'app.tryAgain')}
        </Button>
      </div>
      <output>{guard.state.at === 'starting' ? t('check.starting') : ''}</output>
    </Screen>
  );
}

function Failed({ draft, failure, onSend }: { draft: Draft; failure: FailureCode; onSend: () => void }) {
  return (
    <Notice kind="danger" title={t('check.failed')}>
      <p>{t(`failure.${failure}`)}</p>
      <p>{t(isAccusing(failure) ? 'check.distrust' : 'check.failed.again')}</p>
      <div class="actions">
        <Button onClick={onSend}>{t('app.tryAgain')}</Button>
        <Copy text={typedIn(draft).join('\n\n')} />
      </div>
    </Notice>
  );
}

/** What the writer put into words. */
function textsOf({ door, draft, onChange }: Props): Looked[] {
  const report = {
    id: 'report',
    label: t('check.text'),
    text: draft.text,
    onChange: () => onChange('write'),
  };
  const answers = answeredIn(draft, door).map((question) => ({
    id: question.id,
    label: questionText(question, door),
    text: draft.answers[question.id]!,
    onChange: () => onChange('questions'),
  }));
  return [report, ...answers];
}

function answeredIn(draft: Draft, door: Door) {
  return door.questions.filter(({ id }) => (draft.answers[id] ?? '').trim() !== '');
}

type Row = Parameters<typeof SummaryList>[0]['rows'][number];

/** Everything that is about to be sent, each with the screen it is changed on. */
function rowsOf({ directory, door, draft, onChange }: Props): Row[] {
  type Step = Parameters<typeof onChange>[0];
  const row = (label: string, value: string, step: Step, isTyped = false): Row => ({
    label,
    value,
    isTyped,
    onChange: () => onChange(step),
  });
  const out = directory.people.filter((person) => draft.leftOut.includes(toBase64url(person.id)));
  const answered = answeredIn(draft, door);
  const unanswered = door.questions.length - answered.length;
  const rows = [
    directory.doors.length > 1 && row(t('check.door'), inLanguage(door.title, currentLanguage()), 'doors'),
    row(t('check.readers'), names(readersLeft(directory, door, draft.leftOut).people), 'readers'),
    out.length > 0 && row(t('check.leftOut'), names(out), 'readers'),
    row(t('check.behalf'), behalfText(draft), 'behalf'),
    custodiansAt(directory, door).length > 0 &&
      row(t('check.identity'), identityText({ directory, door, draft }), 'identity'),
    row(t('check.text'), draft.text, 'write', true),
    ...answered.map((question) =>
      row(questionText(question, door), draft.answers[question.id]!, 'questions', true),
    ),
    unanswered > 0 &&
      row(t('check.unanswered'), t('check.unanswered.count', { count: unanswered }), 'questions'),
  ];
  return rows.filter((one) => one !== false);
}

function behalfText({ behalf, second }: Draft): string {
  const whose = t(`behalf.${behalf}`);
  return behalf !== 'self' && second ? `${whose}\n${t('check.second')}` : whose;
}

function identityText({ directory, door, draft }: Pick<Props, 'directory' | 'door' | 'draft'>): string {
  if (!draft.named) return t('identity.anonymous');
  const custodians = names(custodiansLeft(directory, door, draft.leftOut));
  const given = [draft.name.trim(), draft.contact.trim()].map((one) => (one === '' ? '' : isolate(one)));
  const lines = [...given, t('check.identity.sealed', { names: custodians })];
  return lines.filter((line) => line !== '').join('\n');
}

function names(people: readonly { name: string }[]): string {
  return formatList(people.map((person) => person.name));
}
