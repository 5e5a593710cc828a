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
  /** The entry of the incident that it shows; null where it belongs to the report. */
  readonly incident: string | null;
  /** The UTC day it was deleted; null while it is there. */
  readonly gone: string | null;
}

export function filesOf(items: readonly Item[]): CaseFile[] {
  return items.flatMap((item) => {
    if (!('sent' in item)) return [];
    const gone = items.find((one) => 'gone' in one && one.gone === item.id);
    const { name, size, type, incident } = item.sent;
    const { id, day, author } = item;
    return [{ id, day, author, name, size, type, incident, gone: gone?.day ?? null }];
  });
}
