/** Files in chunks: whatever their size, all of it comes back, and nothing that is not all of it does. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  CHUNK_LENGTH,
  chunkCount,
  isChunkCount,
  partLength,
  SEALED_CHUNK_LENGTH,
} from '../../crypto/blob.ts';
import { LENGTH, typed, type Hash } from '../../crypto/bytes.ts';
import { fileHash, openChunk, partHash, sealChunk } from '../../crypto/file.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { codeOf } from './code-of.ts';

beforeAll(() => ready());

const random = <K extends keyof typeof LENGTH>(kind: K) => typed(kind, sodium.randombytes_buf(LENGTH[kind]));
const newPlace = () => ({
  instance: random('InstanceId'),
  caseId: random('CaseId'),
  blob: random('BlobId'),
});

/** Bytes around the ends of chunks, where mistakes are. */
const sizes = fc.tuple(fc.nat(9), fc.integer({ min: -2, max: 2 })).map(([chunks, more]) => {
  return Math.max(0, chunks * CHUNK_LENGTH + more);
});

function sealAll(file: Uint8Array) {
  const [key, place, count] = [random('FileKey'), newPlace(), chunkCount(file.length)];
  const chunks = Array.from({ length: count }, (_, index) =>
    sealChunk(key, place, { index, count }, file.subarray(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH)),
  );
  return { key, place, chunks };
}

function hashOf(file: Uint8Array): Hash {
  const parts = Array.from({ length: Math.ceil(file.length / CHUNK_LENGTH) }, (_, index) =>
    partHash(index, file.subarray(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH)),
  );
  return fileHash(file.length, parts);
}

test('a file of any size comes back as it was, and in chunks of one length', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const file = new Uint8Array(randomBytes(size));
      const { key, place, chunks } = sealAll(file);
      expect(new Set(chunks.map(({ length }) => length))).toEqual(new Set([SEALED_CHUNK_LENGTH]));
      const opened = chunks.map((chunk, index) => openChunk(key, place, { index, size }, chunk));
      expect(Buffer.concat(opened).equals(file)).toBe(true);
      expect(opened.map(({ length }) => length)).toEqual(chunks.map((_, index) => partLength(index, size)));
    }),
    { numRuns: 40 },
  );
});

test('a chunk opens in its place of its file alone', () => {
  const size = 3 * CHUNK_LENGTH - 5;
  const { key, place, chunks } = sealAll(new Uint8Array(randomBytes(size)));
  const open = (index: number, chunk: Uint8Array, at = place, of = size) =>
    codeOf(() => openChunk(key, at, { index, size: of }, chunk));
  for (const [i, chunk] of chunks.entries())
    for (const j of chunks.keys())
      expect([i, j, open(j, chunk)]).toEqual([i, j, i === j ? null : 'tampered']);
  // Cut off behind a chunk, or with more behind the last.
  expect(open(1, chunks[1]!, place, 2 * CHUNK_LENGTH)).toBe('tampered');
  expect(open(2, chunks[2]!, place, 4 * CHUNK_LENGTH)).toBe('tampered');
  for (const other of Object.keys(place) as (keyof typeof place)[]) {
    expect(open(0, chunks[0]!, { ...place, [other]: newPlace()[other] })).toBe('tampered');
  }
  fc.assert(
    fc.property(fc.nat(SEALED_CHUNK_LENGTH - 1), fc.nat(7), (at, bit) => {
      const altered = chunks[1]!.slice();
      altered[at]! ^= 1 << bit;
      return open(1, altered) === 'tampered';
    }),
    { numRuns: 60 },
  );
});

test('the server sees few sizes, at most an eighth more than there is', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(2 ** 31), (size, other) => {
      const [count, whole] = [chunkCount(size), Math.max(1, Math.ceil(size / CHUNK_LENGTH))];
      expect(count).toBeGreaterThanOrEqual(whole);
      expect(count).toBeLessThanOrEqual(whole * 1.125);
      expect(isChunkCount(count)).toBe(true);
      // A larger file never has fewer.
      expect(Math.sign(chunkCount(Math.max(size, other)) - chunkCount(Math.min(size, other)))).not.toBe(-1);
    }),
  );
  const counts = Array.from({ length: 2 ** 15 }, (_, i) => i + 1).filter(isChunkCount);
  expect(counts.length).toBeLessThan(160);
  for (const count of [0, -1, 9, 1.5, NaN, Infinity, 2 ** 31, 2 ** 40])
    expect(isChunkCount(count)).toBe(false);
});

test('a file with any other bytes, in another order or of another length has another hash', () => {
  const file = new Uint8Array(randomBytes(3 * CHUNK_LENGTH + 7));
  const of = hashOf(file);
  expect(hashOf(file.slice())).toEqual(of);
  const others = [
    file.slice(0, -1),
    new Uint8Array(Buffer.concat([file, Uint8Array.of(0)])),
    file.map((byte, i) => (i === 70_000 ? byte ^ 1 : byte)),
    new Uint8Array(
      Buffer.concat([file.subarray(CHUNK_LENGTH, 2 * CHUNK_LENGTH), file.subarray(0, CHUNK_LENGTH)]),
    ),
    new Uint8Array(),
  ];
  const hashes = [of, ...others.map(hashOf)].map((hash) => sodium.to_hex(hash));
  expect(new Set(hashes).size).toBe(others.length + 1);
});

test('a chunk that is too long to be one is not sealed', () => {
  const at = { index: 0, count: 1 };
  expect(codeOf(() => sealChunk(random('FileKey'), newPlace(), at, new Uint8Array(CHUNK_LENGTH + 1)))).toBe(
    'malformed',
  );
});
