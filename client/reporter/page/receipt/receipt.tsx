/** The twelve words, which are shown when the server has confirmed and not before. */
import { t } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Notice } from '../../../parts/notice.tsx';
import { WordsCard } from '../../../words/card.tsx';
import { Screen } from '../frame/screen.tsx';
import type { Receipt } from '../../worker/session.ts';

export function ReceiptPage({ receipt, onNext }: { receipt: Receipt; onNext: () => void }) {
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
      <PrintedWords {...receipt} />
    </>
  );
}

/** What comes out of a printer: the words, and how to come back with them. */
export function PrintedWords({ words, reference }: Pick<Receipt, 'words' | 'reference'>) {
  const address = location.origin + location.pathname;
  return (
    <section class="print-only">
      <h1>{t('receipt.print.title')}</h1>
      <ol lang="en" dir="ltr">
        {words.map((word, i) => (
          <li key={i}>{word}</li>
        ))}
      </ol>
      <p>{t('receipt.print.reference', { reference: reference })}</p>
      <p>{t('receipt.print.back', { address: address })}</p>
      <p>{t('receipt.print.careful')}</p>
    </section>
  );
}
