/** WAV, also longer than 4 GiB (EBU Tech 3306): how the sound is stored, and the sound. */
import { clean, finding } from './finding.ts';
import { DamagedError, letters, octets, read, startsWith, view } from './octets.ts';
import { readXmp } from './packet.ts';
import { chunk, chunkHeader, chunksOf, type Chunk } from './riff.ts';
import type { Finding, Scrubbed } from './scrubber.ts';

/** A length that isn't known, or stands elsewhere. */
const UNKNOWN = 0xffffffff;

/** Of a chunk that is dropped, as much is looked at to say what it is: 64 KiB. */
const LOOK_OCTETS = 65_536;

/** EBU Tech 3306 §3.2: lengths of the file, of the data and of the samples, in 64 bits each. */
const LONG_OCTETS = 28;

export async function scrubWav(file: Blob): Promise<Scrubbed> {
  const isLong = startsWith(await read(file, 0, 4), 'RF64');
  const chunks = await soundChunks(file, isLong);
  const [format, data] = ['fmt ', 'data'].map((wanted) => chunks.find(({ name }) => name === wanted));
  if (format === undefined || data === undefined || format.length < 16) throw new DamagedError('no sound');
  const found: Finding[] = [];
  for (const one of chunks.filter((each) => each !== format && each !== data && each.name !== 'ds64')) {
    if (one.name !== 'fact') found.push(...findingsOf(one.name, await look(file, one)));
  }
  const fact = chunks.find(({ name, length }) => name === 'fact' && length === 4);
  const kept = [format, ...(fact === undefined ? [] : [fact])].map((one) =>
    chunk(one.name, contentOf(file, one)),
  );
  return clean(file, isLong ? await longWav(file, chunks, kept, data) : wav(file, kept, data), found);
}

function contentOf(file: Blob, { at, length }: Chunk): Blob {
  return file.slice(at, at + length);
}

async function look(file: Blob, { at, length }: Chunk): Promise<Uint8Array> {
  return read(file, at, Math.min(length, LOOK_OCTETS));
}

/** A recorder that was cut off never wrote how long the sound is: it goes on to the end. */
async function soundChunks(file: Blob, isLong: boolean): Promise<Chunk[]> {
  const long = isLong ? Number(view(await read(file, 28, 8)).getBigUint64(0, true)) : UNKNOWN;
  return chunksOf(file, 12, file.size, (name, length, at) => {
    if (name !== 'data') return length;
    const announced = isLong && length === UNKNOWN ? long : length;
    return announced === UNKNOWN || announced === 0 || at + announced > file.size
      ? file.size - at
      : announced;
  });
}

function wav(file: Blob, kept: readonly Blob[], data: Chunk): Blob[] {
  const sound = [
    chunkHeader('data', data.length),
    contentOf(file, data),
    new Blob([new Uint8Array(data.length % 2)]),
  ];
  const content = new Blob([octets('WAVE'), ...kept, ...sound]);
  return [new Blob([chunkHeader('RIFF', content.size), content])];
}

async function longWav(
  file: Blob,
  chunks: readonly Chunk[],
  kept: readonly Blob[],
  data: Chunk,
): Promise<Blob[]> {
  const lengths = chunks.find(({ name, length }) => name === 'ds64' && length >= LONG_OCTETS);
  if (lengths === undefined) throw new DamagedError('no lengths');
  const long = await read(file, lengths.at, LONG_OCTETS);
  view(long).setUint32(24, 0, true);
  const sound = [chunkHeader('data', UNKNOWN), contentOf(file, data), new Uint8Array(data.length % 2)];
  const content = new Blob([octets('WAVE'), chunkHeader('ds64', LONG_OCTETS), long, ...kept, ...sound]);
  view(long).setBigUint64(0, BigInt(content.size), true);
  view(long).setBigUint64(8, BigInt(data.length), true);
  return [
    new Blob([
      chunkHeader('RF64', UNKNOWN),
      octets('WAVE'),
      chunkHeader('ds64', LONG_OCTETS),
      long,
      ...kept,
      ...sound,
    ]),
  ];
}

/** What programs write in lists: a name of four letters, a length, a text. */
const TEXTS: Readonly<Record<string, Finding['kind']>> = {
  IART: 'author',
  ICMT: 'comments',
  ICOP: 'author',
  ICRD: 'time',
  IENG: 'author',
  INAM: 'description',
  ISFT: 'software',
  ITCH: 'author',
};

function findingsOf(name: string, content: Uint8Array): Finding[] {
  if (name === 'LIST') return textsOf(content);
  if (name === '_PMX') return readXmp(content);
  if (name === 'C2PA') return [finding('provenance')];
  if (name !== 'bext') return ['JUNK', 'PAD ', 'FLLR'].includes(name) ? [] : [finding('other', name)];
  const text = (from: number, length: number) => letters(content, from, length).replaceAll('\0', '');
  return [
    finding('description', text(0, 256)),
    finding('device', text(256, 32)),
    finding('identifier', text(288, 32)),
    finding('time', text(320, 18)),
  ];
}

function textsOf(content: Uint8Array): Finding[] {
  const found: Finding[] = [];
  for (let at = 4; at + 8 <= content.length;) {
    const length = view(content).getUint32(at + 4, true);
    const kind = TEXTS[letters(content, at, 4)];
    const text = new TextDecoder().decode(content.subarray(at + 8, at + 8 + length));
    if (kind !== undefined) found.push(finding(kind, text));
    at += 8 + length + (length % 2);
  }
  return found.length === 0 ? [finding('other')] : found;
}
