/** Words of a text that could give away who wrote it. */

/** What they are, in the order in which one is preferred where two would share words. */
export const kinds = [
  'mail',
  'name',
  'number',
  'document',
  'phone',
  'time',
  'alone',
  'unit',
  'role',
] as const;

export type Kind = (typeof kinds)[number];

/** Where they stand, in UTF-16 units of the text as it was typed. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
}
