/** Seals and opens pieces of one file, in a thread of its own, with a key it is given. It asks the server for nothing. */
import { expose, transfer } from 'comlink';
import type { Hash } from '../../crypto/bytes.ts';
import { ready } from '../../crypto/sodium.ts';
import { loadSodium } from '../sodium/load.ts';
import { openPiece, sealPiece, type Done, type PieceOf, type Refused } from './piece.ts';

const coming = ready(loadSodium);
let file: PieceOf | null = null;

async function fileOf(): Promise<PieceOf> {
  await coming;
  if (file === null) throw new Error('no file');
  return file;
}

/** Bytes go from thread to thread without being copied. */
function handOver(done: Done | Refused): Done | Refused {
  return typeof done === 'string' ? done : transfer(done, [done.bytes.buffer]);
}

const pieceWorker = {
  take: (given: PieceOf): void => {
    file = given;
  },
  seal: async (piece: number, bytes: Uint8Array, before: readonly Hash[] | null): Promise<Done | Refused> =>
    handOver(sealPiece(await fileOf(), piece, bytes, before)),
  open: async (piece: number, sealed: Uint8Array): Promise<Done | Refused> =>
    handOver(openPiece(await fileOf(), piece, sealed)),
  wipe: (): void => {
    file?.key.fill(0);
    file = null;
  },
};

export type PieceWorker = typeof pieceWorker;

expose(pieceWorker);
