/** A file by its name, which nobody translates, and what went wrong with one. */
import type { FailureCode } from '../../calls/failure.ts';
import { t } from '../../messages/messages.ts';
import { Notice } from '../../parts/notice.tsx';

export function FileName({ name }: { name: string }) {
  return (
    <bdi class="typed" translate={false}>
      {name}
    </bdi>
  );
}

/** In a button of several alike: of which file it is, for whoever hears it. */
export function OfFile({ name }: { name: string }) {
  return (
    <span class="visually-hidden">
      : <FileName name={name} />
    </span>
  );
}

export function FileFailure({ code }: { code: FailureCode }) {
  const says =
    code === 'too-large' || code === 'full' || code === 'tampered'
      ? t(`files.failure.${code}`)
      : t(`failure.${code}`);
  return <Notice kind="danger">{says}</Notice>;
}
