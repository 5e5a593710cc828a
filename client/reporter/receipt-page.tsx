/** The twelve words, which are shown when the server has confirmed and not before. */
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { WordsCard } from '../parts/words-card.tsx';
import { isolate } from './isolate.ts';
import { Screen } from './screen.tsx';
import type { Receipt } from './session.ts';

export function ReceiptPage({ receipt, onNext }: { receipt: Receipt; onNext: () => void }) {
  const address = location.origin + location.pathname;
  return (
    <>
      <Screen title={t('receipt.title')}>
        <Notice kind="warning">{t('receipt.why')}</Notice>
        <WordsCard words={receipt.words} />
        <p>{t('receipt.keep')}</p>
        <p>{t('receipt.english')}</p>
        <div class="actions">
          <Button onClick={onNext}>{t('receipt.next')}</Button>
        </div>
      </Screen>
      <section class="print-only">
        <h1>{t('receipt.print.title')}</h1>
        <ol lang="en" dir="ltr">
          {receipt.words.map((word, i) => (
            <li key={i}>{word}</li>
          ))}
        </ol>
        <p>{t('receipt.print.reference', { reference: isolate(receipt.reference) })}</p>
        <p>{t('receipt.print.back', { address: isolate(address) })}</p>
        <p>{t('receipt.print.careful')}</p>
      </section>
    </>
  );
}
