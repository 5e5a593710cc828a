import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../../messages/messages.ts';
import { webAssemblyRuns } from '../../../sodium/runs.ts';
import { Heading } from '../../../parts/heading.tsx';
import { LoadError } from '../../../parts/load-error.tsx';
import { Progress } from '../../../parts/progress.tsx';
import { useTask } from './task.ts';

/** Looks at a one-time link, and at the browser, before anything is asked for. */
export function LinkCheck<T>(props: {
  kind: 'setup' | 'invitation';
  check: () => Promise<T>;
  onGood: (checked: T) => void;
}) {
  const { kind, check, onGood } = props;
  const [runs, setRuns] = useState<boolean | null>(null);
  const { failure, run } = useTask();

  const goodRef = useRef(onGood);
  useLayoutEffect(() => {
    goodRef.current = onGood;
  });

  const look = useCallback(async () => {
    const possible = await webAssemblyRuns();
    setRuns(possible);
    if (!possible) return;
    const checked = await run(check);
    if (checked !== undefined) goodRef.current(checked);
  }, [run, check]);
  useEffect(() => void look(), [look]);

  if (runs === false) {
    return (
      <>
        <Heading>{t(`link.${kind}.wasm.title`)}</Heading>
        <p>{t('setup.wasm.why')}</p>
        <p>{t('setup.wasm.link')}</p>
      </>
    );
  }
  if (failure === 'setup-refused') {
    return (
      <>
        <Heading>{t('setup.refused.title')}</Heading>
        <p>{t(`link.${kind}.refused.used`)}</p>
        <p>{t(`link.${kind}.refused.who`)}</p>
      </>
    );
  }
  return (
    <>
      <Heading>{t(`link.${kind}.title`)}</Heading>
      {failure === null ? (
        <Progress label={t('setup.checking')} />
      ) : (
        <LoadError text={t(`failure.${failure}`)} onRetry={() => void look()} />
      )}
    </>
  );
}
