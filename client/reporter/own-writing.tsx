/** Answering, and adding facts. What was typed stays until the server has confirmed it. */
import { useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../failure.ts';
import { t } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Radios } from '../parts/radios.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { MOST_TEXT } from './draft.ts';
import { FailureNotice } from './failure-notice.tsx';
import type { Lock } from './lock.ts';
import type { OwnView } from './own-case.ts';

type Kind = 'message' | 'facts';

export function OwnWriting(props: {
  lock: Lock;
  text: string;
  onText: (text: string) => void;
  onView: (view: OwnView) => void;
}) {
  const { lock, text, onText, onView } = props;
  const [kind, setKind] = useState<Kind>('message');
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);

  const send = async () => {
    const found = problemOf(text);
    setProblem(found);
    setSent(false);
    if (found !== undefined || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const session = await lock.start();
      if (session === null) return;
      onView(await session.write(kind, text));
      onText('');
      setSent(true);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="writing"
      noValidate
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h2>{t('own.write')}</h2>
      <Radios
        id="kind"
        legend={t('own.write.kind')}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        options={[
          { value: 'message', label: t('own.write.message') },
          { value: 'facts', label: t('own.write.facts') },
        ]}
      />
      <TextArea
        id="text"
        label={t('own.write.label')}
        value={text}
        onInput={onText}
        rows={5}
        most={MOST_TEXT}
        error={problem}
      />
      {failure !== null && (
        <FailureNotice failure={failure}>
          <p>{t('own.write.failed')}</p>
        </FailureNotice>
      )}
      <output>{sent ? t('own.write.sent') : busy ? t('own.write.sending') : ''}</output>
      <div class="actions">
        <Button type="submit" busy={busy}>
          {t('own.write.send')}
        </Button>
      </div>
    </form>
  );
}

function problemOf(text: string): string | undefined {
  if (text.trim() === '') return t('own.write.missing');
  return text.length > MOST_TEXT ? t('own.write.long', { most: MOST_TEXT }) : undefined;
}
