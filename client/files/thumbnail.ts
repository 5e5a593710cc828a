/** A small picture of one that somebody chose: drawn on this device, of their own file, and read by nobody. */
import { judge } from './judging.ts';

/** A phone holds four octets of memory for each dot while it draws: 40 million. */
const MOST_PIXELS = 40e6;

/** Dots of the longer side, for screens that have two for one. */
const SIDE = 256;

/** Forty pictures at once would be forty in memory. */
let last: Promise<unknown> = Promise.resolve();

/** @returns false for what is no picture that can be drawn */
export function drawThumbnail(
  file: Blob,
  canvas: HTMLCanvasElement,
  isWanted: () => boolean,
): Promise<boolean> {
  const drawn = last.then(() => isWanted() && draw(file, canvas)).catch(() => false);
  last = drawn;
  return drawn;
}

async function draw(file: Blob, canvas: HTMLCanvasElement): Promise<boolean> {
  const judged = await judge(file, MOST_PIXELS);
  if (judged.is !== 'shown' || judged.kind !== 'picture') return false;
  // No image element: the policy of the page lets it show no file, and needs no exception for this.
  const bitmap = await createImageBitmap(file.slice(0, file.size, judged.type));
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return true;
}
