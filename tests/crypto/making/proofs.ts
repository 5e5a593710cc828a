/**
 * Vectors of proofs of disclosure: true ones, and ones in which one thing is wrong and which are signed all the same, by their
 * author or by somebody who says to be that.
 */
import { toBase64url } from '../../../crypto/base64url.ts';
import { utf8, type SigningSeed } from '../../../crypto/bytes.ts';
import { directoryHash } from '../../../crypto/directory.ts';
import { authorityFingerprint } from '../../../crypto/fingerprint.ts';
import { sign, signerOf, signingPublicKey } from '../../../crypto/signature.ts';
import { stamp } from '../../../crypto/stamp.ts';
import { entryHash } from '../../../crypto/header.ts';
import { formatPage, formatProof, paperHash } from '../../../client/proof/format.ts';
import { plain, type BytesIn, type Edit, type Topic } from '../vector.ts';
import { fails, fixed, gives, type Cast } from './cast.ts';
import {
  directoryOf,
  FIRST,
  authorityKey,
  makeGround,
  SECOND,
  WHOM,
  type Json,
  type Made,
} from './proof-ground.ts';

const PAPER = { before: '<!doctype html>\n<p>What it says.</p>\n', after: '</html>\n' };

type Ground = ReturnType<typeof makeGround>;

export function proofs(cast: Cast): Topic {
  const ground = makeGround(cast);
  const { report, message, told } = ground;
  const long = {
    report: report.bytes,
    message: message.bytes,
    told: told.bytes,
    amina: cast.amina.kemPublicKey,
    bruno: cast.bruno.kemPublicKey,
  };
  const pieces = Object.entries(long).map(([name, bytes]) => ({ name, text: toBase64url(bytes) }));
  const samples = Object.fromEntries(pieces.map(({ name, text }) => [name, toBase64url(utf8(text))]));
  const file = (text: string) => inPieces(text, pieces);
  return {
    section: '§8.3 Proof of disclosure',
    samples,
    vectors: [
      ...trueOnes(cast, ground).map(([name, text, out]) =>
        gives(name, 'checkProof', { file: file(text) }, out),
      ),
      ...falseOnes(cast, ground).map(([name, code, text]) =>
        fails(name, 'checkProof', { file: file(text) }, code),
      ),
    ],
  };
}

interface Piece {
  readonly name: string;
  readonly text: string;
}

/** The bytes of a text, with what is long in it as samples. */
function inPieces(text: string, pieces: readonly Piece[]): BytesIn {
  const edit: Edit[] = [{ keep: [0, 0] }];
  let rest = text;
  for (;;) {
    const found = pieces
      .map((one) => ({ ...one, at: rest.indexOf(one.text) }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    const before = found === undefined ? rest : rest.slice(0, found.at);
    edit.push({ add: toBase64url(utf8(before)) });
    if (found === undefined) return { sample: pieces[0]!.name, edit };
    edit.push({ add: { sample: found.name } });
    rest = rest.slice(found.at + found.text.length);
  }
}

function sealedBy(seed: SigningSeed, cast: Cast) {
  return (body: Json) => {
    const text = JSON.stringify(body);
    return { text, signature: sign(seed, 'sotto/proof/v1', cast.instance, utf8(text)) };
  };
}

function trueOnes(cast: Cast, { body, report, message, told, by }: Ground): [string, string, unknown][] {
  const signed = sealedBy(cast.reporter.proofSeed, cast);
  const shows = (form: string, day: string, opened: unknown = null, isLogged = true) => ({
    form,
    day,
    isLogged,
    opened,
  });
  const says = (of: unknown, entries: unknown[] = []) => ({
    for: WHOM,
    made: '2031-03-06',
    door: 'official',
    words: authorityFingerprint(authorityKey()),
    report: of,
    entries,
  });
  const of = (author: string, kind: string, { content }: Made) => ({ author, kind, content });
  const opens = {
    report: shows('opened', FIRST, of('reporter', 'report', report)),
    message: shows('opened', SECOND, of(by, 'message', message)),
    told: shows('opened', SECOND, of('reporter', 'facts', told)),
  };
  const dated = body({ report: report.dated, entries: [] });
  const whole = body({ report: report.opened, entries: [message.opened, told.opened] });
  return [
    ['the date alone', formatProof(signed(dated)), says(shows('dated', FIRST))],
    [
      'the date alone, before its day was closed',
      formatProof(signed({ ...dated, report: { ...report.dated, log: null } })),
      says(shows('dated', FIRST, null, false)),
    ],
    [
      'the dates of two entries',
      formatProof(signed({ ...dated, entries: [told.dated] })),
      says(shows('dated', FIRST), [shows('dated', SECOND)]),
    ],
    ['all of it', formatProof(signed(whole)), says(opens.report, [opens.message, opens.told])],
    [
      'an answer to a report that stays sealed',
      formatProof(signed(body({ report: report.sealed, entries: [message.opened] }))),
      says(shows('sealed', FIRST), [opens.message]),
    ],
    ['in a page', inPage(signed, dated), says(shows('dated', FIRST))],
  ];
}

function inPage(signed: ReturnType<typeof sealedBy>, text: Json, around = PAPER): string {
  return formatPage(around, signed({ ...text, paper: toBase64url(paperHash(PAPER)) }));
}

type False = [name: string, code: string, text: string];

function falseOnes(cast: Cast, ground: Ground): False[] {
  const { body, report } = ground;
  const signed = sealedBy(cast.reporter.proofSeed, cast);
  const dated = body({ report: report.dated, entries: [] });
  const good = formatProof(signed(dated));
  const thief = fixed('SigningSeed', 'thief');
  const bent: (readonly [string, string, Json])[] = [...bentDates(cast, ground), ...bentEntries(ground)];
  return [
    ['nothing', 'malformed', ''],
    ['a byte more', 'malformed', `${good} `],
    ['without the line break at its end', 'malformed', good.slice(0, -1)],
    ['in another writing', 'malformed', good.replace('"text":', '"text": ')],
    ['with a field more', 'malformed', good.replace('{"text":', '{"more":1,"text":')],
    ['a word of its text changed', 'bad-signature', good.replace(WHOM, 'The labour Court')],
    ['signed by somebody else', 'bad-signature', formatProof(sealedBy(thief, cast)(dated))],
    [
      'somebody else as its author',
      'bad-signature',
      formatProof(sealedBy(thief, cast)({ ...dated, author: toBase64url(signingPublicKey(thief)) })),
    ],
    [
      'in another page',
      'tampered',
      inPage(signed, dated, { ...PAPER, before: '<!doctype html>\n<p>More.</p>\n' }),
    ],
    ['in a page, made to be bare', 'tampered', formatPage(PAPER, signed(dated))],
    ...bent.map(([name, code, text]): False => [name, code, formatProof(signed(text))]),
  ];
}

/** One thing wrong in a proof of the date, or around it. */
function bentDates(cast: Cast, { body, report, message, told }: Ground): [string, string, Json][] {
  const dated = body({ report: report.dated, entries: [] });
  const [first, second] = dated['directories'] as [Json, Json];
  const directories = (...all: object[]) => ({ ...dated, directories: all.map((one) => plain(one)) });
  const withReport = (changes: Json) => ({ ...dated, report: { ...report.dated, ...changes } });
  const other = signingPublicKey(fixed('SigningSeed', 'other'));
  const at = (day: typeof FIRST, notary = cast.notarySeed) =>
    plain(stamp(signerOf(notary), cast.instance, entryHash(report.bytes), day));
  const log = report.dated['log'] as { proof: string; before: null };
  const later = message.dated['log'] as { proof: string; before: Json };
  const someone = { ...cast.amina, signingPublicKey: other };
  const changed = directoryOf({ ...cast, amina: someone }, { version: 2 });
  return [
    ['a later format', 'newer', { ...dated, proof: 2 }],
    ['a field that there is not', 'malformed', { ...dated, more: null }],
    [
      'a field that is missing',
      'malformed',
      Object.fromEntries(Object.entries(dated).filter(([name]) => name !== 'door')),
    ],
    ['for nobody', 'malformed', { ...dated, for: '' }],
    ['without a directory', 'malformed', directories()],
    ['without the one that the report names', 'malformed', directories(second)],
    ['directories turned round', 'malformed', directories(second, first)],
    [
      'a directory of another office',
      'malformed',
      directories(first, directoryOf(cast, { instance: cast.otherInstance, version: 2 })),
    ],
    [
      'a directory that its authority did not sign',
      'wrong-authority',
      directories(first, directoryOf(cast, { version: 2 }, fixed('SigningSeed', 'other'))),
    ],
    [
      'a directory of another authority',
      'wrong-authority',
      directories(first, directoryOf(cast, { version: 2, authority: other }, fixed('SigningSeed', 'other'))),
    ],
    ['a person with other keys', 'tampered', directories(first, changed)],
    [
      'a stamp of another day',
      'bad-stamp',
      withReport({ stamp: { ...(report.dated['stamp'] as Json), day: SECOND } }),
    ],
    [
      'a stamp by nobody of the office',
      'bad-stamp',
      withReport({ stamp: at(FIRST, fixed('SigningSeed', 'other')) }),
    ],
    ['logged on a day that it is not stamped for', 'bad-stamp', withReport({ stamp: at(SECOND) })],
    ['another entry’s place in the log', 'broken-chain', withReport({ log: later })],
    ['a closing before the first', 'broken-chain', withReport({ log: { ...log, before: later.before } })],
    [
      'a checkpoint nobody signed',
      'bad-signature',
      withReport({ log: { ...log, proof: log.proof.replace('day 2031-03-01', 'day 2031-03-02') } }),
    ],
    ['another inside', 'bad-stamp', withReport({ inside: message.dated['inside'] })],
    ['another blind', 'bad-signature', withReport({ blind: told.dated['blind'] })],
    ['another door', 'bad-signature', { ...dated, door: 'public' }],
    [
      'the directory of another claim',
      'bad-signature',
      { ...dated, directory: toBase64url(directoryHash(second['text'] as string)) },
    ],
    ['an officer’s entry as the author’s', 'bad-signature', { ...dated, entries: [message.dated] }],
    ['an entry twice', 'malformed', { ...dated, entries: [told.dated, told.dated] }],
  ];
}

function bentEntries({ body, report, message, told }: Ground): [string, string, Json][] {
  const whole = (changes: Json) => body({ report: report.opened, entries: [message.opened], ...changes });
  const messageWith = (changes: Json) => whole({ entries: [{ ...message.opened, ...changes }] });
  return [
    [
      'an opened entry beside a report that says nothing of its case',
      'wrong-case',
      whole({ report: report.dated }),
    ],
    ['entries turned round', 'wrong-case', whole({ entries: [told.opened, message.opened] })],
    ['an entry that stays sealed', 'wrong-case', whole({ entries: [told.sealed] })],
    ['another entry’s key', 'tampered', messageWith({ key: told.opened['key'] })],
    ['a blind too many', 'malformed', messageWith({ blind: told.dated['blind'] })],
    [
      'an answer as the report',
      'bad-signature',
      whole({ report: { ...message.opened, blind: report.dated['blind'] } }),
    ],
    [
      'more from the author as the report',
      'bad-signature',
      whole({ report: { ...told.opened, blind: told.dated['blind'] } }),
    ],
  ];
}
