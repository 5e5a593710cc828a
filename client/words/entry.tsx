/**
 * `<WordsEntry id value onInput={(text) => …} check={(text) => …} label hint error />`
 *
 * Twelve words that are typed or pasted, with what is right or wrong with them while typing pauses: a slip is named,
 * and its likely mend is one press away. `check` asks nobody; it gives undefined while it can't tell yet.
 */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import type { WordsState } from './state.ts';
import { Button } from '../parts/button.tsx';
import { WordsField } from './field.tsx';

/** Milliseconds without a key pressed after which words are checked. */
const PAUSE = 250;

const COUNT = 12;

export function WordsEntry(props: {
  id: string;
  value: string;
  onInput: (text: string) => void;
  check: (words: string) => Promise<WordsState | undefined>;
  label?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
}) {
  const { check, value, error, onInput } = props;
  const [state, setState] = useState<WordsState>({ state: 'count', found: 0 });
  useEffect(() => {
    let stale = false;
    const look = async () => {
      const found = await check(value).catch(() => undefined);
      if (!stale && found !== undefined) setState(found);
    };
    const waiting = setTimeout(() => void look(), PAUSE);
    return () => {
      stale = true;
      clearTimeout(waiting);
    };
  }, [value, check]);
  return (
    <>
      <WordsField {...props} />
      <div aria-live="polite">
        {error === undefined && <p>{sentence(state, value)}</p>}
        {state.state === 'unknown' && !stillTyping(state, value) && (
          <Suggestions
            state={state}
            onUse={(word) => onInput(value.slice(0, state.start) + word + value.slice(state.end))}
          />
        )}
      </div>
    </>
  );
}

/** What is to be put right before these words can be used; undefined for twelve right ones. */
export function wordsProblem(state: WordsState, words: string): string | undefined {
  if (state.state === 'complete') return undefined;
  return words.trim() === '' ? t('words.missing') : sentence(state, words);
}

type Unknown = Extract<WordsState, { state: 'unknown' }>;

function Suggestions({ state, onUse }: { state: Unknown; onUse: (word: string) => void }) {
  if (state.suggestions.length === 0) return null;
  return (
    <>
      <p>{t('words.suggestions')}</p>
      <div class="actions">
        {state.suggestions.map((word) => (
          <Button
            key={word}
            kind="secondary"
            label={t('words.use', { word, position: state.position })}
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
  return state.typed.length < 4 && state.end === words.length;
}

function sentence(state: WordsState, words: string): string {
  switch (state.state) {
    case 'complete':
    case 'checksum':
      return t(`words.${state.state}`);
    case 'unknown':
      return stillTyping(state, words)
        ? t('words.count', { found: state.position - 1 })
        : t('words.unknown', { position: state.position, typed: state.typed });
    case 'count':
      return t(state.found > COUNT ? 'words.many' : 'words.count', { found: state.found });
  }
}
