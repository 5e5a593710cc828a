/** Something that followed a report, as a screen lists it. */
import type { PersonId } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Directory } from '../../server/api/directory.ts';
import { findPerson, namesOf } from '../directory.ts';
import {
  ALLOWED,
  decodeContent,
  isContentKind,
  type CaseRole,
  type Content,
  type StatusChange,
} from './content.ts';
import {
  isIdentityKind,
  requestOf,
  type BrokenRule,
  type IdentityKind,
  type IdentityView,
} from './identity.ts';
import { isAmong } from './readers.ts';

/** Who wrote something: the reporter, or somebody of the office by the name or role it shows. */
export type ItemAuthor =
  | { readonly role: 'reporter' }
  | { readonly role: 'officer' | 'custodian'; readonly id: string; readonly name: string };

interface ItemBase {
  readonly seq: number;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly author: ItemAuthor;
}

export type Item =
  | (ItemBase & { readonly kind: 'message' | 'facts' | 'note'; readonly text: string })
  | (ItemBase & { readonly kind: 'access' })
  /** A colleague was given access. */
  | (ItemBase & { readonly kind: 'grant'; readonly to: string })
  /** The key was changed; these people read on. */
  | (ItemBase & { readonly kind: 'rotation'; readonly readers: readonly string[] })
  /** The reporter gave a name, sealed. */
  | (ItemBase & { readonly kind: 'identity' })
  /** An officer asks who the reporter is, or the reporter objects to the officer of that name being told. */
  | (ItemBase & { readonly kind: 'identity-request'; readonly reason: string })
  | (ItemBase & { readonly kind: 'identity-objection'; readonly reason: string; readonly to: string })
  | (ItemBase & {
      readonly kind: 'identity-decision';
      readonly approved: boolean;
      readonly reason: string;
      readonly to: string;
    })
  | (ItemBase & {
      readonly kind: 'identity-disclosure';
      readonly to: string;
      readonly broken: BrokenRule | null;
    })
  | (ItemBase & { readonly kind: 'identity-access' })
  | (ItemBase & { readonly kind: 'status'; readonly status: StatusChange; readonly reason: string });

/** Whether an item says something to the other side, rather than only being on record. */
export function isWord(item: Item): boolean {
  return item.kind === 'message' || item.kind === 'facts' || item.kind === 'status';
}

interface ItemContext {
  readonly directory: Directory;
  readonly custodians: readonly PersonId[];
  readonly identity: IdentityView | null;
}

/** @throws CryptoError `malformed` for an entry of a kind that does not belong there */
export function toItem(entry: VerifiedEntry, chain: 'shared' | 'internal', context: ItemContext): Item {
  const { kind } = entry;
  const { directory } = context;
  const role = roleOf(entry.author, context.custodians);
  if (!isContentKind(kind) || !ALLOWED[chain][role].includes(kind) || kind === 'report') {
    throw new CryptoError('malformed', 'an entry of a kind that does not belong there');
  }
  const base = { seq: entry.header.seq, day: entry.day, author: toAuthor(entry, role, directory) };
  const content: Content = decodeContent(kind, entry.content);
  if (isIdentityKind(kind)) return identityItem(entry, kind, base, context);
  if (kind === 'access' || kind === 'identity') return { ...base, kind };
  if (kind === 'grant') {
    const { to } = content as Content<'grant'>;
    return { ...base, kind, to: findPerson(directory, to)?.name ?? '' };
  }
  if (kind === 'rotation') {
    return { ...base, kind, readers: namesOf((content as Content<'rotation'>).sealedTo, directory) };
  }
  if (kind === 'status') return { ...base, kind, ...(content as Content<'status'>) };
  return { ...base, kind, text: (content as Content<'message'>).text };
}

/** The entries about the identity, as `foldIdentity` has found them in order. */
function identityItem(
  entry: VerifiedEntry,
  kind: IdentityKind,
  base: ItemBase,
  { identity }: ItemContext,
): Item {
  if (kind === 'identity-request')
    return { ...base, kind, reason: decodeContent(kind, entry.content).reason };
  const asked = toBase64url(requestOf(entry));
  const request = identity?.requests.find(({ id }) => id === asked);
  const to = request?.by.name ?? '';
  if (kind === 'identity-decision') {
    const { approved, reason } = decodeContent(kind, entry.content);
    return { ...base, kind, approved, reason, to };
  }
  if (kind === 'identity-objection')
    return { ...base, kind, reason: decodeContent(kind, entry.content).reason, to };
  if (kind === 'identity-disclosure') {
    const isFirst = request?.disclosure?.seq === base.seq;
    return { ...base, kind, to, broken: isFirst ? request.disclosure.broken : null };
  }
  return { ...base, kind };
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
