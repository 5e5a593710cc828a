import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../messages/messages.ts';
import { webAssemblyRuns } from '../sodium/load.ts';
import { Button } from '../parts/button.tsx';
import { Heading } from '../parts/heading.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTask } from './task.ts';

/** Looks at the link, and at the browser, before anything is asked for. */
export function SetupLink<T>({ check, onGood }: { check: () => Promise<T>; onGood: (checked: T) => void }) {
  const [runs, setRuns] = useState<boolean | null>(null);
  const { failure, run } = useTask();

  const good = useRef(onGood);
  good.current = onGood;

  const look = useCallback(async () => {
    const possible = await webAssemblyRuns();
    setRuns(possible);
    if (!possible) return;
    const checked = await run(check);
    if (checked !== undefined) good.current(checked);
  }, [run, check]);
  useEffect(() => void look(), [look]);

  if (runs === false) {
    return (
      <>
        <Heading>{t('setup.wasm.title')}</Heading>
        <p>{t('setup.wasm.why')}</p>
        <p>{t('setup.wasm.link')}</p>
      </>
    );
  }
  if (failure === 'setup-refused') {
    return (
      <>
        <Heading>{t('setup.refused.title')}</Heading>
        <p>{t('setup.refused.used')}</p>
        <p>{t('setup.refused.who')}</p>
      </>
    );
  }
  return (
    <>
      <Heading>{t('setup.title')}</Heading>
      {failure === null ? (
        <p role="status">{t('setup.checking')}</p>
      ) : (
        <Notice kind="danger" title={t('failure.title')}>
          <p>{t(`failure.${failure}`)}</p>
          <Button kind="secondary" onClick={() => void look()}>
            {t('app.tryAgain')}
          </Button>
        </Notice>
      )}
    </>
  );
}
