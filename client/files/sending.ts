/** Sending one file: sealed and sent piece by piece, gone on with where it broke off. Runs in a worker. */
import { CHUNK_LENGTH, chunkCount, PIECE_CHUNKS, pieceCount } from '../../crypto/blob.ts';
import {
  LENGTH,
  typed,
  type BlobId,
  type CaseId,
  type FileKey,
  type Hash,
  type InstanceId,
} from '../../crypto/bytes.ts';
import { fileHash, type BlobPlace } from '../../crypto/file.ts';
import { sodium } from '../../crypto/sodium.ts';
import { LIMITS } from '../../server/api/limits.ts';
import type { Content } from '../case/kinds/table.ts';
import type { Api } from '../calls/api.ts';
import { Failure } from '../calls/failure.ts';
import { insist } from './insisting.ts';
import type { PieceWork } from './piece.ts';
import { putPiece } from './piece-calls.ts';
import { startPieces } from './pieces.ts';

/** Pieces on their way at once: while some travel the next are sealed. */
const AT_ONCE = 4;

/** Makes room for a blob on the server, or goes on with it. */
export type BeginBlob = (wanted: { blob: BlobId; chunks: number }) => Promise<{
  readonly ticket: string;
  readonly pieces: readonly number[];
}>;

/** How far a file is, in bytes of its own. */
export type OnProgress = (done: number, total: number) => void;

/**
 * A file on its way. It is kept until it has arrived: sent once more after a failure, only what is missing goes, under the
 * same key and name.
 */
export class FileSending {
  readonly #file: Blob;
  readonly #key: FileKey;
  readonly #place: BlobPlace;
  readonly #hashes: (readonly Hash[])[] = [];
  #arrived = new Set<number>();
  /** Counts runs: what belongs to one that was stopped does nothing more. */
  #run = 0;
  #work: PieceWork | null = null;
  #giveUp: () => void = () => undefined;

  constructor(file: Blob, place: { readonly instance: InstanceId; readonly caseId: CaseId }) {
    if (file.size > LIMITS.fileBytes) throw new Failure('too-large');
    this.#file = file;
    this.#key = typed('FileKey', sodium.randombytes_buf(LENGTH.FileKey));
    this.#place = { ...place, blob: typed('BlobId', sodium.randombytes_buf(LENGTH.BlobId)) };
  }

  /**
   * Sends what has not arrived.
   * @returns what the entry that names it says of it
   * @throws ApiError once trying again did not help; Failure `stopped`, or `unreadable-file` where the device gives no bytes
   */
  async run(api: Api, begin: BeginBlob, onProgress: OnProgress) {
    // What is under way when somebody stops may take a minute to notice: nobody waits for that.
    const stopped = new Promise<never>((_, reject) => {
      this.#giveUp = () => reject(new Failure('stopped'));
    });
    return Promise.race([this.#send(api, begin, onProgress), stopped]);
  }

  async #send(api: Api, begin: BeginBlob, onProgress: OnProgress) {
    const run = ++this.#run;
    const { blob } = this.#place;
    const chunks = chunkCount(this.#file.size);
    let room = await begin({ blob, chunks });
    this.#check(run);
    this.#arrived = new Set(room.pieces);
    const left = Array.from({ length: pieceCount(chunks) }, (_, piece) => piece);
    const tell = () => {
      if (run === this.#run) onProgress(Math.min(this.#file.size, this.#bytesArrived()), this.#file.size);
    };
    tell();
    const renew = async () => {
      room = await begin({ blob, chunks });
    };
    const pieces = await this.#start(chunks, run);
    const work = async () => {
      for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
        const asked = piece;
        const bytes = await this.#seal(pieces, asked, run);
        if (!this.#arrived.has(asked)) {
          const put = () => putPiece(api, blob, asked, room.ticket, bytes);
          await insist(put, renew, () => this.#check(run));
          this.#arrived.add(asked);
        }
        tell();
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work));
    } finally {
      pieces.end();
    }
    const hash = fileHash(this.#file.size, this.#hashes.flat());
    const content = { blob, key: this.#key, hash, size: this.#file.size };
    return content satisfies Omit<Content<'?file'>, 'name' | 'type'>;
  }

  /** Ends what is on its way, as soon as that is noticed; it can be gone on with. */
  stop(): void {
    this.#run++;
    this.#work?.end();
    this.#giveUp();
  }

  wipe(): void {
    this.stop();
    this.#key.fill(0);
  }

  #bytesArrived(): number {
    return this.#arrived.size * PIECE_CHUNKS * CHUNK_LENGTH;
  }

  async #start(count: number, run: number): Promise<PieceWork> {
    const file = { key: this.#key, place: this.#place, size: this.#file.size, count };
    const pieces = await startPieces(file);
    // Stopped while they started.
    if (run !== this.#run) pieces.end();
    else this.#work = pieces;
    return pieces;
  }

  /** @throws Failure `unreadable-file` where the device gives other bytes than before */
  async #seal(pieces: PieceWork, piece: number, run: number): Promise<Uint8Array> {
    this.#check(run);
    const from = piece * PIECE_CHUNKS * CHUNK_LENGTH;
    const bytes = await this.#read(from, from + PIECE_CHUNKS * CHUNK_LENGTH);
    this.#check(run);
    const before = this.#hashes[piece] ?? null;
    const sealed = await pieces.seal(piece, bytes, before);
    // What a run sealed that was stopped meanwhile leaves this device never.
    this.#check(run);
    if (typeof sealed === 'string') throw new Failure('unreadable-file');
    const { hashes } = sealed;
    this.#hashes[piece] = hashes;
    return sealed.bytes;
  }

  /** @throws Failure `stopped` */
  #check(run: number): void {
    if (run !== this.#run) throw new Failure('stopped');
  }

  async #read(from: number, to: number): Promise<Uint8Array> {
    try {
      return new Uint8Array(await this.#file.slice(from, to).arrayBuffer());
    } catch {
      // Moved, deleted or changed since it was chosen.
      throw new Failure('unreadable-file');
    }
  }
}
