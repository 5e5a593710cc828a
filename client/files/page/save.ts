/** Handing a file to whoever asked for it: saved where their browser puts such files, opened by nothing of ours. */

/** Milliseconds after which a file is in the browser's hands. */
const HANDED_OVER = 60_000;

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
