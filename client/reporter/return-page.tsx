/** Coming back: twelve words open the case. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../failure.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { WordsEntry, wordsProblem } from '../parts/words-entry.tsx';
import { FailureNotice } from './failure-notice.tsx';
import type { Lock } from './lock.ts';
import type { OwnView } from './own-case.ts';
import { Screen } from './screen.tsx';

export function ReturnPage(props: {
  lock: Lock;
  onBack: (() => void) | undefined;
  onOpened: (view: OwnView) => void;
}) {
  const { lock, onBack, onOpened } = props;
  const { start } = lock;
  const [words, setWords] = useState('');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);

  useEffect(() => void start(), [start]);
  const check = useCallback(async (text: string) => (await start())?.checkWords(text), [start]);
  const type = (text: string) => {
    setWords(text);
    setProblem(undefined);
  };

  const submit = async () => {
    setFailure(null);
    setOpening(true);
    try {
      const session = await start();
      if (session === null) return;
      const found = wordsProblem(await session.checkWords(words), words);
      setProblem(found);
      if (found === undefined) onOpened(await session.open(words));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setOpening(false);
    }
  };

  return (
    <Screen
      title={t('return.title')}
      onBack={onBack}
      problems={problem === undefined || opening ? [] : [{ id: 'words', text: problem }]}
      onSubmit={() => void submit()}
    >
      {failure === 'not-found' && <Notice kind="warning">{t('return.notFound')}</Notice>}
      {failure !== null && failure !== 'not-found' && <FailureNotice failure={failure} />}
      {lock.state.at === 'failed' && <Notice kind="danger">{t('return.startFailed')}</Notice>}
      <WordsEntry
        id="words"
        hint={t('return.hint')}
        value={words}
        error={problem}
        check={check}
        onInput={type}
      />
      <div aria-live="polite">
        {lock.state.at === 'starting' && <p>{t('return.starting')}</p>}
        {opening && <p>{t('return.opening')}</p>}
      </div>
      <div class="actions">
        <Button type="submit" busy={opening}>
          {t('return.open')}
        </Button>
      </div>
    </Screen>
  );
}
