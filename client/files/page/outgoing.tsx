/** A file on its way: how far it is, stopped and gone on with, or taken away. */
import { t } from '../../messages/messages.ts';
import { Button } from '../../parts/button.tsx';
import { Progress } from '../../parts/progress.tsx';
import { FileFailure, FileName, OfFile } from './name.tsx';
import type { Outgoing, Sendings } from './sending.ts';
import { bytesText, timeLeft } from './size.ts';

export function OutgoingFile({ one, sendings }: { one: Outgoing; sendings: Sendings }) {
  const { id, file, original, state, done, failure } = one;
  const size = file.size + (original?.size ?? 0);
  const left = state === 'sending' ? timeLeft(one) : null;
  return (
    <li>
      <h3>
        <FileName name={file.name} />
      </h3>
      <p class="hint">{bytesText(size)}</p>
      {original !== null && <p>{t('files.original.goes')}</p>}
      {state === 'waiting' && <p>{t('files.waiting')}</p>}
      {state === 'stopped' && <p>{t('files.stopped', { done: bytesText(done) })}</p>}
      {state === 'sending' && <Progress label={t('files.sending')} done={done} total={size} />}
      {left !== null && <p class="hint">{left}</p>}
      {failure !== null && <FileFailure code={failure} />}
      <div class="actions">
        {state === 'waiting' || state === 'sending' ? (
          <Button kind="quiet" onClick={() => sendings.pause(id)}>
            {t('files.pause')}
            <OfFile name={file.name} />
          </Button>
        ) : (
          <Button kind="secondary" onClick={() => sendings.goOn(id)}>
            {t('files.goOn')}
            <OfFile name={file.name} />
          </Button>
        )}
        <Button kind="quiet" onClick={() => sendings.remove(id)}>
          {t('files.remove')}
          <OfFile name={file.name} />
        </Button>
      </div>
    </li>
  );
}
