import type { VerifiedEntry } from '../../../crypto/chain.ts';
import type { Priority } from '../kinds/choices.ts';
import { contentIf } from '../kinds/table.ts';

/** @param internal what can be read of the internal chain */
export function priorityOf(internal: readonly VerifiedEntry[]): Priority {
  const last = internal.findLast((entry) => contentIf('?priority', entry) !== null);
  return contentIf('?priority', last)?.priority ?? 'normal';
}
