/** Something that followed a report, as a screen lists it. */
import { toBase64url } from '../../../crypto/base64url.ts';
import type { PersonId } from '../../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import { CryptoError } from '../../../crypto/errors.ts';
import type { Chain } from '../../../crypto/header.ts';
import type { Directory } from '../../../server/api/directory.ts';
import { findPerson } from '../../directory/directory.ts';
import type { IdentityRequest } from '../kinds/identity-requests.ts';
import type { CaseRole } from '../kinds/kind.ts';
import { isAmong } from '../kinds/people.ts';
import { contentOf, isShowable, type KindItem } from '../kinds/table.ts';

/** Who wrote something: the reporter, or somebody of the office by the name or role it shows. */
export type ItemAuthor =
  | { readonly role: 'reporter' }
  | { readonly role: 'officer' | 'custodian'; readonly id: string; readonly name: string };

interface ItemBase {
  readonly seq: number;
  /** base64url of the entry's hash: other entries name it so. */
  readonly id: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly author: ItemAuthor;
  /** Whether it says something to the other side, rather than only being on record. */
  readonly isWord: boolean;
  /** Whether it holds something that this page is too old to show. */
  readonly hasMore: boolean;
  /** Whether it may be shown, opened, to somebody outside: it opens nothing else, as far as this page knows. */
  readonly isShowable: boolean;
}

/** `unknown`: of a kind that this page does not know, and may pass over. */
export type Item = ItemBase & (KindItem | { readonly kind: 'unknown' });

interface Context {
  readonly directory: Directory;
  readonly custodians: readonly PersonId[];
  /** Requests for the identity, by id. */
  readonly requests: ReadonlyMap<string, IdentityRequest>;
}

/** @throws CryptoError `malformed` for an entry of a kind that does not belong there */
export function toItem(entry: VerifiedEntry, chain: Chain, context: Context): Item {
  const { directory, custodians, requests } = context;
  const { kind, content, hasMore } = contentOf(entry);
  const role = roleOf(entry.author, custodians);
  const base = {
    seq: entry.header.seq,
    id: toBase64url(entry.hash),
    day: entry.day,
    author: toAuthor(entry, role, directory),
    isWord: kind?.isWord === true,
    hasMore,
    isShowable: isShowable({ kind, hasMore }),
  };
  if (kind === null) return { ...base, kind: 'unknown' };
  const shown = kind.item(content, {
    directory,
    seq: base.seq,
    request: (named) => requests.get(toBase64url(named)),
  });
  if (kind.writers[chain]?.includes(role) !== true || shown === null)
    throw new CryptoError('malformed', 'an entry of a kind that does not belong there');
  return { ...base, kind: kind.name, ...(shown as object) } as Item;
}

/** What an author is in a case whose report names these custodians. */
export function roleOf(author: VerifiedEntry['author'], custodians: readonly PersonId[]): CaseRole {
  if (author.role === 'reporter') return 'reporter';
  return isAmong(custodians, author.id) ? 'custodian' : 'officer';
}

function toAuthor({ author }: VerifiedEntry, role: CaseRole, directory: Directory): ItemAuthor {
  if (author.role === 'reporter' || role === 'reporter') return { role: 'reporter' };
  return { role, id: toBase64url(author.id), name: findPerson(directory, author.id)?.name ?? '' };
}
