/** Coming back: twelve words open the case. */
import { useEffect, useState } from 'preact/hooks';
import type { CaseView } from '../case/view.ts';
import { failureOf, type FailureCode } from '../failure.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { WordsField } from '../parts/words-field.tsx';
import { FailureNotice } from './failure-notice.tsx';
import type { Lock } from './lock.ts';
import { Screen } from './screen.tsx';
import type { WordsState } from './session.ts';

/** Milliseconds without a key pressed after which words are checked. */
const PAUSE = 250;

const COUNT = 12;

export function ReturnPage(props: {
  lock: Lock;
  onBack: (() => void) | undefined;
  onOpened: (view: CaseView) => void;
}) {
  const { lock, onBack, onOpened } = props;
  const { start } = lock;
  const [words, setWords] = useState('');
  const [state, setState] = useState<WordsState>({ state: 'count', found: 0 });
  const [asked, setAsked] = useState(false);
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);

  useEffect(() => void start(), [start]);
  useEffect(() => {
    let stale = false;
    const check = async () => {
      const session = await start();
      const found = await session?.checkWords(words);
      if (!stale && found !== undefined) setState(found);
    };
    const waiting = setTimeout(() => void check(), PAUSE);
    return () => {
      stale = true;
      clearTimeout(waiting);
    };
  }, [words, start]);

  const submit = async () => {
    setAsked(true);
    setFailure(null);
    setOpening(true);
    try {
      const session = await start();
      if (session === null) return;
      const found = await session.checkWords(words);
      setState(found);
      if (found.state === 'complete') onOpened(await session.open(words));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setOpening(false);
    }
  };

  const problem = asked ? problemOf(state, words) : undefined;
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
      <WordsField id="words" hint={t('return.hint')} value={words} onInput={setWords} error={problem} />
      <div aria-live="polite">
        {problem === undefined && <p>{sentence(state, words)}</p>}
        {state.state === 'unknown' && !stillTyping(state, words) && (
          <Suggestions state={state} onUse={(word) => setWords(replaceWord(words, state.position, word))} />
        )}
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

type Unknown = Extract<WordsState, { state: 'unknown' }>;

function Suggestions({ state, onUse }: { state: Unknown; onUse: (word: string) => void }) {
  if (state.suggestions.length === 0) return null;
  return (
    <>
      <p>{t('return.suggestions')}</p>
      <div class="actions">
        {state.suggestions.map((word) => (
          <Button
            key={word}
            kind="secondary"
            label={t('return.use', { word: word, position: state.position })}
            onClick={() => onUse(word)}
          >
            {word}
          </Button>
        ))}
      </div>
    </>
  );
}

/** The word at the end may not be finished. */
function stillTyping(state: Unknown, words: string): boolean {
  return state.typed.length < 4 && words.normalize('NFKD').toLowerCase().endsWith(state.typed);
}

function sentence(state: WordsState, words: string): string {
  switch (state.state) {
    case 'complete':
    case 'checksum':
      return t(`return.${state.state}`);
    case 'unknown':
      return stillTyping(state, words)
        ? t('return.count', { found: state.position - 1 })
        : t('return.unknown', { position: state.position, typed: state.typed });
    case 'count':
      return t(state.found > COUNT ? 'return.many' : 'return.count', { found: state.found });
  }
}

function problemOf(state: WordsState, words: string): string | undefined {
  if (state.state === 'complete') return undefined;
  if (words.trim() === '') return t('return.missing');
  return sentence(state, words);
}

/** @param position from 1, counted as the session counts */
function replaceWord(words: string, position: number, word: string): string {
  let at = 0;
  return words.normalize('NFKD').replace(/\p{L}+/gu, (piece) => (++at === position ? word : piece));
}
