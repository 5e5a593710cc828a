/** PROTOCOL.md and the code, held against one another where a test can. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AUDIENCE, CHAIN, HEADER_LENGTH, TAG_LENGTH } from '../../crypto/header.ts';
import { SHARE_SET_HEADER_LENGTH } from '../../crypto/share-set.ts';
import { SLOT_LENGTH, SLOT_SET_HEADER_LENGTH } from '../../crypto/slot-set.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROTOCOL = readFileSync(join(ROOT, 'crypto/PROTOCOL.md'), 'utf8');

/** What a pattern's group catches in the source files of some folders. */
function inCode(pattern: RegExp, folders: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const folder of folders) {
    for (const file of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(file)) continue;
      const text = readFileSync(join(ROOT, folder, file), 'utf8');
      for (const [, name = ''] of text.matchAll(pattern)) found.add(name);
    }
  }
  return found;
}

test('lists every domain that code uses, once, and no other', () => {
  const table = PROTOCOL.slice(PROTOCOL.indexOf('**Domains.**'), PROTOCOL.indexOf('## 2. Keys'));
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)]);
  const names = listed.map(([, name = '']) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(names)).toEqual(inCode(/'sotto\/([a-z-]+)\/v1'/g, ['crypto', 'server', 'client']));
});

test('has every section that code cites', () => {
  const cited = inCode(/PROTOCOL §(\d+)/g, ['crypto', 'server', 'client', 'tests']);
  expect(cited.size).toBeGreaterThan(8);
  for (const section of cited) expect(PROTOCOL).toContain(`\n## ${section}. `);
});

test('code cites nothing that its reader has not', () => {
  const cited = inCode(/\b([A-Z][\w.]+(?: \d+)?) \(?§/g, ['crypto', 'server', 'client', 'db']);
  // And what formats of files are described in.
  const known = /^(?:PROTOCOL|RFC \d+|WebAuthn|ID3v2\.4|Tech 3306)$/;
  expect([...cited].filter((document) => !known.test(document))).toEqual([]);
});

test.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'crypto/PROTOCOL.md'])(
  'every file that %s names is there',
  (document) => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const named = [...text.matchAll(/`((?:crypto|server|db|client|tests)\/[\w./-]+)`/g)].map(
      ([, path]) => path!,
    );
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  },
);

test('has tables of offsets without a gap, which end where the code’s headers end', () => {
  const rows = (title: string) => {
    const parts = PROTOCOL.slice(PROTOCOL.indexOf(title)).split('\n\n');
    const lines = parts.find((part) => part.startsWith('| offset'))!.split('\n');
    const cells = lines.slice(2).map((line) => line.split('|').slice(1, 3));
    return cells.map(([offset = '', length = '']) => [parseInt(offset, 10), parseInt(length, 10)] as const);
  };
  const tables = [
    ['**Slot set**', SLOT_SET_HEADER_LENGTH, SLOT_LENGTH],
    ['**Slot** for', SLOT_LENGTH - 32 - TAG_LENGTH, 32 + TAG_LENGTH],
    ['**Share set**', SHARE_SET_HEADER_LENGTH, 16],
    ['## 6. Entries', HEADER_LENGTH, 16],
  ] as const;
  for (const [title, end, last] of tables) {
    const table = rows(title);
    let at = 0;
    for (const [offset, length] of table.slice(0, -1)) {
      expect(offset).toBe(at);
      at += length;
    }
    expect([title, at, table.at(-1)![0]]).toEqual([title, end, end]);
    // The length of the ciphertext is given as `16,400, …`: its first number.
    expect(table.at(-1)![1]).toBe(last);
  }
});

test('gives chains and audiences the numbers that the code gives them', () => {
  for (const [name, code] of [...Object.entries(CHAIN), ...Object.entries(AUDIENCE)]) {
    expect(PROTOCOL).toContain(`${code} \`${name}\``);
  }
});
