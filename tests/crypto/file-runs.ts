/** The functions of files that vectors run (PROTOCOL §6.1). */
import { typed } from '../../crypto/bytes.ts';
import { chunkCount } from '../../crypto/blob.ts';
import { fileHash, openChunk, partHash, sealChunk } from '../../crypto/file.ts';
import { plain, type Input, type Plain } from './vector.ts';

export const FILE_RUNS: Readonly<Record<string, (input: Input) => Plain>> = {
  chunkCount: (input) => chunkCount(input.number('size')),
  sealChunk: (input) => {
    const at = { index: input.number('index'), count: input.number('count') };
    const sealed = sealChunk(input.typed('FileKey', 'key'), placeOf(input), at, input.bytes('part'));
    return plain({ length: sealed.length, tag: sealed.slice(-16) });
  },
  openChunk: (input) => {
    const at = { index: input.number('index'), size: input.number('size') };
    const part = openChunk(input.typed('FileKey', 'key'), placeOf(input), at, input.bytes('chunk'));
    return plain({ length: part.length, hash: partHash(at.index, part) });
  },
  fileHash: (input) => {
    const parts = input.bytesList('parts').map((one) => typed('Hash', one));
    return plain(fileHash(input.number('size'), parts));
  },
};

function placeOf(input: Input) {
  return {
    instance: input.typed('InstanceId', 'instance'),
    caseId: input.typed('CaseId', 'case'),
    blob: input.typed('BlobId', 'blob'),
  };
}
