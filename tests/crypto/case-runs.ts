/** The functions that vectors of §6, step 8, and of §11 run: what entries say, once they are opened. */
import { toBase64url } from '../../crypto/base64url.ts';
import { utf8, type CaseId, type Claim } from '../../crypto/bytes.ts';
import type { VerifiedChain, VerifiedEntry } from '../../crypto/chain.ts';
import { AUDIENCE_OF, type Chain } from '../../crypto/header.ts';
import { readableNotes, readableShared, type Readable } from '../../client/case/fold/readable.ts';
import { setsOf } from '../../client/case/keys/named-sets.ts';
import {
  currentHolders,
  currentReaders,
  currentNoteReaders,
  noteHolders,
} from '../../client/case/keys/readers.ts';
import { contentOf } from '../../client/case/kinds/table.ts';
import type { Directory } from '../../server/api/directory.ts';
import { plain, type Input, type Plain } from './vector.ts';

const POLICY = { acknowledgeDays: 7, feedbackDays: 90, identityDays: 7, recoveryHelpers: 2 };

export const CASE_RUNS: Readonly<Record<string, (input: Input) => Plain>> = {
  readContent: (input) => {
    const bytes = input.has('bytes') ? input.bytes('bytes') : utf8(input.text('text'));
    const { kind, hasMore } = contentOf({ kind: input.text('kind'), content: bytes });
    return { isKnown: kind !== null, hasMore };
  },
  readShared: (input) => {
    const { entries, unreadable, folded } = sharedOf(input);
    return plain({
      ...told({ entries, unreadable }),
      readers: currentReaders(entries),
      holders: currentHolders(entries),
      requests: folded.view.identity.requests.map(({ state, from, disclosure }) => ({
        state,
        from,
        broken: disclosure?.broken ?? null,
      })),
      sets: setsOf(entries, null).map(({ hash }) => hash),
    });
  },
  readNotes: (input) => {
    const shared = sharedOf(input).entries;
    const read = readableNotes(chainOf(input, 'internal'), shared, directoryOf(input));
    return plain({
      ...told(read),
      readers: currentNoteReaders(shared, read.entries),
      holders: noteHolders(shared, read.entries),
      sets: setsOf(shared, read.entries).map(({ hash }) => hash),
    });
  },
};

function told({ entries, unreadable }: Pick<Readable<unknown>, 'entries' | 'unreadable'>) {
  return { readable: entries.length, isNewer: unreadable?.isNewer ?? null };
}

function sharedOf(input: Input) {
  return readableShared(input.typed('CaseId', 'case'), chainOf(input, 'shared'), directoryOf(input));
}

function directoryOf(input: Input): Directory {
  const people = input.bytesList('people').map((id) => ({ id, name: toBase64url(id) }));
  return { people, policy: POLICY } as unknown as Directory;
}

/** Entries as they are once they have opened: what is asked of them, and nothing else. */
function chainOf(input: Input, chain: Chain): VerifiedChain {
  const caseId: CaseId = input.typed('CaseId', 'case');
  const entries = input.list(chain).map((entry, seq): VerifiedEntry => {
    const header = { caseId, chain, seq, audience: AUDIENCE_OF[chain], epoch: entry.number('epoch') };
    const claim: Claim | undefined = entry.has('claim') ? entry.typed('Claim', 'claim') : undefined;
    return {
      header: { ...header, claim },
      author: entry.has('author')
        ? { role: 'person', id: entry.typed('PersonId', 'author') }
        : { role: 'reporter' },
      kind: entry.text('kind'),
      content: entry.has('bytes') ? entry.bytes('bytes') : utf8(entry.text('text')),
      commitment: entry.typed('Commitment', 'commitment'),
      hash: entry.typed('Hash', 'hash'),
      day: entry.text('day'),
      stamped: entry.text('day'),
    } as unknown as VerifiedEntry;
  });
  return { links: entries, entries, stopped: null };
}
