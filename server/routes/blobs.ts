/** Files: room is made and opened by whoever holds the case, pieces come and go as raw octets. */
import type { Context as HonoContext, Hono } from 'hono';
import { fromBase64url } from '../../crypto/base64url.ts';
import { chunksOfPiece, pieceCount, SEALED_CHUNK_LENGTH } from '../../crypto/blob.ts';
import { concat, equal, LENGTH, typed, type BlobId } from '../../crypto/bytes.ts';
import { putPiece, readBlob, readPiece, type BlobRecord } from '../../db/blobs.ts';
import { limitBody, serve } from '../answers/serve.ts';
import { Refusal } from '../answers/refusal.ts';
import * as blobs from '../api/blobs.ts';
import { PIECE_BYTES, TICKET_HEADER } from '../api/pieces.ts';
import { begin, checkRoom, isBegun, open } from '../blobs/room.ts';
import { isBlobTicket } from '../blobs/ticket.ts';
import { checkAccess, checkOwner } from '../cases/holders.ts';
import { checkWork } from '../challenges/challenge.ts';
import { spendFor } from '../challenges/spending.ts';
import type { Context } from '../instance/context.ts';
import { requireSession } from '../sign-in/session.ts';
import type { AllPlaces } from '../traffic/places.ts';

const ADDRESS = '/api/blob/:blob{[A-Za-z0-9_-]{22}}/:piece{0|[1-9][0-9]{0,5}}';

export function addBlobRoutes(app: Hono, context: Context, places: AllPlaces): void {
  addReporterRoutes(app, context);
  addOfficerRoutes(app, context);

  app.put(ADDRESS, limitBody(PIECE_BYTES), async (http) => {
    const { blob, piece } = await namedIn(context, http, 'put');
    const length = chunksOfPiece(piece, blob.chunks) * SEALED_CHUNK_LENGTH;
    await places.pieces.in(http, String(blob.id), async () => {
      const bytes = new Uint8Array(await http.req.arrayBuffer().catch(() => new ArrayBuffer(0)));
      if (bytes.length !== length) throw new Refusal('bad-request');
      if (blob.isKept) {
        // An answer that was lost is given again; nothing else comes to what an entry names.
        const there = await readPiece(context.db, blob.id, piece);
        if (there === undefined || !equal(there, bytes)) throw new Refusal('conflict');
      } else {
        await context.limits.space.check('case', 0);
        if (!(await putPiece(context.db, blob.id, piece, bytes))) throw new Refusal('conflict');
      }
    });
    return http.json({});
  });

  app.get(ADDRESS, async (http) => {
    const { blob, piece } = await namedIn(context, http, 'get');
    return places.pieces.in(http, String(blob.id), async () => {
      const bytes = await readPiece(context.db, blob.id, piece);
      if (bytes === undefined) throw new Refusal('not-found');
      return http.body(bytes, 200, { 'content-type': 'application/octet-stream' });
    });
  });

  app.all(ADDRESS, () => {
    throw new Refusal('method-not-allowed');
  });
}

function addReporterRoutes(app: Hono, context: Context): void {
  serve(app, blobs.beginOwnBlob, async ({ blob: id, chunks, work, ...request }) => {
    const caseId = checkOwner(context, request, 'append');
    const wanted = { id, caseId, chunks };
    if (await isBegun(context, wanted)) return begin(context, wanted);
    await checkRoom(context, wanted);
    if (work === null || work.challenge.signature !== request.challenge.signature)
      throw new Refusal('work-refused');
    const spent = await checkWork(context, work, 'blob', chunks * SEALED_CHUNK_LENGTH);
    return spendFor(
      context,
      spent,
      typed('Hash', concat(id, id)),
      (isPaid) => {
        if (!isPaid) throw new Refusal('work-refused');
        return begin(context, wanted);
      },
      () => true,
    );
  });

  serve(app, blobs.openOwnBlob, async ({ blob: id, ...request }) => {
    return open(context, { id, caseId: checkOwner(context, request, 'read') });
  });
}

function addOfficerRoutes(app: Hono, context: Context): void {
  serve(app, blobs.beginBlob, async ({ blob: id, chunks, ...request }, http) => {
    const { account, challenge } = await requireSession(context, http);
    await checkAccess(context, request, challenge, 'append');
    const wanted = { id, caseId: request.caseId, chunks };
    if (await isBegun(context, wanted)) return begin(context, wanted);
    await checkRoom(context, wanted);
    const bytes = chunks * SEALED_CHUNK_LENGTH;
    return context.limits.officerFileDays.within(
      { account, now: context.now(), bytes },
      () => begin(context, wanted),
      () => true,
    );
  });

  serve(app, blobs.openBlob, async ({ blob: id, ...request }, http) => {
    const { challenge } = await requireSession(context, http);
    await checkAccess(context, request, challenge, 'read');
    return open(context, { id, caseId: request.caseId });
  });
}

/** @throws Refusal `signed-out` without a ticket for it, `not-found` where there is no such piece */
async function namedIn(
  context: Context,
  http: HonoContext,
  use: 'put' | 'get',
): Promise<{ blob: BlobRecord; piece: number }> {
  const bytes = fromBase64url(http.req.param('blob')!);
  if (bytes?.length !== LENGTH.BlobId) throw new Refusal('not-found');
  const id: BlobId = typed('BlobId', bytes);
  const ticket = http.req.header(TICKET_HEADER) ?? '';
  if (!isBlobTicket(context, use, id, ticket)) throw new Refusal('signed-out');
  const blob = await readBlob(context.db, id);
  const piece = Number(http.req.param('piece'));
  if (blob === undefined || piece >= pieceCount(blob.chunks)) throw new Refusal('not-found');
  return { blob, piece };
}
