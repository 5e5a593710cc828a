/** The twelve words of the person somebody reported for, to be handed over. */
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { WordsCard } from '../parts/words-card.tsx';
import { PrintedWords } from './receipt-page.tsx';
import { Screen } from './screen.tsx';
import type { Receipt } from './session.ts';

export function SecondPage(props: { second: NonNullable<Receipt['second']>; onNext: () => void }) {
  const { second, onNext } = props;
  return (
    <>
      <Screen title={t('second.title')}>
        <Notice kind="warning">{t('second.why')}</Notice>
        <WordsCard words={second.words} />
        <p>{t('second.keep')}</p>
        <div class="actions">
          <Button onClick={onNext}>{t('second.next')}</Button>
        </div>
      </Screen>
      <PrintedWords {...second} />
    </>
  );
}
