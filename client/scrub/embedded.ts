/** Pictures, sound and film inside of a document, each cleaned by what cleans it when it comes alone. */
import { finding } from './finding.ts';
import { scrubMedia } from './media.ts';
import { NotCleaned } from './not-cleaned.ts';
import type { Finding } from './scrubber.ts';

/**
 * @param name of the part, as it is told where it can't be cleaned
 * @throws {NotCleaned} `not-removable`
 */
export async function cleanEmbedded(name: string, bytes: Uint8Array, found: Finding[]): Promise<Uint8Array> {
  // What is empty says nothing.
  if (bytes.length === 0) return bytes;
  const scrubbed = await scrubMedia(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  found.push(...scrubbed.found);
  if (scrubbed.is === 'kept') throw new NotCleaned('not-removable', [finding('embedded', baseName(name))]);
  return new Uint8Array(await scrubbed.file.arrayBuffer());
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
