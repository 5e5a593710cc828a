import * as z from 'zod/mini';
import { toBase64url } from '../../../crypto/base64url.ts';
import { bytesOf } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';

/** A file was deleted: what sent it stays on record, and opens nothing any more. */
export const fileGone = defineKind({
  name: '?file-gone',
  writers: { shared: ['reporter', 'officer'] },
  schema: z.object({
    file: bytesOf('Hash'),
    /** Its untouched original went with it. */
    '?original': z.optional(z.literal(true)),
  }),
  identity: (fold, _, { file, '?original': wentToo }) => {
    const id = toBase64url(file);
    const kept = fold.originals.get(id);
    if (kept === undefined) return;
    fold.originals.set(id, { ...kept, isFileGone: true, isGone: kept.isGone || wentToo === true });
    for (const asked of fold.requests.values()) if (asked.original === id) asked.isGone = true;
  },
  item: ({ file }) => ({ gone: toBase64url(file) }),
});
