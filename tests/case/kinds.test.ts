/** The table of kinds in PROTOCOL.md, and the files that say the same. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { KINDS } from '../../client/case/kinds/table.ts';

test('PROTOCOL lists every kind of entry as the code has it', () => {
  const protocol = readFileSync(new URL('../../crypto/PROTOCOL.md', import.meta.url), 'utf8');
  const lines = protocol.slice(protocol.indexOf('| kind | shared chain, by |')).split('\n\n')[0]!.split('\n');
  const listed = lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const inCode = KINDS.map(({ name, writers, ...kind }) => [
    `\`${name}\``,
    ...(['shared', 'internal'] as const).map((chain) =>
      'shared' in writers || 'internal' in writers
        ? ((writers as Record<string, readonly string[]>)[chain] ?? []).join(', ')
        : '',
    ),
    'key' in kind ? kind.key : '',
    'isWord' in kind ? 'yes' : '',
  ]);
  expect(listed).toEqual(inCode);
});

test('PROTOCOL lists every field of every kind as the code has it', () => {
  const protocol = readFileSync(new URL('../../crypto/PROTOCOL.md', import.meta.url), 'utf8');
  const lines = protocol.slice(protocol.indexOf('| content of |')).split('\n\n')[0]!.split('\n');
  const listed: Record<string, string[]> = {};
  let kind = '';
  for (const line of lines.slice(2)) {
    const [name = '', field = ''] = line.split('|').slice(1, 3);
    kind = name.trim() || kind;
    listed[kind] = [...(listed[kind] ?? []), ...(field.trim() ? [field.trim()] : [])];
  }
  const inCode = KINDS.map(({ name, schema }) => [
    `\`${name}\``,
    Object.keys((schema as unknown as z.ZodMiniObject).shape).map((field) => `\`${field}\``),
  ]);
  expect(listed).toEqual(Object.fromEntries(inCode));
});

test('nothing outside their folder asks an entry which kind it is of', () => {
  const sources = import.meta.glob('../../client/**/*.{ts,tsx}', {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  const names = KINDS.map(({ name }) => name.replace('?', '\\?')).join('|');
  const asks = new RegExp(`entry\\.kind\\b|\\.kind (?:===|!==) '(?:${names})'`);
  const asking = Object.entries(sources)
    .filter(([path]) => !path.includes('/case/kinds/'))
    .filter(([, text]) => asks.test(text as string))
    .map(([path]) => path);
  expect(asking).toEqual([]);
});
