/** Adding files, with what a file can give away said beforehand. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { LIMITS } from '../../../server/api/limits.ts';
import { t } from '../../messages/messages.ts';
import { Field } from '../../parts/field.tsx';
import { Notice } from '../../parts/notice.tsx';
import type { Side } from './keeping.ts';
import type { Choosing } from './chosen.ts';
import { Voice } from './voice.tsx';
import { bytesText } from './size.ts';

/** Chosen, dropped here or pasted anywhere on the page; said beforehand what a file can give away. */
export function AddFiles({ side, choose }: { side: Side; choose: Choosing['choose'] }) {
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState<readonly string[]>([]);
  const inputRef = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    const fits = ({ size }: File) => size <= LIMITS.fileBytes;
    setTooLarge(files.filter((file) => !fits(file)).map(({ name }) => name));
    if (files.some(fits)) choose(files.filter(fits));
  };
  usePasted(take);
  return (
    <div
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <Notice kind="warning">{t(`files.warning.${side}`)}</Notice>
      {tooLarge.map((name) => (
        <Notice key={name} kind="danger">
          {t('files.tooLarge', { name, most: bytesText(LIMITS.fileBytes) })}
        </Notice>
      ))}
      <Field
        id="files-add"
        label={t('files.add')}
        hint={t('files.add.hint', { most: bytesText(LIMITS.fileBytes) })}
        field={(ties) => (
          <input
            {...ties}
            ref={inputRef}
            type="file"
            multiple
            onChange={() => {
              take(inputRef.current?.files);
              // The same file may be chosen again.
              if (inputRef.current !== null) inputRef.current.value = '';
            }}
          />
        )}
      />
      {side === 'reporter' && <Voice choose={choose} />}
    </div>
  );
}

/** A picture or file pasted anywhere on the page. */
function usePasted(take: (files: FileList | null | undefined) => void) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if ((event.clipboardData?.files.length ?? 0) === 0) return;
      event.preventDefault();
      take(event.clipboardData?.files);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });
}
