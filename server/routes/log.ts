import type { Context as HonoContext, Hono } from 'hono';
import { LOG_PATH, readLogProof } from '../api/log.ts';
import { day as daySchema } from '../api/wire.ts';
import type { Context } from '../instance/context.ts';
import { LENGTH, text } from '../../crypto/bytes.ts';
import { parseTilePath, TILE_WIDTH } from '../../crypto/tiles.ts';
import { closingOf, newestClosing, readTiles, type ClosingRecord } from '../../db/log.ts';
import { proveLogged } from '../log/proof.ts';
import { addCosignatures } from '../log/witnesses.ts';
import type { AllPlaces } from '../traffic/places.ts';
import { Refusal } from '../answers/refusal.ts';
import { limitBody, serve } from '../answers/serve.ts';

/** Bytes of signatures that are sent at once: those of all witnesses. */
const COSIGNATURE_BYTES = 8192;

/** A whole tile never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

export function addLogRoutes(app: Hono, context: Context, places: AllPlaces): void {
  const { db } = context;

  serve(app, readLogProof, ({ hash, day }, http) =>
    places.proofs.in(http, day, async () => {
      const { proof, before } = await proveLogged(db, hash, day);
      return {
        proof: text(proof),
        before: before && { checkpoint: text(before.checkpoint), path: before.path },
      };
    }),
  );

  app.get(`${LOG_PATH}/checkpoint`, async (http) => checkpoint(http, await newestClosing(db)));

  app.get(`${LOG_PATH}/checkpoint/:day`, async (http) => {
    const day = daySchema.safeParse(http.req.param('day'));
    return checkpoint(http, day.success ? await closingOf(db, day.data) : null);
  });

  app.get(`${LOG_PATH}/tile/*`, async (http) => {
    const tile = parseTilePath(http.req.path.slice(LOG_PATH.length + 1));
    const [found] = tile === null ? [] : await readTiles(db, tile);
    const length = (tile?.width ?? 0) * LENGTH.TreeHash;
    if (tile === null || found === undefined || found.hashes.length < length) throw new Refusal('not-found');
    if (tile.width === TILE_WIDTH) http.header('cache-control', IMMUTABLE);
    return http.body(found.hashes.slice(0, length), 200, { 'content-type': 'application/octet-stream' });
  });

  app.post(`${LOG_PATH}/cosignatures`, limitBody(COSIGNATURE_BYTES), async (http) => {
    const lines = new Uint8Array(await http.req.arrayBuffer());
    return note(http, await addCosignatures(context, lines));
  });

  app.all(`${LOG_PATH}/*`, (http) => {
    throw new Refusal(http.req.method === 'GET' ? 'not-found' : 'method-not-allowed');
  });
}

function checkpoint(http: HonoContext, closing: ClosingRecord | null): Response {
  if (closing === null) throw new Refusal('not-found');
  return note(http, closing.note);
}

function note(http: HonoContext, bytes: Uint8Array): Response {
  return http.body(text(bytes), 200, { 'content-type': 'text/plain; charset=utf-8' });
}
