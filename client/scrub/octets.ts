/** Numbers and letters as they stand in files, and files read piece by piece. */

/** A picture or a table of contents is read whole only up to here: 256 MiB. */
export const WHOLE_OCTETS = 256 * 2 ** 20;

/** That a file ends before what it announces, or contradicts itself. */
export class DamagedError extends Error {}

/** @throws {DamagedError} when the file is shorter */
export async function read(file: Blob, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  if (length < 0 || from < 0 || from + length > file.size) throw new DamagedError('shorter than it says');
  return new Uint8Array(await file.slice(from, from + length).arrayBuffer());
}

export function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws {DamagedError} when that part isn't there */
export function part(bytes: Uint8Array, from: number, length: number): Uint8Array {
  if (length < 0 || from < 0 || from + length > bytes.length) throw new DamagedError('shorter than it says');
  return bytes.subarray(from, from + length);
}

/** @returns the letters at a place, one for each octet; fewer where the bytes end */
export function letters(bytes: Uint8Array, from = 0, length = bytes.length): string {
  let text = '';
  for (const octet of bytes.subarray(from, from + length)) text += String.fromCharCode(octet);
  return text;
}

export function startsWith(bytes: Uint8Array, text: string, from = 0): boolean {
  return letters(bytes, from, text.length) === text;
}

/** @returns one octet for each letter, of which each is below 256 */
export function octets(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of parts) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}
