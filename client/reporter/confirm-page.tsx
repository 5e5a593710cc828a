import { useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Screen } from './screen.tsx';

export function ConfirmPage(props: { words: readonly string[]; onShow: () => void; onDone: () => void }) {
  const { words, onShow, onDone } = props;
  const [positions] = useState(() => twoOf(words.length));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [asked, setAsked] = useState(false);
  const problemOf = (position: number) => {
    const word = (typed[position] ?? '').trim().toLowerCase();
    if (word === '') return t('confirm.missing', { number: position });
    return matches(word, words[position - 1] ?? '') ? undefined : t('confirm.wrong', { number: position });
  };
  const problems = positions
    .map((position) => ({ id: `word-${position}`, text: problemOf(position) }))
    .filter((found): found is { id: string; text: string } => found.text !== undefined);
  return (
    <Screen
      title={t('confirm.title')}
      onBack={onShow}
      problems={asked ? problems : []}
      onSubmit={() => {
        setAsked(true);
        if (problems.length === 0) onDone();
      }}
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
      <div class="actions">
        <Button type="submit">{t('step.continue')}</Button>
        <Button kind="secondary" onClick={onShow}>
          {t('confirm.show')}
        </Button>
      </div>
    </Screen>
  );
}

/** Letters that tell every word of the list from every other. */
const PREFIX = 4;

function matches(typed: string, word: string): boolean {
  return typed === word || (typed.length >= PREFIX && word.startsWith(typed));
}

/** Two positions from 1, in rising order. */
function twoOf(count: number): number[] {
  const first = Math.floor(Math.random() * count);
  const step = 1 + Math.floor(Math.random() * (count - 1));
  return [first, (first + step) % count].sort((a, b) => a - b).map((i) => i + 1);
}
