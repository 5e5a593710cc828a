/** Vectors of files. Nothing is random once the key is there, so what is sealed is always the same. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { CHUNK_LENGTH } from '../../../crypto/blob.ts';
import { utf8 } from '../../../crypto/bytes.ts';
import { fileHash, partHash, sealChunk } from '../../../crypto/file.ts';
import { sodium } from '../../../crypto/sodium.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

/** Bytes of a file that is a chunk and a few letters. */
const END = utf8('The end.');
const SIZE = CHUNK_LENGTH + END.length;

export function files({ instance, otherInstance, reporter, otherReporter }: Cast): Topic {
  const key = fixed('FileKey', 'file');
  const place = { instance, caseId: reporter.caseId, blob: fixed('BlobId', 'file') };
  const whole = sodium.randombytes_buf_deterministic(CHUNK_LENGTH, fixed('Hash', 'file'));
  const samples = {
    first: sealChunk(key, place, { index: 0, count: 2 }, whole),
    last: sealChunk(key, place, { index: 1, count: 2 }, END),
  };
  const sealing = (changes: object) => ({
    key,
    instance,
    case: place.caseId,
    blob: place.blob,
    index: 1,
    count: 2,
    part: END,
    ...changes,
  });
  const opening = (changes: object) => {
    const { part: _, count: __, ...rest } = sealing({});
    return { ...rest, size: SIZE, chunk: of('last'), ...changes };
  };
  const seals = (name: string, changes: object, part: Uint8Array, at = { index: 1, count: 2 }) => {
    const sealed = sealChunk(key, place, at, part);
    return gives(name, 'sealChunk', sealing({ part, ...at, ...changes }), {
      length: sealed.length,
      tag: sealed.slice(CHUNK_LENGTH),
    });
  };
  const opens = (name: string, changes: object, index: number, part: Uint8Array) =>
    gives(name, 'openChunk', opening({ index, ...changes }), {
      length: part.length,
      hash: partHash(index, part),
    });
  const closed = (name: string, changes: object) => fails(name, 'openChunk', opening(changes), 'tampered');
  const malformed = (name: string, changes: object) =>
    fails(name, 'openChunk', opening(changes), 'malformed');
  const counts = (size: number, count: number) =>
    gives(`chunks of ${size} bytes`, 'chunkCount', { size }, count);
  const parts = [partHash(0, whole), partHash(1, END)];
  return {
    section: '§6.1 Files',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      counts(0, 1),
      counts(1, 1),
      counts(CHUNK_LENGTH, 1),
      counts(CHUNK_LENGTH + 1, 2),
      counts(8 * CHUNK_LENGTH, 8),
      counts(8 * CHUNK_LENGTH + 1, 10),
      counts(100 * CHUNK_LENGTH, 104),
      counts(5000 * CHUNK_LENGTH, 5120),
      counts(2 ** 31, 32_768),
      counts(2 ** 31 + 1, 34_816),
      seals('a last chunk is filled with zeros', {}, END),
      seals('a file of nothing', {}, new Uint8Array(), { index: 0, count: 1 }),
      seals('a chunk that is nothing but padding', {}, new Uint8Array(), { index: 9, count: 10 }),
      seals('a number beyond 32 bits', {}, END, { index: 2 ** 33 + 5, count: 2 ** 34 }),
      opens('a first chunk', { chunk: of('first') }, 0, whole),
      opens('a last chunk without its padding', {}, 1, END),
      opens('only as much as the entry says', { size: SIZE - 1 }, 1, END.slice(0, -1)),
      closed('the first in the place of the last', { chunk: of('first') }),
      closed('the last in the place of the first', { index: 0 }),
      closed('one that was not the last, as the last', { chunk: of('first'), index: 0, size: CHUNK_LENGTH }),
      closed('one that was the last, with more after it', { size: 2 * CHUNK_LENGTH + 1 }),
      closed('another key', { key: fixed('FileKey', 'other') }),
      closed('another case', { case: otherReporter.caseId }),
      closed('another instance', { instance: otherInstance }),
      closed('another file', { blob: fixed('BlobId', 'other') }),
      closed('a bit of it flipped', { chunk: of('last', { flip: [3, 1] }) }),
      closed('a bit of its padding flipped', { chunk: of('last', { flip: [60_000, 1] }) }),
      closed('a bit of its tag flipped', { chunk: of('last', { flip: [CHUNK_LENGTH + 2, 7] }) }),
      malformed('a byte short', { chunk: of('last', { cut: 1 }) }),
      malformed('a byte long', { chunk: of('last', { add: 'AA' }) }),
      malformed('nothing', { chunk: '' }),
      gives('hash of a file of nothing', 'fileHash', { size: 0, parts: [] }, fileHash(0, [])),
      gives('hash of a file', 'fileHash', { size: SIZE, parts }, fileHash(SIZE, parts)),
    ],
  };
}
