/**
 * What cleans files of what they tell about whoever made them. One file a format: bytes in, findings and bytes out; it knows
 * no page and no network, and is loaded when a file of its format comes.
 */

export const FINDINGS = [
  'place',
  'time',
  'device',
  'author',
  'software',
  'preview',
  'description',
  'comments',
  'history',
  'embedded',
  'identifier',
  'provenance',
  'other',
] as const;

/** One thing that a file tells. */
export interface Finding {
  readonly kind: (typeof FINDINGS)[number];
  /** As it stands in the file, at most `FINDING_CHARACTERS`, to be shown and never translated; null where it is no text. */
  readonly text: string | null;
}

export const FINDING_CHARACTERS = 120;

/** Why a file goes as it is, or not at all: it is said to whoever chose it. */
export const REASONS = ['unknown-format', 'damaged', 'encrypted', 'too-large', 'not-removable'] as const;

export type Scrubbed =
  /** What was found is gone from `file`, which is made of slices of the one that came, so that it takes no memory. */
  | { readonly is: 'clean'; readonly file: Blob; readonly found: readonly Finding[] }
  /** Nothing was removed. */
  | { readonly is: 'kept'; readonly reason: (typeof REASONS)[number]; readonly found: readonly Finding[] };

/** Never throws for what stands in a file: whatever it can't read in full is `kept`. */
export type Scrubber = (file: Blob) => Promise<Scrubbed>;
