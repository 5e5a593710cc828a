/** The twelve words of the person somebody reported for, to be handed over. */
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { WordsCard } from '../../../words/card.tsx';
import { PrintedWords } from './receipt.tsx';
import { Screen } from '../frame/screen.tsx';
import type { Receipt } from '../../worker/session.ts';

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
