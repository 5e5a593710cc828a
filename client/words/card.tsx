/**
 * `<WordsCard words />`: twelve numbered words, to be written down, printed or copied. They are English, and run from
 * left to right, on every page.
 */
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Copy } from '../parts/copy.tsx';

export function WordsCard({ words }: { words: readonly string[] }) {
  return (
    <section class="words-card" aria-label={t('words.label')}>
      <ol class="words" lang="en" dir="ltr">
        {words.map((word, i) => (
          <li key={i}>{word}</li>
        ))}
      </ol>
      <div class="actions">
        <Button kind="secondary" onClick={() => print()}>
          {t('words.print')}
        </Button>
        <Copy
          text={words.join(' ')}
          name={t('words.copy')}
          done={t('words.copied')}
          failed={t('words.notCopied')}
        />
      </div>
    </section>
  );
}
