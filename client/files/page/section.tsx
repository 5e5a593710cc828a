/** The files of a case: those that are there, those on their way, and adding more. Both sides have the same. */
import './files.css';
import type { ComponentChild } from 'preact';
import type { CaseFile } from '../../case/fold/files.ts';
import { t } from '../../messages/messages.ts';
import { AddFiles } from './add.tsx';
import { AllFiles } from './all.tsx';
import { useKeptFocus } from '../../parts/kept-focus.ts';
import type { Incidents } from './belonging.tsx';
import { ChosenFiles } from './chosen-file.tsx';
import type { Keeping, KeepingOriginals, Side } from './keeping.ts';
import { KeptFile } from './kept.tsx';
import { OutgoingFile } from './outgoing.tsx';
import { isUnsent, type Sendings } from './sending.ts';

export function FilesSection(props: {
  side: Side;
  files: readonly CaseFile[];
  sendings: Sendings;
  keeping: Keeping;
  /** Incidents that a file can belong to, by what they are called here. */
  incidents: Incidents;
  /** What is known of a file besides: of its untouched original. */
  beside: (file: CaseFile) => ComponentChild;
  /** Who could open an original that is kept, and after how many days; null where none can be. */
  originals?: KeepingOriginals | null;
  /** What a file is called in which all of them are; null where they are not offered so. */
  allName: string | null;
  /** Whether anything can be written in the case. */
  mayWrite: boolean;
}) {
  const { side, files, sendings, keeping, incidents, beside, originals = null, allName, mayWrite } = props;
  // The buttons of a file go with it.
  const titleRef = useKeptFocus<HTMLHeadingElement>(`${sendings.chosen.length}`);
  return (
    <section class="files" aria-labelledby="files">
      <h2 id="files" ref={titleRef} tabIndex={-1}>
        {t('files.title')}
      </h2>
      {files.length === 0 && !isUnsent(sendings) && <p>{t('files.none')}</p>}
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <KeptFile key={file.id} {...{ side, mayWrite, file, keeping, incidents }}>
              {beside(file)}
            </KeptFile>
          ))}
        </ul>
      )}
      {allName !== null && <AllFiles files={files} keeping={keeping} name={allName} />}
      {sendings.outgoing.length > 0 && (
        <ul aria-label={t('files.outgoing')}>
          {sendings.outgoing.map((one) => (
            <OutgoingFile key={one.id} one={one} sendings={sendings} />
          ))}
        </ul>
      )}
      {mayWrite && <ChosenFiles choosing={sendings} incidents={incidents} originals={originals} />}
      {mayWrite && <AddFiles side={side} choose={sendings.choose} />}
    </section>
  );
}
