/** What a scrubber says at the end. */
import { FINDING_CHARACTERS, type Finding, type Scrubbed } from './scrubber.ts';

/** @param text - any that stands in a file: it becomes one line, and short */
export function finding(kind: Finding['kind'], text: string | null = null): Finding {
  const line = text?.replaceAll(/[\p{C}\s]+/gu, ' ').trim() ?? '';
  return {
    kind,
    text: line === '' ? null : line.slice(0, FINDING_CHARACTERS).replace(/[\ud800-\udbff]$/, ''),
  };
}

/** @returns each that was found once, and none without a text beside one of its kind that has one */
function distinct(found: readonly Finding[]): Finding[] {
  const spoken = new Set(found.filter(({ text }) => text !== null).map(({ kind }) => kind));
  const once = new Map(found.map((one) => [`${one.kind} ${one.text}`, one]));
  return [...once.values()].filter(({ kind, text }) => text !== null || !spoken.has(kind));
}

/** @param parts - slices of the file, and what stands in place of others */
export function clean(file: Blob, parts: readonly BlobPart[], found: readonly Finding[]): Scrubbed {
  return { is: 'clean', file: new Blob([...parts], { type: file.type }), found: distinct(found) };
}

export function kept(
  reason: Extract<Scrubbed, { is: 'kept' }>['reason'],
  found: readonly Finding[] = [],
): Scrubbed {
  return { is: 'kept', reason, found: distinct(found) };
}
