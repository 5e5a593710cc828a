/** Asking the server for pages of a keyring, a few at a time, and storing them one by one. */
import { CryptoError } from '../../../../crypto/errors.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { readKeyring, storeKeyringPage } from '../../../../server/api/officer.ts';
import type { Api } from '../../../calls/api.ts';
import type { StoredPage } from './page.ts';

/** Pages that one answer holds. */
export const AT_ONCE = LIMITS.keyringAnswerPages;

/** Those of so many pages from a number on that there are, by number. What is no answer to that counts for nothing. */
export async function readPages(api: Api, from: number, pages: number): Promise<Map<number, StoredPage>> {
  const asked = Math.min(pages, AT_ONCE, LIMITS.keyringPages - from);
  if (asked < 1) return new Map();
  const answer = await api.call(readKeyring, { from, pages: asked });
  const ours = answer.pages.filter(({ page }) => page >= from && page < from + asked);
  return new Map(ours.map((stored) => [stored.page, stored]));
}

/**
 * @param stored sealed under the revision after the one it replaces
 * @throws ApiError `conflict` when another device stored first
 */
export async function storePage(api: Api, { page, revision, box }: StoredPage): Promise<void> {
  const answer = await api.call(storeKeyringPage, { page, revision: revision - 1, box });
  if (answer.revision !== revision) throw new CryptoError('tampered', 'another revision than was stored');
}
