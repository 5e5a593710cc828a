/** Cleans a file of what it tells about whoever made it. */
import { MEDIA, scrubBy, type Table } from './media.ts';
import type { Scrubbed } from './scrubber.ts';

const FORMATS: Table = {
  ...MEDIA,
  ooxml: async () => (await import('./ooxml.ts')).scrubOoxml,
  odf: async () => (await import('./odf.ts')).scrubOdf,
  pdf: async () => (await import('./pdf.ts')).scrubPdf,
  compound: async () => (await import('./compound.ts')).scrubCompound,
};

/**
 * @returns what was found, and the cleaned file, or why nothing was removed; it never throws for what stands in a file.
 * @throws {NotLoadedError}
 */
export function scrub(file: Blob): Promise<Scrubbed> {
  return scrubBy(FORMATS, file);
}
