/**
 * What a kind of entry is. Each kind is one file in this folder and says there all that the rest of the program asks of it;
 * `table.ts` lists them. To add one, see CONTRIBUTING.
 */
import * as z from 'zod/mini';
import { utf8, type Hash, type PersonId } from '../../../crypto/bytes.ts';
import type { VerifiedEntry } from '../../../crypto/chain.ts';
import type { Chain } from '../../../crypto/header.ts';
import type { Directory } from '../../../server/api/directory.ts';
import type { IdentityFold, IdentityRequest } from './identity-requests.ts';
import type { NamedSet } from './named-set.ts';

/** What somebody is in one case: a custodian is whom its report names as one, whatever the office says since. */
export type CaseRole = 'reporter' | 'officer' | 'custodian';

/** What a kind is shown with. */
export interface ItemContext {
  readonly directory: Directory;
  readonly seq: number;
  /** Finds the request for an identity that an entry names; undefined where there are none. */
  readonly request: (named: Hash) => IdentityRequest | undefined;
}

/** Who may be made a reader of a case, as an entry finds it. */
export interface Readers {
  /** Who reads it now. */
  readonly readers: readonly PersonId[];
  /** Whom the reporter left out, and who is to decide about the identity. */
  readonly barred: readonly PersonId[];
}

/**
 * `founds`: it may be the first of its chain, under a key that it brings. `changes`: it brings the next key. `gives`: it
 * names further sets of keys there are. Any other kind is under the key of the entry before, and names none.
 */
export type KeyEffect = 'founds' | 'changes' | 'gives';

export interface Kind<N extends string = string, C = unknown, I = unknown> {
  /** As it stands in entries. One that begins with `?` may be passed over by a page that does not know it. */
  readonly name: N;
  /** Who may write it, by chain. Anything else found there was not written by a page of ours. */
  readonly writers: Partial<Record<Chain, readonly CaseRole[]>>;
  /** A field whose name begins with `?` may be passed over by a page that does not know it. */
  readonly schema: z.ZodMiniType<C>;
  /** Whether it says something to the other side, rather than only being on record. */
  readonly isWord?: true;
  readonly key?: KeyEffect;
  /** Whether what stands in it opens other entries: it is shown to nobody who holds no key of the case. */
  readonly opensOthers?: true;
  /** Whom it names: people of the directory. */
  readonly people?: (content: C) => readonly PersonId[];
  /** The slot sets it names. */
  readonly sets?: (content: C) => readonly NamedSet[];
  /** Who reads the case after it, in the order in which they came to it. */
  readonly readersAfter?: (before: readonly PersonId[], content: C) => readonly PersonId[];
  /** Whether everybody whom it makes a reader may be one. */
  readonly mayGive?: (content: C, people: Readers) => boolean;
  /** What it does to the identity, and to requests for it. @throws CryptoError for what no page of ours writes */
  readonly identity?: (fold: IdentityFold, entry: VerifiedEntry, content: C) => void;
  /** What a screen shows of it, besides its author and day; null for the report, which is shown apart. */
  readonly item: (content: C, context: ItemContext) => I;
}

/** What stands in an entry of a kind. */
export function encodeAs<C>(kind: Pick<Kind<string, C>, 'schema'>, content: C): Uint8Array {
  return utf8(JSON.stringify(z.encode(kind.schema, content)));
}

/** Gives a kind its exact type. */
export function defineKind<const N extends string, C, I>(kind: Kind<N, C, I>): Kind<N, C, I> {
  return kind;
}
