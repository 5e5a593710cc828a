import { useState } from 'preact/hooks';
import { isTypedBack } from '../../../../crypto/typed-words.ts';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { twoPositions } from '../../../words/type-back.ts';
import { FailureNotice } from '../frame/failure-notice.tsx';
import { Screen } from '../frame/screen.tsx';

export function ConfirmPage(props: {
  title: string;
  words: readonly string[];
  onShow: () => void;
  onDone: () => void;
  /** Opens the case, to add files to it. */
  onFiles?: (() => Promise<void>) | undefined;
}) {
  const { title, words, onShow, onDone, onFiles } = props;
  const { busy, failure, run } = useWork();
  const [positions] = useState(() => twoPositions(words.length));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [asked, setAsked] = useState(false);
  const problemOf = (position: number) => {
    const word = typed[position] ?? '';
    if (word.trim() === '') return t('confirm.missing', { number: position });
    return isTypedBack(word, words, position) ? undefined : t('confirm.wrong', { number: position });
  };
  const problems = positions
    .map((position) => ({ id: `word-${position}`, text: problemOf(position) }))
    .filter((found): found is { id: string; text: string } => found.text !== undefined);
  const check = (then: () => void) => {
    // While the case is opened nothing else ends what opens it.
    if (busy) return;
    setAsked(true);
    if (problems.length === 0) then();
  };
  return (
    <Screen
      title={title}
      onBack={busy ? undefined : onShow}
      problems={asked ? problems : []}
      onSubmit={() => check(onDone)}
    >
      <p>{t('confirm.hint')}</p>
      {positions.map((position) => (
        <TextField
          key={position}
          id={`word-${position}`}
          label={t('confirm.word', { number: position })}
          value={typed[position] ?? ''}
          onInput={(text) => setTyped({ ...typed, [position]: text })}
          error={asked ? problemOf(position) : undefined}
        />
      ))}
      {failure !== null && <FailureNotice failure={failure} />}
      <div aria-live="polite">{busy && <p>{t('return.opening')}</p>}</div>
      <Onward busy={busy} onFiles={onFiles && (() => check(() => void run(onFiles)))} onShow={onShow} />
    </Screen>
  );
}

function Onward(props: { busy: boolean; onFiles: (() => void) | undefined; onShow: () => void }) {
  const { busy, onFiles, onShow } = props;
  return (
    <div class="actions">
      <Button type="submit" busy={busy}>
        {t('step.continue')}
      </Button>
      {onFiles !== undefined && (
        <Button kind="secondary" busy={busy} onClick={onFiles}>
          {t('confirm.files')}
        </Button>
      )}
      <Button kind="secondary" busy={busy} onClick={onShow}>
        {t('confirm.show')}
      </Button>
    </div>
  );
}

function useWork() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(failureOf(error));
    }
    setBusy(false);
  };
  return { busy, failure, run };
}
