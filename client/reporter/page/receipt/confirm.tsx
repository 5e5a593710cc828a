import { useState } from 'preact/hooks';
import { isTypedBack } from '../../../../crypto/typed-words.ts';
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { twoPositions } from '../../../words/type-back.ts';
import { Screen } from '../frame/screen.tsx';

export function ConfirmPage(props: {
  title: string;
  words: readonly string[];
  onShow: () => void;
  onDone: () => void;
}) {
  const { title, words, onShow, onDone } = props;
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
  return (
    <Screen
      title={title}
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
