/** Handing a file to whoever asked for it: saved where their browser puts such files, opened by nothing of ours. */
import type { DiskPlace } from '../sink.ts';

/** Milliseconds after which a file is in the browser's hands. */
const HANDED_OVER = 60_000;

type Picker = (options: { suggestedName: string }) => Promise<DiskPlace>;

/**
 * Written to the disk as it comes, where the browser lets a page ask for the place; elsewhere the browser holds it until it is all
 * there. Called while a press is handled: only then may a page ask.
 * @param open opens it: as it is written to a place, or, with null, as a whole
 */
export async function save(
  open: (place: DiskPlace | null) => Promise<Blob | null>,
  name: string,
): Promise<void> {
  const place = await askForPlace(name);
  if (place === 'cancelled') return;
  const file = await open(place);
  if (file !== null) saveFile(file, name);
}

/** @returns null where the browser has no such question */
export async function askForPlace(name: string): Promise<DiskPlace | 'cancelled' | null> {
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: Picker };
  if (showSaveFilePicker === undefined) return null;
  try {
    return await showSaveFilePicker({ suggestedName: safeName(name) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
    // Not allowed here, by whoever runs the device.
    return null;
  }
}

/** @param name as its sender called it: without what a file system takes for a place */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = safeName(name);
  link.click();
  // A browser may ask first where to put it, and takes it only then.
  setTimeout(() => URL.revokeObjectURL(address), HANDED_OVER);
}

/** Without separators, control characters and marks that turn the direction of what follows: `exe.fdp` is no PDF. */
export function safeName(name: string): string {
  const plain = name.replace(/[/\\:*?"<>|\p{Cc}\p{Cf}]/gu, '_').replace(/^[\s.]+|[\s.]+$/g, '');
  return plain === '' ? '_' : plain;
}
