/** Outside witnesses: who is one, what they may send, and where it is then. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { concat, typed, utf8, type SigningSeed } from '../../crypto/bytes.ts';
import { readClosing, verifyDay } from '../../crypto/log-day.ts';
import { parseLogProof } from '../../crypto/log-proof.ts';
import {
  formatNote,
  formatNoteKey,
  keyId,
  parseNote,
  SIGNATURE_TYPE,
  signedBy,
  type NoteKey,
} from '../../crypto/note.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import type { Day } from '../../crypto/stamp.ts';
import { readLogProof } from '../../server/api/log.ts';
import { closeLog } from '../../server/log/closing.ts';
import { readWitnesses } from '../../server/log/witnesses.ts';
import { rawAnswer } from '../server/answers.ts';
import { BASE, scratchSqlite, serveInside, type Inside } from '../stage/inside.ts';
import { addEntryRows } from './rows.ts';

const DAY = 24 * 60 * 60 * 1000;

interface Witness {
  readonly key: NoteKey;
  readonly seed: SigningSeed;
}

function witness(name: string): Witness {
  const seed = typed('SigningSeed', sodium.crypto_generichash(32, utf8(name), null));
  return { seed, key: { name, key: signingPublicKey(seed), type: SIGNATURE_TYPE.cosignature } };
}

/** A line of a witness for a text. */
function lineOf({ key, seed }: Witness, text: string, seconds = 1_800_000_000): string {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  const { privateKey } = sodium.crypto_sign_seed_keypair(seed);
  const message = utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
  const signature = concat(time, sodium.crypto_sign_detached(message, privateKey));
  const whole = formatNote({ text, signatures: [{ name: key.name, id: keyId(key), signature }] });
  return Buffer.from(whole)
    .toString()
    .slice(text.length + 1);
}

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let [one, two, stranger]: Witness[] = [];
beforeAll(async () => {
  await ready();
  [one, two, stranger] = ['witness.example/one', 'witness.example/two', 'witness.example/nobody'].map(
    witness,
  );
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db, null, undefined, [one!.key, two!.key]);
});
afterAll(() => scratch.remove());

const read = async () => (await inside.send(`${BASE}/log/checkpoint`)).text();
const send = async (body: string) =>
  rawAnswer(await inside.send(`${BASE}/log/cosignatures`, { method: 'POST', body }));
const nextDay = async () => {
  await inside.context.calendar.keep();
  inside.clock.now += DAY;
  return closeLog(inside.context);
};

test('witnesses are named by their keys, or by a file of them; another word is refused in a sentence', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-witnesses-'));
  const keys = [one!, two!].map(({ key }) => formatNoteKey(key));
  const file = join(folder, 'keys');
  writeFileSync(file, `# of the line\n${keys[0]}\n\n${keys[1]} # the second\n`);
  for (const given of [keys.join(' '), keys.join(','), file])
    expect(readWitnesses(given).map(formatNoteKey)).toEqual(keys);
  expect(readWitnesses(undefined)).toEqual([]);
  const plain = formatNoteKey({ ...one!.key, type: SIGNATURE_TYPE.ed25519 });
  for (const bad of [
    'nonsense',
    join(folder, 'none'),
    plain,
    keys[0]!.slice(0, -2),
    keys[0]!.replace('one', 'two'),
  ])
    expect(() => readWitnesses(bad)).toThrow(/SOTTO_WITNESSES/);
  const many = Array.from({ length: 17 }, (_, i) => formatNoteKey(witness(`w${i}`).key)).join(' ');
  expect(() => readWitnesses(many)).toThrow(/more than 16/);
  rmSync(folder, { recursive: true });
});

test('a witness’s line is kept, once, and is in the checkpoint and in proofs from then on', async () => {
  expect(await send(lineOf(one!, 'text\n'))).toMatchObject({ status: 404 });
  await inside.context.calendar.keep();
  const day = '2036-03-04';
  const [hash] = await addEntryRows(inside.db, day, 1);
  expect(await nextDay()).toBe(day);
  const plain = await read();
  const { text } = parseNote(utf8(plain));
  const byOne = lineOf(one!, text);
  const answer = await send(byOne + lineOf(stranger!, text) + lineOf(two!, `${text}x\n`));
  expect(answer).toMatchObject({ status: 200, body: plain + byOne });
  expect(await read()).toBe(plain + byOne);
  // Sent again, or later: there is one already.
  expect(await send(byOne)).toMatchObject({ status: 200, body: plain + byOne });
  expect(await send(lineOf(one!, text, 1_900_000_000))).toMatchObject({ status: 200, body: plain + byOne });
  const byTwo = lineOf(two!, text);
  expect(await send(byTwo)).toMatchObject({ status: 200, body: plain + byOne + byTwo });
  const { id, notaries } = inside.context.instance;
  const log = { instance: id, notaries: notaries.map(({ key }) => key) };
  expect(readClosing(utf8(await read()), log).days.day).toBe(day);
  const asked = { hash: typed('Hash', hash!), day };
  const { proof, before } = await inside.api().call(readLogProof, asked);
  expect(before).toBeNull();
  verifyDay({ proof: utf8(proof), before: null }, log, { ...asked, day: day as Day });
  const shown = parseNote(parseLogProof(utf8(proof)).checkpoint);
  for (const { key } of [one!, two!]) expect(signedBy(shown, key)).toEqual({ time: 1_800_000_000 });
});

test('lines that are by no witness, of another checkpoint or no lines are refused, and leave nothing', async () => {
  const old = parseNote(utf8(await read())).text;
  await nextDay();
  const before = await read();
  const { text } = parseNote(utf8(before));
  for (const bad of [
    '',
    '\n',
    'nonsense\n',
    lineOf(stranger!, text),
    lineOf(one!, old),
    lineOf(one!, text).trimEnd(),
    lineOf(one!, text).replace('witness', 'Witness'),
    `${lineOf(one!, text)}\n`,
    `${text}\n${lineOf(one!, text)}`,
    `more\n\n${lineOf(one!, `${text}\nmore\n`)}`,
    '\u0000',
  ]) {
    expect([bad, await send(bad)]).toMatchObject([bad, { status: 400, body: '{"error":"bad-request"}' }]);
  }
  expect(await send('x'.repeat(8193))).toMatchObject({ status: 413 });
  const raw = new Uint8Array([0xff, 0xfe]);
  const answer = await inside.send(`${BASE}/log/cosignatures`, { method: 'POST', body: raw });
  expect(answer.status).toBe(400);
  expect(await read()).toBe(before);
  const get = await inside.send(`${BASE}/log/cosignatures`);
  expect(get.status).toBe(404);
  expect((await inside.send(`${BASE}/log/checkpoint`, { method: 'POST' })).status).toBe(405);
});
