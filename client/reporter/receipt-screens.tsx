/** After sending: the words, typed back; those of the person a report is for; and what comes next. */
import { t } from '../messages/messages.ts';
import { ConfirmPage } from './page/receipt/confirm.tsx';
import { DonePage } from './page/receipt/done.tsx';
import { ReceiptPage } from './page/receipt/receipt.tsx';
import { SecondPage } from './page/receipt/second.tsx';
import { openOwn, type Opened } from './page/start/opening.ts';
import { endSession, type ScreenProps } from './screens.ts';
import type { Receipt } from './worker/session.ts';

export function ReceiptScreens(
  props: ScreenProps & {
    receipt: Receipt;
    onReceipt: (receipt: Receipt | null) => void;
    /** The case that was just reported is open. */
    onOpened: (opened: Opened) => void;
  },
) {
  const { directory, guard, steps, receipt, onReceipt, onOpened } = props;
  const { second } = receipt;
  if (steps.now === 'receipt') return <ReceiptPage receipt={receipt} onNext={() => steps.go('confirm')} />;
  if (steps.now === 'confirm') {
    const done = () => {
      onReceipt({ ...receipt, words: [] });
      steps.settle(second === null ? 'done' : 'second');
      void endSession(guard);
    };
    const openFiles = async () => {
      const session = await guard.start();
      if (session !== null) onOpened(await openOwn(session, receipt.words.join(' ')));
    };
    return (
      <ConfirmPage
        key="own"
        title={t('confirm.title')}
        words={receipt.words}
        onShow={steps.back}
        onDone={done}
        // Words that are for somebody else come first.
        onFiles={second === null ? openFiles : undefined}
      />
    );
  }
  if (steps.now === 'second' && second !== null) {
    return <SecondPage second={second} onNext={() => steps.go('second-confirm')} />;
  }
  if (steps.now === 'second-confirm' && second !== null) {
    const handed = () => {
      onReceipt({ ...receipt, second: null });
      steps.settle('done');
    };
    return (
      <ConfirmPage
        key="second"
        title={t('second.confirm')}
        words={second.words}
        onShow={steps.back}
        onDone={handed}
      />
    );
  }
  const again = () => {
    onReceipt(null);
    steps.settle('start');
  };
  return <DonePage receipt={receipt} policy={directory.policy} onAgain={again} />;
}
