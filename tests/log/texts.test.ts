import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../../crypto/base64.ts';
import { concat, text, typed, utf8, type SigningSeed, type TreeHash } from '../../crypto/bytes.ts';
import { formatCheckpoint, logName, parseCheckpoint } from '../../crypto/checkpoint.ts';
import { formatLogProof, parseLogProof, verifyLogProof } from '../../crypto/log-proof.ts';
import { GrowingTree, inclusionPath, leafHash, treeRoot } from '../../crypto/merkle.ts';
import {
  formatNote,
  formatNoteKey,
  keyId,
  parseNote,
  parseNoteKey,
  SIGNATURE_TYPE,
  signedBy,
  signNote,
  type NoteKey,
} from '../../crypto/note.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { dayOf } from '../../crypto/stamp.ts';
import {
  GrowingTiles,
  parseTilePath,
  subtreesIn,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  type Tile,
} from '../../crypto/tiles.ts';
import { codeOf } from '../crypto/code-of.ts';

beforeAll(() => ready());

const seedOf = (label: string): SigningSeed =>
  typed('SigningSeed', sodium.crypto_generichash(32, utf8(label), null));
const keyOf = (name: string, type: NoteKey['type'] = SIGNATURE_TYPE.ed25519): NoteKey => ({
  name,
  key: signingPublicKey(seedOf(name)),
  type,
});

describe('base64', () => {
  test('has one spelling for any bytes, the one that Node has', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
    for (const bad of [
      'A',
      'AA',
      'AAA',
      'AB==',
      'AA=A',
      '====',
      'AA==AA==',
      'A-==',
      '_A==',
      ' AA=',
      'AAAA\n',
    ]) {
      expect([bad, fromBase64(bad)]).toEqual([bad, null]);
    }
  });
});

describe('a note', () => {
  // The example of C2SP signed-note.
  const KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  const NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

  test('that others signed is verified', () => {
    const note = parseNote(utf8(NOTE));
    const key = parseNoteKey(KEY);
    expect(formatNoteKey(key)).toBe(KEY);
    expect(signedBy(note, key)).toEqual({ time: null });
    expect(signedBy(note, keyOf('example.com/foo'))).toBeNull();
    expect(text(formatNote(note))).toBe(NOTE);
  });

  test('signed by us, with any letter changed, is refused or by nobody', () => {
    const key = keyOf('line.example/log');
    const signed = formatNote(signNote('line.example/log\n1\nroot\n', key.name, seedOf(key.name)));
    expect(signedBy(parseNote(signed), key)).toEqual({ time: null });
    for (let i = 0; i < signed.length; i++) {
      const changed = new Uint8Array(signed);
      changed[i]! ^= 1;
      let by: unknown = null;
      const code = codeOf(() => (by = signedBy(parseNote(changed), key)));
      expect([i, by, code === null || code === 'malformed' || code === 'bad-signature']).toEqual([
        i,
        null,
        true,
      ]);
    }
  });

  test('is malformed without signatures, with control characters, or too long', () => {
    for (const bad of [
      '',
      '\n',
      'text\n',
      'text\n\n',
      NOTE.trimEnd(),
      NOTE.replace('example message', 'ex\tample'),
      NOTE.replace('—', '-'),
      `${'x'.repeat(9000)}${NOTE}`,
    ]) {
      expect([bad.slice(0, 20), codeOf(() => parseNote(utf8(bad)))]).toEqual([bad.slice(0, 20), 'malformed']);
    }
    for (const bad of ['', KEY.replace('530d', '530e'), KEY.slice(0, -4), KEY.replace('+Aek', '+Bek')]) {
      expect([bad, codeOf(() => parseNoteKey(bad))]).toEqual([bad, 'malformed']);
    }
  });

  test('carries the cosignatures of witnesses, each with its time', () => {
    const log = keyOf('line.example/log');
    const witness = keyOf('witness.example/w1', SIGNATURE_TYPE.cosignature);
    const own = signNote('line.example/log\n1\nroot\n', log.name, seedOf(log.name));
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, 1_679_315_147n);
    const { privateKey } = sodium.crypto_sign_seed_keypair(seedOf(witness.name));
    const message = utf8(`cosignature/v1\ntime 1679315147\n${own.text}`);
    const signature = concat(time, sodium.crypto_sign_detached(message, privateKey));
    const line = { name: witness.name, id: keyId(witness), signature };
    const both = parseNote(formatNote({ ...own, signatures: [...own.signatures, line] }));
    expect(signedBy(both, log)).toEqual({ time: null });
    expect(signedBy(both, witness)).toEqual({ time: 1_679_315_147 });
    const later = { ...line, signature: signature.with(7, signature[7]! + 1) };
    expect(codeOf(() => signedBy({ ...both, signatures: [later] }, witness))).toBe('bad-signature');
    const short = { ...line, signature: signature.slice(0, 70) };
    expect(codeOf(() => signedBy({ ...both, signatures: [short] }, witness))).toBe('bad-signature');
  });
});

describe('a checkpoint', () => {
  const root = leafHash(utf8('leaf'));

  test('is written and read as C2SP writes it', () => {
    const theirs = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(formatCheckpoint(parseCheckpoint(theirs))).toBe(theirs);
    const ours = { origin: 'line.example/log', size: 0, root, days: null };
    expect(parseCheckpoint(formatCheckpoint(ours))).toEqual(ours);
  });

  test('of ours has its days, and nothing else may follow', () => {
    const days = fc.integer({ min: 0, max: 60_000 }).map((day) => dayOf(day * 24 * 60 * 60 * 1000));
    const origin = logName(typed('InstanceId', new Uint8Array(16)));
    fc.assert(
      fc.property(fc.nat(), days, fc.option(days), (size, day, other) => {
        const after = other === null || other >= day ? null : other;
        const ours = { origin, size, root, days: { day, after } };
        const text = formatCheckpoint(ours);
        expect(parseCheckpoint(text)).toEqual(ours);
        for (const more of ['\n', 'day 2026-11-26\n', ' '])
          expect(codeOf(() => parseCheckpoint(text + more))).toBe('malformed');
      }),
    );
    for (const line of [
      'day 2026-11-31',
      'day 2026-1-3',
      'day 2026-11-26 ',
      'day  2026-11-26',
      'day 2026-11-26 after 2026-11-26',
      'day 2026-11-26 after 2026-11-27',
      'day 2026-11-26 after 2026-11-00',
      'Day 2026-11-26',
      '2026-11-26',
    ]) {
      const text = `${formatCheckpoint({ origin, size: 1, root, days: null })}${line}\n`;
      expect([line, codeOf(() => parseCheckpoint(text))]).toEqual([line, 'malformed']);
    }
  });

  test('is malformed with another number of lines, a number with zeros before it, a root that is none', () => {
    const lines = ['line.example/log', '12', toBase64(root)];
    const joined = (changed: string[]) => `${changed.join('\n')}\n`;
    for (const bad of [
      joined(lines.slice(0, 2)),
      joined([...lines, 'more']),
      joined(lines).trimEnd(),
      joined(lines.with(0, '')),
      ...['012', '-1', '1e3', '', ' 1', '9007199254740993'].map((size) => joined(lines.with(1, size))),
      joined(lines.with(2, toBase64(root.slice(1)))),
    ]) {
      expect([bad, codeOf(() => parseCheckpoint(bad))]).toEqual([bad, 'malformed']);
    }
  });
});

describe('tiles', () => {
  test('have the paths of C2SP tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: TILE_WIDTH })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    expect(tilePath({ level: 0, index: 999, width: 112 })).toBe('tile/0/999.p/112');
  });

  test('are found by their paths, and by no other spelling', () => {
    const tile = fc.record({
      level: fc.nat(63),
      index: fc.oneof(fc.nat(1500), fc.nat(2 ** 31)),
      width: fc.integer({ min: 1, max: TILE_WIDTH }),
    });
    fc.assert(
      fc.property(tile, (one) => {
        expect(parseTilePath(tilePath(one))).toEqual(one);
      }),
    );
    for (const path of [
      'tile/0/0',
      'tile/00/000',
      'tile/0/x000/000',
      'tile/0/001/000',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/0/000/',
      'tile/100/000',
      '/tile/0/000',
    ]) {
      expect([path, parseTilePath(path)]).toEqual([path, null]);
    }
  });

  test('grow leaf by leaf, from any size on', () => {
    const hashes = Array.from({ length: 700 }, (_, i) => leafHash(utf8(`leaf ${i}`)));
    const plain = new GrowingTree();
    const tiles = new Map<string, Uint8Array>();
    let growing = new GrowingTiles(0, []);
    for (const [i, hash] of hashes.entries()) {
      for (const whole of growing.add(hash)) tiles.set(tilePath(whole), whole.hashes);
      plain.add(hash);
      if (i % 37 === 0 || i > 690) growing = new GrowingTiles(growing.size, growing.last());
      expect(growing.root()).toEqual(plain.root());
    }
    for (const last of growing.last()) tiles.set(tilePath(last), last.hashes);
    expect([...tiles.keys()].sort()).toEqual(tilesOf(700).map(tilePath).sort());
    for (const { level, index, width } of tilesOf(700))
      expect(tiles.get(tilePath({ level, index, width }))).toHaveLength(32 * width);
    expect(codeOf(() => new GrowingTiles(700, growing.last().slice(1)))).toBe('malformed');
  });

  test('are as many for a size as C2SP says', () => {
    const counts = (size: number) => {
      const found: Record<string, number> = {};
      for (const { level, width } of tilesOf(size))
        found[`${level}:${width}`] = (found[`${level}:${width}`] ?? 0) + 1;
      return found;
    };
    expect(counts(70_000)).toEqual({ '0:256': 273, '0:112': 1, '1:256': 1, '1:17': 1, '2:1': 1 });
    expect(counts(256)).toEqual({ '0:256': 1, '1:1': 1 });
    expect(tilesOf(0)).toEqual([]);
  });
});

describe('a proof of the log', () => {
  const log = () => keyOf('line.example/log');
  const leaves = Array.from({ length: 700 }, (_, i) => utf8(`leaf ${i}`));
  /** All tiles of the leaves, by path; what is not whole is asked for by its whole width. */
  function tiles(): (tile: Tile) => Uint8Array {
    const kept = new Map<string, TreeHash[]>();
    const add = (level: number, hash: TreeHash, at: number) => {
      const name = `${level}/${Math.floor(at / TILE_WIDTH)}`;
      const tile = [...(kept.get(name) ?? []), hash];
      kept.set(name, tile);
      if (tile.length < TILE_WIDTH) return;
      const whole = new GrowingTree();
      for (const one of tile) whole.add(one);
      add(level + 1, whole.root(), Math.floor(at / TILE_WIDTH));
    };
    for (const [i, leaf] of leaves.entries()) add(0, leafHash(leaf), i);
    return ({ level, index }) => concat(...(kept.get(`${level}/${index}`) ?? []));
  }
  const proofOf = (index: number, size = leaves.length) => {
    const subtrees = subtreesIn(tiles());
    const text = formatCheckpoint({ origin: log().name, size, root: treeRoot(subtrees, size), days: null });
    const checkpoint = formatNote(signNote(text, log().name, seedOf(log().name)));
    return formatLogProof({ index, path: inclusionPath(subtrees, index, size), checkpoint });
  };

  test('made from tiles shows that a leaf is there, and no other leaf', () => {
    for (const [index, size] of [
      [0, 1],
      [0, 700],
      [255, 256],
      [256, 257],
      [511, 513],
      [699, 700],
    ] as const) {
      const proof = parseLogProof(proofOf(index, size));
      expect(verifyLogProof(proof, log(), leaves[index]!).size).toBe(size);
      expect(codeOf(() => verifyLogProof(proof, log(), leaves[index + 1] ?? leaves[0]!))).toBe(
        'broken-chain',
      );
    }
    expect(codeOf(() => subtreesIn(tiles())(0, 700))).toBe('malformed');
  });

  test('with any byte changed proves nothing', () => {
    const proof = proofOf(300);
    for (let i = 0; i < proof.length; i++) {
      const changed = new Uint8Array(proof);
      changed[i]! ^= 1;
      const code = codeOf(() => verifyLogProof(parseLogProof(changed), log(), leaves[300]!));
      expect([i, code]).not.toEqual([i, null]);
    }
  });

  test('by another log, or of another, proves nothing', () => {
    const proof = parseLogProof(proofOf(3));
    expect(
      codeOf(() => verifyLogProof(proof, { ...log(), key: signingPublicKey(seedOf('other')) }, leaves[3]!)),
    ).toBe('bad-signature');
    expect(codeOf(() => verifyLogProof(proof, keyOf('line.example/other'), leaves[3]!))).toBe(
      'bad-signature',
    );
  });

  test('passes over a line that nobody signs', () => {
    const withExtra = text(proofOf(3)).replace('\nindex', '\nextra YWdl\nindex');
    expect(verifyLogProof(parseLogProof(utf8(withExtra)), log(), leaves[3]!).size).toBe(700);
    for (const bad of [
      withExtra.replace('@v1', '@v2'),
      withExtra.replace('index 3', 'index 03'),
      withExtra.replace('index 3\n', ''),
      withExtra.replace('\n\n', '\n'),
      withExtra.replace('index 3\n', `index 3\n${`${toBase64(new Uint8Array(32))}\n`.repeat(54)}`),
    ]) {
      expect(codeOf(() => parseLogProof(utf8(bad)))).toBe('malformed');
    }
  });
});
