/** Vectors of whole chains. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { utf8, type CaseKey, type EntryBytes, type SigningSeed } from '../../../crypto/bytes.ts';
import { sealEntry, type Author } from '../../../crypto/entry.ts';
import { commitment } from '../../../crypto/case-key.ts';
import { entryHash, HEADER_LENGTH, NO_HASH, parseEntry, type Chain } from '../../../crypto/header.ts';
import { signerOf } from '../../../crypto/signature.ts';
import { stamp, type Day } from '../../../crypto/stamp.ts';
import { plain, type BytesIn, type Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

interface Step {
  readonly sample: string;
  readonly author: Author;
  readonly seed: SigningSeed;
  readonly kind: string;
  readonly content: string;
  readonly epoch: number;
  readonly key: CaseKey;
}

interface Stamped {
  readonly bytes: BytesIn;
  readonly day: Day;
  readonly signature: string;
}

export function chains(cast: Cast): Topic {
  const { instance, reporter, otherReporter, amina, bruno, stranger, notarySeed, days } = cast;
  const samples: Record<string, string> = {};
  const sealedBytes = new Map<string, EntryBytes>();

  /** Seals an entry after another one and keeps it as a sample. */
  const add = (
    step: Step,
    seq: number,
    after: string | null,
    chain: Chain = 'shared',
    caseId = reporter.caseId,
  ): void => {
    const previous = after === null ? NO_HASH : hashOf(after);
    const { author, kind, epoch } = step;
    const audience = chain === 'shared' ? 'shared' : 'officers';
    const draft = {
      caseId,
      chain,
      seq,
      previous,
      audience,
      epoch,
      author,
      kind,
      content: utf8(step.content),
    } as const;
    const bytes = sealEntry(draft, step.key, step.seed);
    sealedBytes.set(step.sample, bytes);
    samples[step.sample] = toBase64url(bytes);
  };
  const hashOf = (sample: string) => entryHash(sealedBytes.get(sample)!);
  const stamped = (sample: string, day: Day, notary = notarySeed, at = instance): Stamped => ({
    bytes: of(sample),
    day,
    signature: toBase64url(stamp(signerOf(notary), at, hashOf(sample), day).signature),
  });

  const theReporter: Author = { role: 'reporter', key: reporter.signingPublicKey };
  const officer: Author = { role: 'person', id: amina.id };
  const by = (
    sample: string,
    who: 'reporter' | 'officer',
    kind: string,
    content: string,
    changes: Partial<Step> = {},
  ): Step => ({
    sample,
    author: who === 'reporter' ? theReporter : officer,
    seed: who === 'reporter' ? reporter.signingSeed : amina.signingSeed,
    kind,
    content,
    epoch: 0,
    key: cast.key,
    ...changes,
  });
  const next = { epoch: 1, key: cast.nextKey };
  const steps = [
    by('report', 'reporter', 'report', '{"text":"The report"}'),
    by('access', 'officer', 'access', '{}'),
    by('rotation', 'officer', 'rotation', '{}', next),
    by('answer', 'reporter', 'message', '{"text":"An answer"}', next),
  ];
  for (const [seq, step] of steps.entries()) add(step, seq, steps[seq - 1]?.sample ?? null);
  const chain = steps.map(({ sample }, seq) => stamped(sample, days[seq]!));
  const [first, second, third, fourth] = chain as [Stamped, Stamped, Stamped, Stamped];

  // Each takes the place of one entry, or comes after the last.
  add(by('afterReport', 'officer', 'message', '{"text":"Instead of the access"}'), 1, 'report');
  add(by('oldKey', 'officer', 'message', '{"text":"Under the key before"}'), 3, 'rotation');
  add(
    by('stranger', 'officer', 'message', '{}', {
      ...next,
      author: { role: 'person', id: stranger.id },
      seed: stranger.signingSeed,
    }),
    3,
    'rotation',
  );
  add(
    by('forged', 'officer', 'message', '{}', { ...next, author: { role: 'person', id: bruno.id } }),
    3,
    'rotation',
  );
  add(
    by('elsewhere', 'reporter', 'report', '{}', {
      author: { role: 'reporter', key: otherReporter.signingPublicKey },
      seed: otherReporter.signingSeed,
    }),
    0,
    null,
    'shared',
    otherReporter.caseId,
  );
  add(by('skipped', 'officer', 'message', '{}', next), 4, 'rotation');
  add(by('note', 'officer', 'note', '{"text":"A note"}', { key: cast.officersKey }), 0, null, 'internal');

  // Sealed under a key that nobody was given, and one after it that everybody could open.
  add(by('junk', 'officer', 'message', '{}', { key: cast.officersKey }), 2, 'access');
  add(by('afterJunk', 'officer', 'message', '{"text":"After it"}'), 3, 'junk');

  const keys = [
    { audience: 'shared', epoch: 0, key: cast.key },
    { audience: 'shared', epoch: 1, key: cast.nextKey },
    { audience: 'officers', epoch: 0, key: cast.officersKey },
  ];
  const base = {
    instance,
    case: reporter.caseId,
    chain: 'shared',
    notary: cast.notary,
    people: cast.people,
    keys,
  };
  const verify = (entries: Stamped[], changes: object = {}) => ({ ...base, entries, ...changes });
  /** @param shown how many entries there are, where some of them do not open, and why the first did not */
  const verified = (
    of: Step[],
    at: readonly Stamped[],
    shown = { links: of.length, stopped: null as string | null },
  ) =>
    plain({
      ...shown,
      entries: of.map(({ author, kind, content, sample, key, epoch }, seq) => ({
        seq,
        author,
        kind,
        content,
        day: at.slice(0, seq + 1).reduce((latest, { day }) => (day > latest ? day : latest), ''),
        stamped: at[seq]!.day,
        hash: hashOf(sample),
        commitment: commitment(
          key,
          reporter.caseId,
          parseEntry(sealedBytes.get(sample)!).header.audience,
          epoch,
        ),
      })),
    });
  const bad = (name: string, code: string, entries: Stamped[], changes: object = {}) =>
    fails(name, 'verifyChain', verify(entries, changes), code);
  /** Shows what was before the first entry that does not open. */
  const cut = (name: string, code: string, at: number, entries: Stamped[], changes: object = {}) =>
    gives(
      name,
      'verifyChain',
      verify(entries, changes),
      verified(steps.slice(0, at), chain, { links: entries.length, stopped: code }),
    );
  const flipped = (entry: Stamped, sample: string, offset: number): Stamped => ({
    ...entry,
    bytes: of(sample, { flip: [offset, 0] }),
  });
  const flippedSignature = toBase64url(
    stamp(signerOf(fixed('SigningSeed', 'nobody')), instance, hashOf('access'), days[1]!).signature,
  );
  const seen = (seq: number, sample: string) => ({ seen: { seq, hash: hashOf(sample) } });
  const noteStamped = stamped('note', days[0]!);
  const wentBack = steps.map(({ sample }, seq) =>
    stamped(sample, [days[2]!, days[0]!, days[3]!, days[2]!][seq]!),
  );
  return {
    section: '§6 Verifying a chain',
    samples,
    vectors: [
      gives('no entry at all', 'verifyChain', verify([]), verified([], [])),
      gives('a report alone', 'verifyChain', verify([first]), verified(steps.slice(0, 1), chain)),
      gives('a chain with a rotation', 'verifyChain', verify(chain), verified(steps, chain)),
      gives(
        'a chain that still holds what was seen',
        'verifyChain',
        verify(chain, seen(1, 'access')),
        verified(steps, chain),
      ),
      gives(
        'stamps of earlier days than the entry before',
        'verifyChain',
        verify(wentBack),
        verified(steps, wentBack),
      ),
      gives(
        'an internal chain',
        'verifyChain',
        verify([noteStamped], { chain: 'internal' }),
        verified(
          [by('note', 'officer', 'note', '{"text":"A note"}', { key: cast.officersKey })],
          [noteStamped],
        ),
      ),
      gives(
        'a chain cut at its end, for somebody without memory (§14)',
        'verifyChain',
        verify(chain.slice(0, 2)),
        verified(steps.slice(0, 2), chain),
      ),
      bad('cut at its end, for somebody who saw more', 'rolled-back', chain.slice(0, 3), seen(3, 'answer')),
      bad('nothing, for somebody who saw a report', 'rolled-back', [], seen(0, 'report')),
      bad('another history than was seen', 'broken-chain', chain, seen(1, 'afterReport')),
      bad('an entry in the middle dropped', 'broken-chain', [first, third, fourth]),
      bad('the first entry dropped', 'broken-chain', [second, third, fourth]),
      bad('two entries exchanged', 'broken-chain', [first, third, second, fourth]),
      bad('the first two exchanged', 'broken-chain', [second, first, third, fourth]),
      bad('an entry replayed after itself', 'broken-chain', [first, second, second]),
      bad('an entry replayed at the end', 'broken-chain', [...chain, first]),
      bad('an entry replaced by another for its place', 'broken-chain', [
        first,
        stamped('afterReport', days[1]!),
        third,
        fourth,
      ]),
      bad('a number skipped', 'broken-chain', [first, second, third, stamped('skipped', days[3]!)]),
      cut('an entry under the key before the last', 'broken-chain', 3, [
        first,
        second,
        third,
        stamped('oldKey', days[3]!),
      ]),
      bad('a bit of the number flipped', 'broken-chain', [first, flipped(second, 'access', 21)]),
      bad('a bit of the previous hash flipped', 'broken-chain', [first, flipped(second, 'access', 22)]),
      bad('a bit of the case id flipped', 'wrong-case', [flipped(first, 'report', 1)]),
      bad('an entry of another case', 'wrong-case', [stamped('elsewhere', days[0]!)]),
      bad('read as another case', 'wrong-case', chain, { case: otherReporter.caseId }),
      bad('the internal chain as the shared one', 'wrong-case', [noteStamped]),
      bad('the shared chain as the internal one', 'wrong-case', [first], { chain: 'internal' }),
      bad('a bit of the epoch flipped', 'bad-stamp', [first, flipped(second, 'access', 58)]),
      bad('a bit of the ciphertext flipped', 'bad-stamp', [
        first,
        flipped(second, 'access', HEADER_LENGTH + 7),
      ]),
      bad('a stamp by another key', 'bad-stamp', [first, { ...second, signature: flippedSignature }]),
      bad('a stamp of another entry', 'bad-stamp', [first, { ...second, signature: first.signature }]),
      bad('a stamp of another day', 'bad-stamp', [first, { ...second, day: '2031-03-02' as Day }]),
      bad('a stamp of another instance', 'bad-stamp', [
        stamped('report', days[0]!, notarySeed, cast.otherInstance),
      ]),
      bad('another notary in the directory', 'bad-stamp', chain, { notary: amina.signingPublicKey }),
      cut('a flipped bit, stamped anew by a notary that lies', 'tampered', 1, [
        first,
        stampAnew(second, 'access', 700),
      ]),
      bad('a flipped bit, stamped anew, under an entry that follows the true one', 'broken-chain', [
        first,
        stampAnew(second, 'access', 700),
        third,
      ]),
      cut('a report whose ciphertext is altered', 'tampered', 0, [stampAnew(first, 'report', 700)]),
      cut('junk, and an entry after it', 'tampered', 2, [
        first,
        second,
        stamped('junk', days[2]!),
        stamped('afterJunk', days[3]!),
      ]),
      cut(
        'junk that was seen before',
        'tampered',
        2,
        [first, second, stamped('junk', days[2]!)],
        seen(2, 'junk'),
      ),
      bad('junk that was seen before, gone', 'rolled-back', [first, second], seen(2, 'junk')),
      bad('junk that was seen before, exchanged', 'broken-chain', [first, second, third], seen(2, 'junk')),
      bad('junk after junk, that does not follow it', 'broken-chain', [
        first,
        stamped('afterJunk', days[1]!),
      ]),
      bad('an entry after junk, without a stamp of the notary', 'bad-stamp', [
        first,
        second,
        stamped('junk', days[2]!),
        stamped('afterJunk', days[3]!, fixed('SigningSeed', 'nobody')),
      ]),
      cut('an epoch whose key is not held', 'tampered', 2, chain, { keys: keys.slice(0, 1) }),
      cut('keys of two epochs exchanged', 'tampered', 0, chain, {
        keys: [
          { ...keys[0], key: cast.nextKey },
          { ...keys[1], key: cast.key },
        ],
      }),
      cut('by somebody in no directory', 'unknown-author', 3, [
        first,
        second,
        third,
        stamped('stranger', days[3]!),
      ]),
      cut('in the name of a colleague', 'bad-signature', 3, [
        first,
        second,
        third,
        stamped('forged', days[3]!),
      ]),
      bad('an entry cut short', 'malformed', [{ ...first, bytes: of('report', { cut: 1 }) }]),
      bad('an entry of another suite', 'malformed', [{ ...first, bytes: of('report', { put: [0, 'Ag'] }) }]),
      bad('a stamp cut short', 'malformed', [{ ...first, signature: first.signature.slice(0, -2) }]),
    ],
  };

  function stampAnew(entry: Stamped, sample: string, offset: number): Stamped {
    const bytes = sealedBytes.get(sample)!.slice() as EntryBytes;
    bytes[offset]! ^= 1;
    const { signature } = stamp(signerOf(notarySeed), instance, entryHash(bytes), entry.day);
    return { ...flipped(entry, sample, offset), signature: toBase64url(signature) };
  }
}
