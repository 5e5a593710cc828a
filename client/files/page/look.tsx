/** Looking at a file of the case here: got, judged by its octets, and shown in a document that is walled off. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { failureOf, type FailureCode } from '../../calls/failure.ts';
import type { CaseFile } from '../../case/fold/files.ts';
import { t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Progress } from '../../parts/progress.tsx';
import type { Judged, NotShown } from '../judging.ts';
import { LOOK_OCTETS, TEXT_OCTETS } from '../look-limits.ts';
import type { Keeping, Side } from './keeping.ts';
import { FileFailure, OfFile } from './name.tsx';
import { bytesText } from './size.ts';
import { Walled } from './walled.tsx';

type Looked =
  | { readonly is: 'getting'; readonly done: number }
  | { readonly is: 'failed'; readonly code: FailureCode | 'not-loaded' }
  | Judged;

/** All that was opened for it goes with it. */
export function Look(props: { side: Side; file: CaseFile; keeping: Keeping; onClose: () => void }) {
  const { side, file, keeping, onClose } = props;
  const looked = useLooked(file, keeping);
  const placeRef = useRef<HTMLElement>(null);
  useEffect(() => placeRef.current?.focus(), []);
  const close = (
    <Button kind="secondary" onClick={onClose}>
      {t('files.look.close')}
      <OfFile name={file.name} />
    </Button>
  );
  return (
    <section class="look" aria-label={t('files.look.of', { name: file.name })} tabIndex={-1} ref={placeRef}>
      {looked.is === 'getting' && (
        <Progress label={t('files.opening')} done={looked.done} total={file.size} />
      )}
      {looked.is === 'failed' &&
        (looked.code === 'not-loaded' ? (
          <Notice kind="danger">{t('files.look.not-loaded')}</Notice>
        ) : (
          <FileFailure code={looked.code} />
        ))}
      {looked.is === 'kept' && (
        <Notice kind="warning" title={t('files.look.kept')}>
          <p>{whyNot(looked.why)}</p>
        </Notice>
      )}
      {looked.is === 'shown' && (
        <>
          <p class="hint">{t(`files.look.note.${side}`)}</p>
          {looked.isCut && <p>{t('files.look.cut', { most: bytesText(TEXT_OCTETS) })}</p>}
          <Walled side={side} shown={looked} name={file.name} close={close} />
        </>
      )}
      {looked.is !== 'shown' && <div class="actions">{close}</div>}
    </section>
  );
}

function whyNot(why: NotShown): string {
  if (why === 'too-large') return t('files.look.kept.too-large', { most: bytesText(LOOK_OCTETS) });
  return t(`files.look.kept.${why}`);
}

function useLooked(file: CaseFile, keeping: Keeping): Looked {
  const [looked, setLooked] = useState<Looked>({ is: 'getting', done: 0 });
  // Once: a view of the case that is drawn anew does not ask for it again.
  const openRef = useRef(() => look(file, keeping, (done) => setLooked({ is: 'getting', done })));
  useEffect(() => {
    let isLeft = false;
    void openRef.current().then((result) => {
      if (!isLeft) setLooked(result);
    });
    return () => {
      isLeft = true;
    };
  }, []);
  return looked;
}

async function look(file: CaseFile, keeping: Keeping, onDone: (done: number) => void): Promise<Looked> {
  // Known before anything of it is asked for.
  if (file.size > LOOK_OCTETS) return { is: 'kept', why: 'too-large' };
  const judging = await import('../judging.ts').catch(() => null);
  if (judging === null) return { is: 'failed', code: 'not-loaded' };
  try {
    return await judging.judge(await keeping.open(file.id, onDone));
  } catch (error) {
    return { is: 'failed', code: failureOf(error) };
  }
}
