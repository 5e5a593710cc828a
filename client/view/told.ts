/** What a page and the view in it say to one another. Nothing that the view says is believed before it was read here. */

/** What can be looked at, by what shows it. */
export type Kind = 'picture' | 'sound' | 'film' | 'text' | 'pdf';

/** Said to the view, once. */
export interface ToShow {
  readonly file: Blob;
  readonly kind: Kind;
  /** The type it is shown as, whatever its sender calls it. */
  readonly type: string;
  readonly name: string;
  /** CSS pixels that are seen at once, from top to bottom. */
  readonly room: number;
}

/** Said to the view later: which page, the first being 1, and whether as large as it is or as wide as there is room. */
export interface Wish {
  readonly page: number;
  readonly large: boolean;
}

/** Said by the view: what is seen now and how high it is, in CSS pixels, or why nothing is. */
export type Told =
  | { readonly is: 'shown'; readonly page: number; readonly pages: number; readonly height: number }
  | { readonly is: 'failed'; readonly why: 'not-shown' | 'encrypted' | 'not-loaded' };

/** @returns null for anything that the view would not say: whatever it showed may speak in its place */
export function readTold(said: unknown): Told | null {
  const { is, page, pages, height, why } = Object(said) as Record<string, unknown>;
  if (is === 'failed' && (why === 'not-shown' || why === 'encrypted' || why === 'not-loaded'))
    return { is, why };
  const isCounted = [page, pages, height].every((count) => Number.isSafeInteger(count) && Number(count) > 0);
  if (is !== 'shown' || !isCounted) return null;
  return { is, page: Number(page), pages: Number(pages), height: Number(height) };
}

/** Said by the view of keys: the page around it does not hear them, and leaves when Shift comes three times. */
export interface Pressed {
  readonly is: 'keydown' | 'keyup';
  /** Of any other key it is not told which. */
  readonly key: 'Shift' | 'Unidentified';
}

/** @returns null for anything that the view would not say */
export function readPressed(said: unknown): Pressed | null {
  const { is, key } = Object(said) as Record<string, unknown>;
  if (is !== 'keydown' && is !== 'keyup') return null;
  return { is, key: key === 'Shift' ? key : 'Unidentified' };
}
