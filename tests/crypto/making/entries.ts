/** Vectors of entries. Sealing is random: what is stored is a sealed entry of each sort, and what it holds. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { concat, u32, utf8, type CaseKey, type EntryBytes, type SigningSeed } from '../../../crypto/bytes.ts';
import { claimBlind, claimOf } from '../../../crypto/claim.ts';
import { decoyEntry } from '../../../crypto/decoy.ts';
import { commitmentOf, ownKey, sealEntry, type EntryDraft } from '../../../crypto/entry.ts';
import { field, frame } from '../../../crypto/frame.ts';
import {
  BODY_SIZES,
  entryHash,
  formatHeader,
  formatPlace,
  HEADER_LENGTH,
  insideHash,
  NO_HASH,
  parseEntry,
  PLACE_LENGTH,
} from '../../../crypto/header.ts';
import { sign } from '../../../crypto/signature.ts';
import { sodium } from '../../../crypto/sodium.ts';
import { plain, type BytesIn, type Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

/** Where the fields of an entry's header begin (PROTOCOL §6). */
const AT = {
  suite: 0,
  caseId: 1,
  chain: 17,
  seq: 18,
  previous: 22,
  audience: 54,
  epoch: 55,
  nonce: 59,
  commitment: 83,
  claim: 115,
};

export function entries(cast: Cast): Topic {
  const { reporter, otherReporter, amina, bruno, stranger, key } = cast;
  const place = {
    caseId: reporter.caseId,
    chain: 'shared',
    seq: 0,
    previous: NO_HASH,
    audience: 'shared',
    epoch: 0,
  } as const;
  const byReporter = { role: 'reporter', key: reporter.signingPublicKey } as const;
  const by = (id: typeof amina.id) => ({ role: 'person', id }) as const;
  const report: EntryDraft = {
    ...place,
    author: byReporter,
    kind: 'report',
    content: utf8('{"text":"The night shift looks away. Ночь. ليل"}'),
  };
  const message: EntryDraft = {
    ...place,
    seq: 1,
    previous: fixed('Hash', 'head'),
    author: by(amina.id),
    kind: 'message',
    content: utf8('{"text":"Thank you."}'),
  };
  const note: EntryDraft = {
    ...message,
    chain: 'internal',
    audience: 'officers',
    kind: 'note',
    content: utf8(''),
  };
  const sealed = {
    report: sealEntry(report, key, reporter.signingSeed),
    message: sealEntry(message, key, amina.signingSeed),
    note: sealEntry(note, cast.officersKey, amina.signingSeed),
    // One byte more, and it would need the next size.
    full: sealEntry({ ...message, content: fullContent(message, 0) }, key, amina.signingSeed),
    otherName: sealEntry({ ...message, author: by(bruno.id) }, key, amina.signingSeed),
    stranger: sealEntry({ ...message, author: by(stranger.id) }, key, stranger.signingSeed),
    otherReporter: sealEntry(
      { ...message, author: { role: 'reporter', key: otherReporter.signingPublicKey } },
      key,
      otherReporter.signingSeed,
    ),
    asReporter: sealEntry({ ...message, author: byReporter }, key, amina.signingSeed),
    decoy: decoyEntry({ ...place }, BODY_SIZES[0]),
  };
  const bodies = {
    noPadding: bodyOf(message, amina.signingSeed, (body) =>
      concat(body, new Uint8Array(BODY_SIZES[0] - body.length)),
    ),
    brokenPadding: bodyOf(message, amina.signingSeed, (body) =>
      concat(padded(body).slice(0, -1), Uint8Array.of(1)),
    ),
    leftOver: bodyOf(message, amina.signingSeed, (body) => padded(concat(body, Uint8Array.of(0)))),
    shortBody: bodyOf(message, amina.signingSeed, (body) => padded(body.slice(0, -1))),
    oddAuthor: bodyOf(message, amina.signingSeed, padded, amina.id.slice(0, 15)),
    noAuthor: bodyOf(message, amina.signingSeed, padded, new Uint8Array()),
    notText: bodyOf(message, amina.signingSeed, padded, amina.id, Uint8Array.of(0x6d, 0xff)),
    empty: seal(message, padded(new Uint8Array())),
  };
  const own = ownKey(key, sealed.report.subarray(0, PLACE_LENGTH));
  const samples: Record<string, Uint8Array> = {
    ...sealed,
    ...bodies,
    secondText: secondText(sealed.message),
  };
  const people = cast.people;
  const blind = claimBlind(reporter.claimKey, 0, NO_HASH);
  const claimed = {
    proofKey: reporter.proofKey,
    report: { door: 'officials', directory: cast.directory },
  };
  const claimInput = { proofKey: reporter.proofKey, door: 'officials', directory: cast.directory, blind };
  const open = (entry: BytesIn, changes: object = {}) => ({ entry, key, people, ...changes });
  const opened = ({ seq, author, kind, content }: EntryDraft) =>
    plain({ seq, author, kind, content: new TextDecoder().decode(content) });
  const bad = (name: string, entry: BytesIn, code: string) => fails(name, 'openEntry', open(entry), code);
  const last = HEADER_LENGTH + BODY_SIZES[0] + 15;
  return {
    section: '§6 Entries and chains',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      gives(
        'the header of a report',
        'parseEntry',
        { entry: of('report') },
        parseEntry(sealed.report).header,
      ),
      gives('the header of a note', 'parseEntry', { entry: of('note') }, parseEntry(sealed.note).header),
      gives('the hash of an entry', 'entryHash', { entry: of('report') }, entryHash(sealed.report)),
      gives(
        'the hash of all but its claim',
        'insideHash',
        { entry: of('report') },
        insideHash(sealed.report),
      ),
      gives('the key of one entry', 'ownKey', { entry: of('report'), key }, own),
      gives(
        'a report opens with its own key',
        'openWithOwnKey',
        { entry: of('report'), own, people },
        opened(report),
      ),
      fails(
        'the key of one entry opens no other',
        'openWithOwnKey',
        { entry: of('message'), own, people },
        'tampered',
      ),
      fails(
        'a key that opens, and is not the one that the header names',
        'openWithOwnKey',
        { entry: of('secondText'), own: fixed('SealKey', 'second'), people },
        'tampered',
      ),
      gives('the claim of a report', 'claim', claimInput, claimOf(claimed, blind)),
      gives(
        'the claim of another entry',
        'claim',
        { proofKey: reporter.proofKey, blind },
        claimOf({ proofKey: reporter.proofKey, report: null }, blind),
      ),
      gives(
        'the blind of a claim',
        'claimBlind',
        { claimKey: reporter.claimKey, seq: 3, previous: fixed('Hash', 'head') },
        claimBlind(reporter.claimKey, 3, fixed('Hash', 'head')),
      ),
      gives('a report opens', 'openEntry', open(of('report')), opened(report)),
      gives('a message opens', 'openEntry', open(of('message')), opened(message)),
      gives(
        'a note without content opens',
        'openEntry',
        open(of('note'), { key: cast.officersKey }),
        opened(note),
      ),
      gives(
        'the longest content of 16 KiB opens',
        'openEntry',
        open(of('full')),
        opened({ ...message, content: fullContent(message, 0) }),
      ),
      ...Object.entries({
        caseId: AT.caseId,
        seq: AT.seq + 3,
        previous: AT.previous,
        epoch: AT.epoch + 3,
        nonce: AT.nonce + 23,
        commitment: AT.commitment + 31,
        claim: AT.claim,
      }).map(([name, offset]) =>
        bad(`a bit of ${name} flipped`, of('message', { flip: [offset, 0] }), 'tampered'),
      ),
      bad('the first bit of the ciphertext flipped', of('message', { flip: [HEADER_LENGTH, 7] }), 'tampered'),
      bad('a bit of the padding flipped', of('message', { flip: [HEADER_LENGTH + 9000, 2] }), 'tampered'),
      bad('the last bit of the tag flipped', of('message', { flip: [last, 0] }), 'tampered'),
      bad(
        'moved to the other chain',
        of('message', { put: [AT.chain, 'Ag'] }, { put: [AT.audience, 'Ag'] }),
        'tampered',
      ),
      bad(
        'the ciphertext of another entry',
        of('message', { put: [HEADER_LENGTH, of('report', { keep: [HEADER_LENGTH, last + 1] })] }),
        'tampered',
      ),
      bad('a decoy', of('decoy'), 'tampered'),
      fails('the key of another case', 'openEntry', open(of('message'), { key: cast.otherKey }), 'tampered'),
      fails('the key of another epoch', 'openEntry', open(of('message'), { key: cast.nextKey }), 'tampered'),
      fails('the key of another audience', 'openEntry', open(of('note')), 'tampered'),
      bad('nothing', '', 'malformed'),
      bad('half a header', of('message', { keep: [0, 40] }), 'malformed'),
      bad('a header alone', of('message', { keep: [0, HEADER_LENGTH] }), 'malformed'),
      bad('a byte short', of('message', { cut: 1 }), 'malformed'),
      bad('a byte long', of('message', { add: 'AA' }), 'malformed'),
      bad('suite 2', of('message', { put: [AT.suite, 'Ag'] }), 'malformed'),
      bad('chain 0', of('message', { put: [AT.chain, 'AA'] }), 'malformed'),
      bad('chain 3', of('message', { put: [AT.chain, 'Aw'] }), 'malformed'),
      bad('audience 0', of('message', { put: [AT.audience, 'AA'] }), 'malformed'),
      bad('the shared chain for officers alone', of('message', { put: [AT.audience, 'Ag'] }), 'malformed'),
      bad('the shared chain for custodians', of('message', { put: [AT.audience, 'Aw'] }), 'malformed'),
      fails(
        'notes for the reporter too',
        'openEntry',
        open(of('note', { put: [AT.audience, 'AQ'] }), { key: cast.officersKey }),
        'malformed',
      ),
      bad('padding that never begins', of('noPadding'), 'malformed'),
      bad('padding that ends with something', of('brokenPadding'), 'malformed'),
      bad('a byte left over inside', of('leftOver'), 'malformed'),
      bad('content shorter than it says', of('shortBody'), 'malformed'),
      bad('an author of fifteen bytes', of('oddAuthor'), 'malformed'),
      bad('no author', of('noAuthor'), 'malformed'),
      bad('a kind that is not UTF-8', of('notText'), 'malformed'),
      bad('nothing inside', of('empty'), 'malformed'),
      bad('by somebody in no directory', of('stranger'), 'unknown-author'),
      bad('by the reporter of another case', of('otherReporter'), 'unknown-author'),
      fails(
        'by somebody, with an empty directory',
        'openEntry',
        open(of('message'), { people: [] }),
        'unknown-author',
      ),
      bad('in the name of a colleague', of('otherName'), 'bad-signature'),
      bad('in the name of the reporter', of('asReporter'), 'bad-signature'),
      fails(
        'a directory with another key for the author',
        'openEntry',
        open(of('message'), { people: [{ id: amina.id, signing: bruno.signingPublicKey }] }),
        'bad-signature',
      ),
    ],
  };
}

/** The longest content with which a body is one byte shorter than the smallest size. */
function fullContent(draft: EntryDraft, more: number): Uint8Array {
  const rest = 64 + 4 + 16 + 4 + draft.kind.length + 4;
  return new Uint8Array(BODY_SIZES[0] - 1 - rest + more).fill(0x61);
}

/** The header of an entry, and another body under another key. */
function secondText(like: EntryBytes): EntryBytes {
  const header = like.slice(0, HEADER_LENGTH);
  const { nonce } = parseEntry(like).header;
  const context = frame('sotto/entry-aead/v1', header);
  const key = fixed('SealKey', 'second');
  const text = padded(utf8('another text'));
  return concat(
    header,
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, context, null, nonce, key),
  ) as EntryBytes;
}

function padded(body: Uint8Array): Uint8Array {
  return sodium.pad(body, BODY_SIZES[0]);
}

/** A body rightly signed, and then laid out in another way. */
function bodyOf(
  draft: EntryDraft,
  author: SigningSeed,
  layout: (body: Uint8Array) => Uint8Array,
  authorBytes: Uint8Array = draft.author.role === 'person' ? draft.author.id : draft.author.key,
  kind = utf8(draft.kind),
): EntryBytes {
  return seal(draft, (headerBytes) => {
    const fields = [authorBytes, kind, draft.content];
    return layout(concat(sign(author, 'sotto/entry/v1', headerBytes, ...fields), ...fields.map(field)));
  });
}

function seal(draft: EntryDraft, body: Uint8Array | ((header: Uint8Array) => Uint8Array)): EntryBytes {
  const key: CaseKey = fixed('CaseKey', 'shared 0');
  const nonce = fixed('Nonce', `${u32(draft.seq).join()} ${draft.kind}`);
  const own = ownKey(key, formatPlace({ ...draft, nonce }));
  const claim = fixed('Claim', draft.kind);
  const header = formatHeader({ ...draft, nonce, commitment: commitmentOf(own), claim });
  const text = typeof body === 'function' ? body(header) : body;
  const context = frame('sotto/entry-aead/v1', header);
  return concat(
    header,
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, context, null, nonce, own),
  ) as EntryBytes;
}
