/** Offers to record a voice message. Its code comes only for whoever asks. */
import { useRef, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../calls/failure.ts';
import { loadPart } from '../../calls/missing.ts';
import { t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { VoiceMessage } from '../../voice/page/message.tsx';
import type { Choosing } from './chosen.ts';

export function Voice({ choose }: { choose: Choosing['choose'] }) {
  const [loaded, setLoaded] = useState<{ readonly part: typeof VoiceMessage } | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const isBusyRef = useRef(false);
  const open = async () => {
    if (isBusyRef.current) return;
    isBusyRef.current = true;
    setFailure(null);
    try {
      const { VoiceMessage: part } = await loadPart(() => import('../../voice/page/message.tsx'));
      setLoaded({ part });
    } catch (error) {
      setFailure(failureOf(error));
    }
    isBusyRef.current = false;
  };
  const close = () => setLoaded(null);
  if (loaded !== null) {
    const Message = loaded.part;
    return (
      <Message
        onDone={(file) => {
          choose([file]);
          close();
        }}
        onClose={close}
      />
    );
  }
  return (
    <div class="actions">
      {failure !== null && <Notice kind="danger">{t(`failure.${failure}`)}</Notice>}
      <Button kind="quiet" onClick={() => void open()}>
        {t('voice.record')}
      </Button>
    </div>
  );
}
