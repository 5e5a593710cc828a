/**
 * Proofs of disclosure checked once more, written from PROTOCOL.md §8.3 and what it refers to. Nothing of crypto/ or client/ is in it.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  H,
  caseId,
  domain,
  entryHash,
  entryHeader,
  frame,
  keyedH,
  open,
  sixWords,
} from '../crypto/second.ts';
import { checkLog, type LogProof } from './second-log.ts';
import {
  Untrue,
  base64url,
  bytesOf,
  day,
  directoryOf,
  fieldsOf,
  json,
  listOf,
  must,
  object,
  orNull,
  text,
  type Directory,
} from './second-shape.ts';

type Bytes = Uint8Array;
interface Shown {
  readonly form: string;
  readonly stamp: { readonly day: string; readonly signature: string };
  readonly log: LogProof | null;
  readonly [field: string]: unknown;
}
interface Body {
  readonly instance: string;
  readonly for: string;
  readonly made: string;
  readonly author: string;
  readonly door: string;
  readonly directory: string;
  readonly directories: readonly { readonly text: string; readonly signature: string }[];
  readonly paper: string | null;
  readonly report: Shown;
  readonly entries: readonly Shown[];
}
export interface SecondEntry {
  readonly form: string;
  readonly day: string;
  readonly isLogged: boolean;
  readonly opened: null | { readonly author: string; readonly kind: string; readonly content: string };
}

const BEGINS = '<script type="application/json" id="sotto-proof">\n';
const ENDS = '</script>\n';
const SIZES = [16_400, 65_552, 262_160].map((size) => 147 + size);

const utf8 = (value: string) => new Uint8Array(Buffer.from(value));
const same = (a: Bytes, b: Bytes) => Buffer.compare(a, b) === 0;
const number = (bytes: Bytes, at: number) => Buffer.from(bytes).readUInt32BE(at);
const isSigned = (signature: string, key: string, name: string, ...fields: Bytes[]) => {
  try {
    const said = frame(domain(name), ...fields);
    return ed25519.verify(bytesOf(signature), said, bytesOf(key), { zip215: false });
  } catch {
    return false;
  }
};

function decoded(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Untrue('malformed');
  }
}

// §8.3, File
function fileParts(file: string) {
  const begin = file.startsWith(BEGINS) ? 0 : file.indexOf(`\n${BEGINS}`) + 1;
  const isPage = begin > 0 || file.startsWith(BEGINS);
  const end = isPage ? file.indexOf(`\n${ENDS}`, begin) + 1 : file.length;
  must(end > 0, 'malformed');
  const bare = isPage ? file.slice(begin + BEGINS.length, end) : file;
  const value = json(bare) as { text: string; signature: string };
  must(object({ text: text(0, Infinity), signature: base64url(64) })(value), 'malformed');
  const again = JSON.stringify({ text: value.text, signature: value.signature }).replaceAll('<', '\\u003c');
  must(bare === `${again}\n`, 'malformed');
  const paper = isPage ? { before: file.slice(0, begin), after: file.slice(end + ENDS.length) } : null;
  return { ...value, paper };
}

// §8.3, Text
const common = {
  stamp: object({ day, signature: base64url(64) }),
  log: orNull(
    object({
      proof: text(0, Infinity),
      before: orNull(object({ checkpoint: text(0, Infinity), path: listOf(0, Infinity, base64url(32)) })),
    }),
  ),
};
const shown = (isReport: boolean) => (value: unknown) => {
  const form = fieldsOf(value)?.['form'];
  const is = { form: (one: unknown) => one === form, ...common };
  const hash = base64url(32);
  if (form === 'dated') return object({ ...is, claim: hash, inside: hash, blind: hash })(value);
  if (form === 'sealed') return object({ ...is, entry: base64url(), blind: hash })(value);
  const blind = isReport ? hash : (one: unknown) => one === null;
  return form === 'opened' && object({ ...is, entry: base64url(), key: hash, blind })(value);
};
const body = object({
  proof: (value) => value === 1,
  instance: base64url(16),
  for: text(1, 300),
  made: day,
  author: base64url(32),
  door: text(0, 40),
  directory: base64url(32),
  directories: listOf(1, 16, object({ text: text(0, Infinity), signature: base64url(64) })),
  paper: orNull(base64url(32)),
  report: shown(true),
  entries: listOf(0, 1000, shown(false)),
});

function parse(source: string): Body {
  const value = json(source);
  const format = fieldsOf(value)?.['proof'];
  must(!(Number.isInteger(format) && (format as number) > 1), 'newer');
  must(body(value), 'malformed');
  return value as unknown as Body;
}

// §7, as step 4 wants it
function directoriesOf({ directories, directory, instance }: Body): Directory[] {
  const all = directories.map((one) => {
    const found = directoryOf(one.text);
    must(isSigned(one.signature, found.authority, 'directory', utf8(one.text)), 'wrong-authority');
    return found;
  });
  for (const [i, found] of all.entries()) {
    const before = all[i - 1];
    must(found.instance === instance, 'wrong-case');
    if (before === undefined) continue;
    must(found.authority === before.authority, 'wrong-authority');
    must(found.version > before.version, 'rolled-back');
    for (const { id, kem, signing } of before.people) {
      const now = found.people.find((one) => one.id === id);
      must(now?.kem === kem && now.signing === signing, 'tampered');
    }
  }
  const isNamed = directories.some((one) => same(H('directory-hash', utf8(one.text)), bytesOf(directory)));
  must(isNamed, 'tampered');
  return all;
}

// §6, steps 1 to 5
function parseEntry(entry: Bytes) {
  must(SIZES.includes(entry.length) && entry[0] === 1, 'malformed');
  must((entry[17] === 1 && entry[54] === 1) || (entry[17] === 2 && entry[54] === 2), 'malformed');
  return entryHeader(entry);
}

function openEntry(entry: Bytes, own: Bytes, people: Directory['people']) {
  const header = parseEntry(entry);
  const headerBytes = entry.slice(0, 147);
  must(same(keyedH(own, 'entry-commit'), header.commitment), 'tampered');
  let padded: Bytes;
  try {
    padded = open(own, header.nonce, entry.slice(147), frame(domain('entry-aead'), headerBytes));
  } catch {
    throw new Untrue('tampered');
  }
  const end = padded.lastIndexOf(0x80);
  must(end >= 64 && padded.slice(end + 1).every((byte) => byte === 0), 'malformed');
  const inside = padded.slice(0, end);
  const fields: Bytes[] = [];
  let at = 64;
  while (fields.length < 3) {
    must(at + 4 <= inside.length && at + 4 + number(inside, at) <= inside.length, 'malformed');
    fields.push(inside.slice(at + 4, at + 4 + number(inside, at)));
    at += 4 + fields.at(-1)!.length;
  }
  const [author, kind, content] = fields as [Bytes, Bytes, Bytes];
  must(at === inside.length && content.length <= 261_120, 'malformed');
  const name = decoded(kind);
  must(author.length === 16 || author.length === 32, 'malformed');
  const id = Buffer.from(author).toString('base64url');
  const isReporter = author.length === 32;
  if (isReporter) must(same(caseId(author), header.caseId), 'unknown-author');
  const key = isReporter ? id : people.find((one) => one.id === id)?.signing;
  must(key !== undefined, 'unknown-author');
  const signature = Buffer.from(inside.slice(0, 64)).toString('base64url');
  must(isSigned(signature, key!, 'entry', headerBytes, author, kind, content), 'bad-signature');
  return { author: isReporter ? 'reporter' : id, kind: name, content: decoded(content) };
}

// Step 5
function look(one: Shown, directories: readonly Directory[], instance: string) {
  const entry = one.form === 'dated' ? null : bytesOf(one['entry']);
  const header = entry && parseEntry(entry);
  const hash = entry ? entryHash(entry) : H('hash', bytesOf(one['claim']), bytesOf(one['inside']));
  const keys = [...new Set(directories.map(({ notary }) => notary))];
  const stamped = [bytesOf(instance), hash, utf8(one.stamp.day)] as const;
  must(
    keys.some((key) => isSigned(one.stamp.signature, key, 'stamp', ...stamped)),
    'bad-stamp',
  );
  if (one.log !== null) checkLog(one.log, { hash, day: one.stamp.day }, instance, keys.map(bytesOf));
  const opened =
    one.form === 'opened' ? openEntry(entry!, bytesOf(one['key']), directories.at(-1)!.people) : null;
  const claim = header?.claim ?? bytesOf(one['claim']);
  return { form: one.form, day: one.stamp.day, isLogged: one.log !== null, opened, hash, header, claim };
}
type Looked = ReturnType<typeof look>;

// Step 6
function checkReport(said: Body, { claim, header, opened }: Looked): void {
  const blind = bytesOf(said.report['blind']);
  const fields = [bytesOf(said.author), utf8(said.door), bytesOf(said.directory)];
  must(same(claim, keyedH(blind, 'claim', ...fields)), 'bad-signature');
  if (header !== null) must(header.chain === 'shared' && header.seq === 0, 'wrong-case');
  if (opened === null) return;
  must(opened.kind === 'report' && opened.author === 'reporter', 'malformed');
  const content = fieldsOf(json(opened.content));
  const sealing = fieldsOf(fieldsOf(content?.['sealing'])?.['directory']);
  must(content?.['door'] === said.door && sealing?.['hash'] === said.directory, 'malformed');
  must(fieldsOf(content?.['claim'])?.['key'] === said.author, 'malformed');
}

// Step 7
function checkEntries(said: Body, report: Looked, entries: readonly Looked[]): void {
  const hashes = new Set([report, ...entries].map(({ hash }) => String(hash)));
  must(hashes.size === entries.length + 1, 'malformed');
  let seq = 0;
  for (const [i, { claim, header, opened }] of entries.entries()) {
    if (header === null) {
      const blind = bytesOf(said.entries[i]!['blind']);
      must(same(claim, keyedH(blind, 'claim', bytesOf(said.author))), 'bad-signature');
      continue;
    }
    must(opened !== null && report.header !== null && header.chain === 'shared', 'wrong-case');
    must(same(header.caseId, report.header.caseId) && header.seq > seq, 'wrong-case');
    seq = header.seq;
  }
}

const told = ({ form, day: on, isLogged, opened }: Looked): SecondEntry => ({
  form,
  day: on,
  isLogged,
  opened,
});

/** @throws Untrue with the first thing that is wrong */
export function checkSecond(file: Bytes) {
  const parts = fileParts(decoded(file));
  const said = parse(parts.text);
  must(
    isSigned(parts.signature, said.author, 'proof', bytesOf(said.instance), utf8(parts.text)),
    'bad-signature',
  );
  if (parts.paper !== null) {
    const { before, after } = parts.paper;
    const hash = H('proof-paper', utf8(before), utf8(after));
    must(said.paper !== null && same(hash, bytesOf(said.paper)), 'tampered');
  }
  const directories = directoriesOf(said);
  const report = look(said.report, directories, said.instance);
  const entries = said.entries.map((one) => look(one, directories, said.instance));
  checkReport(said, report);
  checkEntries(said, report, entries);
  return {
    for: said.for,
    made: said.made,
    door: said.door,
    words: sixWords('fingerprint', bytesOf(directories.at(-1)!.authority)),
    report: told(report),
    entries: entries.map(told),
  };
}
