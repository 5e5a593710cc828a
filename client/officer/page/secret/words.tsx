/** The recovery words: shown, written down, and two of them typed back. */
import { useState } from 'preact/hooks';
import { isTypedBack } from '../../../../crypto/typed-words.ts';
import { formatNumber, t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { ErrorSummary } from '../../../parts/error-summary.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { WordsCard } from '../../../words/card.tsx';
import { twoPositions } from '../../../words/type-back.ts';
import { Step, type StepPlace } from '../frame/step.tsx';

export function SetupWords(props: { words: readonly string[]; place: StepPlace; onNext: () => void }) {
  const { words, place } = props;
  const [kept, setKept] = useState(false);
  if (kept) return <TypeBack {...props} onShow={() => setKept(false)} />;
  return (
    <Step title={t('setup.words.title')} place={place}>
      <Notice kind="warning">{t('setup.words.why')}</Notice>
      <WordsCard words={words} />
      <p>{t('setup.words.keep')}</p>
      <div class="actions">
        <Button onClick={() => setKept(true)}>{t('setup.words.kept')}</Button>
      </div>
      <section class="print-only">
        <h1>{t('setup.words.title')}</h1>
        <ol lang="en" dir="ltr">
          {words.map((word, i) => (
            <li key={i}>{word}</li>
          ))}
        </ol>
        <p>{t('setup.words.why')}</p>
      </section>
    </Step>
  );
}

function TypeBack(props: {
  words: readonly string[];
  place: StepPlace;
  onNext: () => void;
  onShow: () => void;
}) {
  const { words, place, onNext, onShow } = props;
  const [positions] = useState(() => twoPositions(words.length));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [tried, setTried] = useState(false);
  const wrong = positions.filter((at) => !isTypedBack(typed[at] ?? '', words, at));
  const error = (at: number) => t('setup.words.wrong', { number: formatNumber(at) });
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (wrong.length === 0) onNext();
  };
  return (
    <Step title={t('setup.words.back')} place={place} onBack={onShow}>
      <form noValidate autocomplete="off" onSubmit={submit}>
        <ErrorSummary errors={tried ? wrong.map((at) => ({ field: `word-${at}`, text: error(at) })) : []} />
        <p>{t('setup.words.typed')}</p>
        {positions.map((at) => (
          <TextField
            key={at}
            id={`word-${at}`}
            label={t('setup.words.number', { number: formatNumber(at) })}
            value={typed[at] ?? ''}
            error={tried && wrong.includes(at) ? error(at) : undefined}
            onInput={(value) => setTyped({ ...typed, [at]: value })}
          />
        ))}
        <div class="actions">
          <Button type="submit">{t('setup.next')}</Button>
          <Button kind="secondary" onClick={onShow}>
            {t('setup.words.show')}
          </Button>
        </div>
      </form>
    </Step>
  );
}
