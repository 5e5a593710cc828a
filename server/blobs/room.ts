/** Room for files: of one case, and of all together. Whoever asks is told before anything is sealed. */
import { SEALED_CHUNK_LENGTH } from '../../crypto/blob.ts';
import { equal, type BlobId, type CaseId } from '../../crypto/bytes.ts';
import { dayOf } from '../../crypto/stamp.ts';
import { beginBlob, countChunks, forgetBlobs, piecesOf, readBlob } from '../../db/blobs.ts';
import { LIMITS } from '../api/limits.ts';
import { Refusal } from '../answers/refusal.ts';
import type { Context } from '../instance/context.ts';
import { blobTicket } from './ticket.ts';

interface Wanted {
  readonly id: BlobId;
  readonly caseId: CaseId;
  readonly chunks: number;
}

/** Whether a file was begun already, so that its room is paid for. */
export async function isBegun({ db }: Context, { id }: Pick<Wanted, 'id'>): Promise<boolean> {
  return (await readBlob(db, id)) !== undefined;
}

/** @throws Refusal `too-large` where the case has no more room, `full` where nobody has */
export async function checkRoom(context: Context, { caseId, chunks }: Wanted): Promise<void> {
  const { limits, db } = context;
  const bytes = chunks * SEALED_CHUNK_LENGTH;
  const { all, ofCase } = await countChunks(db, caseId);
  limits.price.blobsTaken = Math.min(1, (all * SEALED_CHUNK_LENGTH) / Math.max(1, limits.fileBytes));
  if (ofCase * SEALED_CHUNK_LENGTH + bytes > LIMITS.caseFileBytes) throw new Refusal('too-large');
  if (all * SEALED_CHUNK_LENGTH + bytes > limits.fileBytes) throw new Refusal('full');
  await limits.space.check('case', bytes);
}

/** @throws Refusal `not-found` where there is no such case, `conflict` for a blob of another */
export async function begin(context: Context, wanted: Wanted) {
  const isThere = await beginBlob(context.db, wanted, dayOf(context.now()));
  if (!isThere) throw new Refusal((await isBegun(context, wanted)) ? 'conflict' : 'not-found');
  return { ticket: blobTicket(context, 'put', wanted.id), pieces: await piecesOf(context.db, wanted.id) };
}

/** Takes files that an entry has deleted off the disk, while everything else goes on; what is interrupted goes with the next round. */
export async function takeOffDisk({ db }: Context, deleted: readonly BlobId[]): Promise<void> {
  if (deleted.length > 0) await forgetBlobs(db);
}

/** @throws Refusal `not-found` for a file that no entry of the case names */
export async function open(context: Context, { id, caseId }: Omit<Wanted, 'chunks'>) {
  const found = await readBlob(context.db, id);
  if (found?.isKept !== true || !equal(found.caseId, caseId)) throw new Refusal('not-found');
  return { ticket: blobTicket(context, 'get', id), chunks: found.chunks };
}
