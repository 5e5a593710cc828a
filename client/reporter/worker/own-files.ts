/** The files of the reporter's own case: sent, opened, deleted. */
import type * as z from 'zod/mini';
import { SEALED_CHUNK_LENGTH } from '../../../crypto/blob.ts';
import type { BlobId } from '../../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import type { Purpose } from '../../../crypto/request.ts';
import type { Challenge } from '../../../server/api/anyone.ts';
import { beginOwnBlob, openOwnBlob } from '../../../server/api/blobs.ts';
import { ApiError, type Api } from '../../calls/api.ts';
import { withWork, workFor } from '../../calls/work.ts';
import type { IdentityPlace } from '../../case/kinds/identity-box.ts';
import type { KeptOriginal } from '../../case/kinds/identity-requests.ts';
import type { Opening } from '../../case/kinds/original-box.ts';
import type { SealedOriginal } from '../../case/kinds/sealed-original.ts';
import type { Content, ContentKind } from '../../case/kinds/table.ts';
import { openFile, saveFile, type Source } from '../../files/opening.ts';
import { FileSending, type OnProgress } from '../../files/sending.ts';
import { deletionOf, nameOf, sentFile, showing, type Given } from '../../files/sent.ts';
import { blobSink, type DiskPlace } from '../../files/sink.ts';

/** Files that an entry brings, and that go with it. */
export interface NamedBlobs {
  readonly blobs?: BlobId[];
  readonly deletes?: BlobId[];
}

type Signed = Pick<z.output<typeof openOwnBlob.request>, 'publicKey' | 'challenge' | 'signature'>;

/** What of the case is needed for its files. */
interface Around<V> {
  readonly api: Api;
  readonly place: () => IdentityPlace;
  readonly entries: () => readonly VerifiedEntry[];
  readonly originals: () => ReadonlyMap<string, KeptOriginal>;
  readonly read: () => Promise<V>;
  readonly challenge: (work?: ReturnType<typeof workFor>) => Promise<Challenge>;
  readonly sign: (challenge: Challenge, purpose: Purpose) => Signed;
  /** Seals what opens an original, for the custodians there are. */
  readonly sealOriginal: (opening: Opening, blob: BlobId) => SealedOriginal;
  readonly write: <K extends ContentKind>(
    wanted: string,
    kind: K,
    make: () => Content<K>,
    blobs: NamedBlobs,
  ) => Promise<V>;
}

/** By which the original of a file is known here while it is on its way. */
const originalOf = (id: string) => `original of ${id}`;

/** `V`: the case as it is read again. */
export class OwnFiles<V> {
  readonly #around: Around<V>;
  /** Those on their way, by what the page knows them by. */
  readonly #sending = new Map<string, FileSending>();

  constructor(around: Around<V>) {
    this.#around = around;
  }

  /**
   * Sends a file, and goes on with one that broke off.
   * @param id by which the page knows it
   * @throws Failure `too-large`, `stopped`, `unreadable-file`; `no-custodian` where nobody could open the original
   */
  async send(id: string, { file, incident, original }: Given, onProgress: OnProgress): Promise<V> {
    const { write, sealOriginal } = this.#around;
    const total = file.size + (original?.size ?? 0);
    const sent = await this.#bring(id, file, (done) => onProgress(done, total));
    const kept =
      original &&
      (await this.#bring(originalOf(id), original, (done) => onProgress(file.size + done, total)));
    const make = (): Content<'?file'> => {
      const content = { ...sent, ...showing(incident) };
      if (kept === null) return content;
      const { blob, ...opening } = kept;
      return { ...content, '?original': sealOriginal(opening, blob) };
    };
    const blobs = [sent, ...(kept ? [kept] : [])].map(({ blob }) => blob);
    const view = await write(`file:${id}`, '?file', make, { blobs });
    this.#forget(id);
    return view;
  }

  /** Stops one that is on its way: it can be gone on with unless it is to be forgotten. */
  stop(id: string, isForgotten: boolean): void {
    for (const one of [id, originalOf(id)]) this.#sending.get(one)?.stop();
    if (isForgotten) this.#forget(id);
  }

  #forget(id: string): void {
    for (const one of [id, originalOf(id)]) this.#sending.delete(one);
  }

  async #bring(id: string, file: File, onProgress: OnProgress) {
    const { api, place } = this.#around;
    const sending = this.#sending.get(id) ?? new FileSending(file, place());
    this.#sending.set(id, sending);
    const sent = await sending.run(api, (wanted) => this.#begin(wanted), onProgress);
    return { ...sent, ...nameOf(file) };
  }

  /**
   * @param file base64url of the hash of the entry that sent it
   * @throws CryptoError where it is another than was sent
   */
  async open(file: string, onProgress: OnProgress): Promise<Blob> {
    return openFile(this.#source(file), onProgress, blobSink());
  }

  /** Opens one as it is written to this device. @param place where to. @throws CryptoError as `open` */
  async save(file: string, place: DiskPlace, onProgress: OnProgress): Promise<void> {
    return saveFile(async () => this.#source(file), onProgress, place);
  }

  #source(file: string): Source {
    const { api, place, entries, challenge, sign } = this.#around;
    const content = sentFile(entries(), file);
    const open = async () =>
      api.call(openOwnBlob, { ...sign(await challenge(), 'read'), blob: content.blob });
    return { api, open, content, place: place() };
  }

  /** Deletes one: that it was there stays on record. */
  async delete(file: string): Promise<V> {
    const { entries, originals, read, write } = this.#around;
    const deletion = deletionOf(entries(), originals(), file);
    if (deletion === null) return read();
    const { content, deletes } = deletion;
    return write(`file-gone:${file}`, '?file-gone', () => content, { deletes });
  }

  wipe(): void {
    for (const sending of this.#sending.values()) sending.wipe();
    this.#sending.clear();
  }

  /** Work is done where room is made anew; to go on with a file takes none. */
  async #begin(wanted: { blob: BlobId; chunks: number }) {
    const { api, challenge, sign } = this.#around;
    try {
      const signed = sign(await challenge(), 'append');
      return await api.call(beginOwnBlob, { ...signed, ...wanted, work: null });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'work-refused') throw error;
    }
    return withWork(
      () => challenge(workFor('blob', wanted.chunks * SEALED_CHUNK_LENGTH)),
      (work) => api.call(beginOwnBlob, { ...sign(work.challenge, 'append'), ...wanted, work }),
    );
  }
}
