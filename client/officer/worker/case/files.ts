/** The files of a case, as an officer sends, opens and deletes them. */
import type { BlobId } from '../../../../crypto/bytes.ts';
import { beginBlob, openBlob } from '../../../../server/api/blobs.ts';
import { FileSending, type OnProgress } from '../../../files/sending.ts';
import type { Source } from '../../../files/opening.ts';
import { deletionOf, nameOf, showing } from '../../../files/sent.ts';
import type { Content } from '../../../case/kinds/table.ts';
import type { KeyringCase } from '../keyring/case.ts';
import { accessTo, type CaseContext } from './context.ts';
import type { ReadCase } from './reader.ts';
import type { Prepared } from './writer.ts';

/** Files on their way, of all cases, by what the page knows them by. */
export class CaseFiles {
  readonly #context: CaseContext;
  readonly #sending = new Map<string, FileSending>();

  constructor(context: CaseContext) {
    this.#context = context;
  }

  /**
   * Brings a file, or what is left of it, to the server.
   * @param id by which the page knows it
   * @param incident that it shows: base64url of the hash of its entry
   * @returns makes the entry that sends it
   */
  async bring(
    kept: KeyringCase,
    id: string,
    file: File,
    onProgress: OnProgress,
    incident: string | null,
  ): Promise<() => Prepared> {
    const { api } = this.#context;
    const sending = this.#sending.get(id) ?? new FileSending(file, this.#placeOf(kept));
    this.#sending.set(id, sending);
    const begin = (wanted: { blob: BlobId; chunks: number }) =>
      api.call(beginBlob, { caseId: kept.id, access: accessTo(kept, 'append', this.#context), ...wanted });
    const content = { ...(await sending.run(api, begin, onProgress)), ...nameOf(file), ...showing(incident) };
    return () => ({ chain: 'shared', kind: '?file', content, blobs: { blobs: [content.blob] } });
  }

  stop(id: string, isForgotten: boolean): void {
    this.#sending.get(id)?.stop();
    if (isForgotten) this.#sending.delete(id);
  }

  /** What a file is read from. @param content what its entry says of it */
  source(kept: KeyringCase, content: Content<'?file'>): Source {
    const { api } = this.#context;
    const open = () =>
      api.call(openBlob, {
        caseId: kept.id,
        access: accessTo(kept, 'read', this.#context),
        blob: content.blob,
      });
    return { api, open, content, place: this.#placeOf(kept) };
  }

  /** Makes the entry that deletes one; null where that is done. */
  deletion(read: ReadCase, file: string): Prepared | null {
    const deletion = deletionOf(read.shared, read.originals, file);
    if (deletion === null) return null;
    const { content, deletes } = deletion;
    return { chain: 'shared', kind: '?file-gone', content, blobs: { deletes } };
  }

  wipe(): void {
    for (const sending of this.#sending.values()) sending.wipe();
    this.#sending.clear();
  }

  #placeOf(kept: KeyringCase) {
    return { instance: this.#context.known.directory.instance, caseId: kept.id };
  }
}
