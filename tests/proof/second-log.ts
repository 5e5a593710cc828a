/** §8.1 and §8.2 once more, from PROTOCOL.md and what it refers to. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { day as isDay, must } from './second-shape.ts';

type Bytes = Uint8Array;
interface Checkpoint {
  readonly size: bigint;
  readonly root: Bytes;
  readonly day: string;
  readonly after: string | null;
}

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const same = (a: Bytes, b: Bytes) => Buffer.compare(a, b) === 0;
const node = (left: Bytes, right: Bytes) => sha256(Buffer.concat([Uint8Array.of(1), left, right]));

function base64(text: string): Bytes {
  const bytes = Buffer.from(text, 'base64');
  must(bytes.toString('base64') === text, 'malformed');
  return new Uint8Array(bytes);
}

function decimal(text: string): bigint {
  must(/^(0|[1-9]\d{0,15})$/.test(text), 'malformed');
  return BigInt(text);
}

/** By one of the notary's keys: what the note says. */
function noteText(note: string, name: string, keys: readonly Bytes[]): string {
  const end = note.lastIndexOf('\n\n');
  // eslint-disable-next-line no-control-regex -- what a signed note may not hold
  must(Buffer.byteLength(note) <= 8192 && !/[\0-\x09\x0b-\x1f]/.test(note), 'malformed');
  must(end > 0 && note.endsWith('\n') && end + 2 < note.length, 'malformed');
  const said = note.slice(0, end + 1);
  let isSigned = false;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, by, signature] = /^— ([^\s+]+) (\S+)$/.exec(line) ?? [];
    must(by !== undefined && signature !== undefined, 'malformed');
    const bytes = base64(signature);
    must(bytes.length > 4, 'malformed');
    const key = keys.find((one) => {
      const id = sha256(Buffer.concat([utf8(`${name}\n`), Uint8Array.of(1), one])).slice(0, 4);
      return by === name && same(id, bytes.slice(0, 4));
    });
    if (key === undefined) continue;
    const isRight = bytes.length === 68 && ed25519.verify(bytes.slice(4), utf8(said), key, { zip215: false });
    must(isRight, 'bad-signature');
    isSigned = true;
  }
  must(isSigned, 'bad-signature');
  return said;
}

function checkpoint(note: string, name: string, keys: readonly Bytes[]): Checkpoint {
  const lines = noteText(note, name, keys).slice(0, -1).split('\n');
  must(lines.length === 4 && lines[0] === name, 'malformed');
  const [, day, after] = /^day (\S{10})(?: after (\S{10}))?$/.exec(lines[3]!) ?? [];
  must(isDay(day) && (after === undefined || (isDay(after) && after < day!)), 'malformed');
  const root = base64(lines[2]!);
  must(root.length === 32, 'malformed');
  return { size: decimal(lines[1]!), root, day: day!, after: after ?? null };
}

/** RFC 9162 §2.1.3.2 */
function leadsTo(leaf: Bytes, index: bigint, path: readonly Bytes[], { size, root }: Checkpoint): boolean {
  if (index >= size) return false;
  let [fn, sn, r] = [index, size - 1n, leaf];
  for (const p of path) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = node(p, r);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else r = node(r, p);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && same(r, root);
}

/** RFC 9162 §2.1.4.2 */
function goesOn(first: Checkpoint, second: Checkpoint, given: readonly Bytes[]): boolean {
  if (given.length === 0 || first.size === 0n || first.size >= second.size) return false;
  const isWhole = (first.size & (first.size - 1n)) === 0n;
  const path = isWhole ? [first.root, ...given] : given;
  let [fn, sn] = [first.size - 1n, second.size - 1n];
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let [fr, sr] = [path[0]!, path[0]!];
  for (const c of path.slice(1)) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else sr = node(sr, c);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && same(fr, first.root) && same(sr, second.root);
}

export interface LogProof {
  readonly proof: string;
  readonly before: null | { readonly checkpoint: string; readonly path: readonly string[] };
}

/** §8.2, Verifying it. */
export function checkLog(
  { proof, before }: LogProof,
  entry: { readonly hash: Bytes; readonly day: string },
  instance: string,
  keys: readonly Bytes[],
): void {
  const name = `sotto/${instance}`;
  const gap = proof.indexOf('\n\n');
  must(gap > 0, 'malformed');
  const lines = proof.slice(0, gap).split('\n');
  must(lines.shift() === 'c2sp.org/tlog-proof@v1', 'malformed');
  if (lines[0]?.startsWith('extra ')) base64(lines.shift()!.slice(6));
  const placed = lines.shift();
  must(placed?.startsWith('index ') === true, 'malformed');
  const index = decimal(placed!.slice(6));
  const path = lines.map(base64);
  const later = checkpoint(proof.slice(gap + 2), name, keys);
  const earlier = before && checkpoint(before.checkpoint, name, keys);
  const onward = (before?.path ?? []).map((one) => new Uint8Array(Buffer.from(one, 'base64url')));
  must(
    path.every(({ length }) => length === 32),
    'malformed',
  );
  const leaf = sha256(Buffer.concat([Uint8Array.of(0), entry.hash]));
  must(leadsTo(leaf, index, path, later), 'broken-chain');
  must((earlier?.day ?? null) === later.after, 'broken-chain');
  must(earlier === null || goesOn(earlier, later, onward), 'broken-chain');
  must((later.after ?? '') < entry.day && entry.day <= later.day, 'bad-stamp');
  must(earlier === null || index >= earlier.size, 'bad-stamp');
}
