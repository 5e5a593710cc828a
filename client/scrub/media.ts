/** Pictures, sound and film: what also stands inside of documents. */
import { kept } from './finding.ts';
import { formatOf, type Format } from './format.ts';
import { NotLoadedError } from './not-loaded.ts';
import type { Scrubbed, Scrubber } from './scrubber.ts';

export type Table = Partial<Record<Format, () => Promise<Scrubber>>>;

/** Each is loaded when the first file of its format comes. */
export const MEDIA: Table = {
  jpeg: async () => (await import('./jpeg.ts')).scrubJpeg,
  png: async () => (await import('./png.ts')).scrubPng,
  gif: async () => (await import('./gif.ts')).scrubGif,
  webp: async () => (await import('./webp.ts')).scrubWebp,
  tiff: async () => (await import('./tiff.ts')).scrubTiff,
  heif: async () => (await import('./heif.ts')).scrubHeif,
  mp4: async () => (await import('./mp4.ts')).scrubMp4,
  svg: async () => (await import('./svg.ts')).scrubSvg,
  mp3: async () => (await import('./mp3.ts')).scrubMp3,
  wav: async () => (await import('./wav.ts')).scrubWav,
  flac: async () => (await import('./flac.ts')).scrubFlac,
  ogg: async () => (await import('./ogg.ts')).scrubOgg,
};

/** What a document embeds. Documents themselves aren't in it: they would never end. */
export function scrubMedia(file: Blob): Promise<Scrubbed> {
  return scrubBy(MEDIA, file);
}

/** @throws {NotLoadedError} */
export async function scrubBy(table: Table, file: Blob): Promise<Scrubbed> {
  try {
    const format = await formatOf(file);
    const load = format === null ? undefined : table[format];
    if (load === undefined) return kept('unknown-format');
    const scrubber = await load().catch(() => {
      throw new NotLoadedError();
    });
    return await scrubber(file);
  } catch (error) {
    if (error instanceof NotLoadedError) throw error;
    // Whatever nobody thought of: then not all of the file was read.
    return kept('damaged');
  }
}
