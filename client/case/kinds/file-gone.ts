import * as z from 'zod/mini';
import { toBase64url } from '../../../crypto/base64url.ts';
import { bytesOf } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';

/** A file was deleted: what sent it stays on record, and opens nothing any more. */
export const fileGone = defineKind({
  name: '?file-gone',
  writers: { shared: ['reporter', 'officer'] },
  schema: z.object({ file: bytesOf('Hash') }),
  item: ({ file }) => ({ gone: toBase64url(file) }),
});
