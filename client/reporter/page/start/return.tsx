/** Coming back: twelve words open the case. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../../calls/failure.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { WordsEntry, wordsProblem } from '../../../words/entry.tsx';
import { FailureNotice } from '../frame/failure-notice.tsx';
import { YourRights } from '../frame/rights.tsx';
import type { Guard } from '../frame/guard.ts';
import { Screen } from '../frame/screen.tsx';
import { openOwn, type Opened } from './opening.ts';

export function ReturnPage(props: {
  guard: Guard;
  onBack: (() => void) | undefined;
  onOpened: (opened: Opened) => void;
}) {
  const { guard, onBack, onOpened } = props;
  const { words, type, problem, check, opening, failure, submit } = useReturn(guard, onOpened);
  return (
    <Screen
      title={t('return.title')}
      onBack={onBack}
      problems={problem === undefined || opening ? [] : [{ id: 'words', text: problem }]}
      onSubmit={() => void submit()}
    >
      {failure === 'not-found' && (
        <>
          <Notice kind="warning">{t('return.notFound')}</Notice>
          <YourRights />
        </>
      )}
      {failure !== null && failure !== 'not-found' && <FailureNotice failure={failure} />}
      {guard.state.at === 'failed' && guard.state.failure !== 'outdated' && (
        <Notice kind="danger">
          <p>{t('return.startFailed')}</p>
          <p>{t(`failure.${guard.state.failure}`)}</p>
        </Notice>
      )}
      {guard.state.at === 'failed' && <YourRights />}
      <WordsEntry
        id="words"
        hint={t('return.hint')}
        value={words}
        error={problem}
        check={check}
        onInput={type}
      />
      <div aria-live="polite">
        {guard.state.at === 'starting' && <p>{t('return.starting')}</p>}
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

function useReturn(guard: Guard, onOpened: (opened: Opened) => void) {
  const { start } = guard;
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
      if (found !== undefined) return;
      onOpened(await openOwn(session, words));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setOpening(false);
    }
  };
  return { words, type, problem, check, opening, failure, submit };
}
