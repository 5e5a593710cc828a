/** `<Copy text name done failed />`: a button that copies, and says whether it did. */
import { useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { Button } from './button.tsx';

export function Copy(props: {
  text: string;
  name?: string | undefined;
  done?: string | undefined;
  failed?: string | undefined;
}) {
  const { text, name = t('copy.button'), done = t('copy.done'), failed = t('copy.failed') } = props;
  const [result, setResult] = useState<'none' | 'done' | 'failed'>('none');
  const copy = async () => {
    // Cleared first, so that the same result is said again.
    setResult('none');
    try {
      await navigator.clipboard.writeText(text);
      setResult('done');
    } catch {
      setResult('failed');
    }
  };
  return (
    <>
      <Button kind="secondary" onClick={() => void copy()}>
        {name}
      </Button>
      <output class="result">{result === 'none' ? '' : result === 'done' ? done : failed}</output>
    </>
  );
}
