/** The files of a case, as both sides see them: those that were sent, and which of them are deleted. */
import type { Item, ItemAuthor } from './item.ts';

export interface CaseFile {
  /** base64url of the hash of the entry that sent it. */
  readonly id: string;
  readonly day: string;
  readonly author: ItemAuthor;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly type: string;
  /** Whether an untouched original is kept with it, for custodians only. */
  readonly hasOriginal: boolean;
  /** The entry of the incident that it shows; null where it belongs to the report. */
  readonly incident: string | null;
  /** The UTC day it was deleted; null while it is there. */
  readonly gone: string | null;
}

/** @param originals ids of those beside which an untouched original is kept */
export function filesOf(items: readonly Item[], originals: readonly string[] = []): CaseFile[] {
  return items.flatMap((item) => {
    if (!('sent' in item)) return [];
    const gone = items.find((one) => 'gone' in one && one.gone === item.id);
    const { name, size, type, incident } = item.sent;
    const { id, day, author } = item;
    const hasOriginal = originals.includes(id);
    return [{ id, day, author, name, size, type, incident, hasOriginal, gone: gone?.day ?? null }];
  });
}
