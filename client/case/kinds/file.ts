import * as z from 'zod/mini';
import { toBase64url } from '../../../crypto/base64url.ts';
import { LIMITS } from '../../../server/api/limits.ts';
import { bytesOf } from '../../../server/api/wire.ts';
import { defineKind } from './kind.ts';
import { sealedOriginal } from './sealed-original.ts';
import { fullLine, line } from './text.ts';

/** A file: where it lies sealed, what opens it, and what it is. */
export const file = defineKind({
  name: '?file',
  writers: { shared: ['reporter', 'officer'] },
  schema: z.object({
    blob: bytesOf('BlobId'),
    key: bytesOf('FileKey'),
    hash: bytesOf('Hash'),
    size: z.int().check(z.gte(0), z.lte(LIMITS.fileBytes)),
    name: fullLine,
    /** As the sender's browser called it: a hint, and nothing is done by it. */
    type: line,
    /** The entry of the incident that it shows. */
    '?incident': z.optional(bytesOf('Hash')),
    /** Beside a cleaned file of the reporter's: untouched, for custodians only. */
    '?original': z.optional(sealedOriginal),
  }),
  isWord: true,
  opensOthers: true,
  identity: (fold, entry, { '?original': original }) => {
    const isByReporter = entry.author.role === 'reporter';
    if (original === undefined || !isByReporter || fold.sealed.custodians.length === 0) return;
    const { generation } = fold.sealed;
    fold.originals.set(toBase64url(entry.hash), {
      ...original,
      generation,
      isFileGone: false,
      isGone: false,
    });
  },
  item: ({ blob, name, size, type, '?incident': shows }) => ({
    sent: {
      blob: toBase64url(blob),
      name,
      size,
      type,
      incident: shows === undefined ? null : toBase64url(shows),
    },
  }),
});
