import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { importsOf, readGraph, type Graph } from './imports/graph.ts';
import { violations } from './imports/rule.ts';

const graph = readGraph(fileURLToPath(new URL('..', import.meta.url)));

test('every file imports only what the rule allows', () => {
  expect(graph.size).toBeGreaterThan(50);
  expect(violations(graph)).toEqual([]);
});

test.each([
  ['crypto/bytes.ts', 'node:buffer'],
  ['crypto/bytes.ts', 'server/api/limits.ts'],
  ['crypto/letter.ts', 'shamir-secret-sharing'],
  ['client/api.ts', 'shamir-secret-sharing'],
  ['client/reporter/main.tsx', 'crypto/shares.ts'],
  ['server/app.ts', 'crypto/shares.ts'],
  ['server/api/limits.ts', 'zod'],
  ['server/api/limits.ts', 'server/app.ts'],
  ['server/api/limits.ts', 'crypto/stamp.ts'],
  ['db/tables.ts', 'server/app.ts'],
  ['db/tables.ts', 'crypto/sodium.ts'],
  ['server/app.ts', 'crypto/slots.ts'],
  ['server/app.ts', 'client/api.ts'],
  ['server/app.ts', 'better-sqlite3'],
  ['server/app.ts', 'hono-sessions'],
  ['client/api.ts', 'server/app.ts'],
  ['client/api.ts', 'node:fs'],
  ['client/reporter/main.tsx', 'client/build/integrity.ts'],
  ['client/reporter/main.tsx', 'client/officer/main.tsx'],
  ['client/officer/main.tsx', 'client/reporter/main.tsx'],
  ['elsewhere/file.ts', 'crypto/bytes.ts'],
])('%s may not import %s', (file, imported) => {
  expect(violations(withEdges([file, imported])).join('\n')).toContain(imported);
});

test('a way through other files is found', () => {
  const through = withEdges(['crypto/stamp.ts', 'crypto/new.ts'], ['crypto/new.ts', 'crypto/vault.ts']);
  expect(violations(through)).toContainEqual(
    expect.stringMatching(
      /^server\/.* → crypto\/stamp.ts → crypto\/new.ts → crypto\/vault.ts may not be reached$/,
    ),
  );
  const shared = withEdges(['client/reporter/a.ts', 'client/b.ts'], ['client/b.ts', 'client/officer/c.ts']);
  expect(violations(shared)).toContain(
    'client/reporter/a.ts → client/b.ts → client/officer/c.ts may not be reached',
  );
});

test('a cycle is found', () => {
  const round = withEdges(['crypto/x.ts', 'crypto/y.ts'], ['crypto/y.ts', 'crypto/x.ts']);
  expect(violations(round)).toContain('crypto/x.ts → crypto/y.ts → crypto/x.ts is a cycle');
});

test.each([
  ["import { a } from './b.ts'", 'client/b.ts'],
  ["import './b.css'", 'client/b.css'],
  ["import type { A } from '../crypto/b.ts'", 'crypto/b.ts'],
  ["import { type A } from './b.ts'", 'client/b.ts'],
  ["export { a } from './b.ts'", 'client/b.ts'],
  ["export type * from './b.ts'", 'client/b.ts'],
  ["const a = await import('./b.ts')", 'client/b.ts'],
  ["let a: import('./b.ts').A", 'client/b.ts'],
  ["type A = typeof import('./b.ts')", 'client/b.ts'],
  ["import a = require('./b.ts')", 'client/b.ts'],
  ["import a from './b.ts?worker'", 'client/b.ts'],
  ["new Worker(new URL('./b.ts', import.meta.url))", 'client/b.ts'],
  ["declare module 'c' { import type { A } from './b.ts' }", 'client/b.ts'],
  ["export default <p>{import('hono/cors')}</p>", 'hono/cors'],
])('%s is read as an import', (source, imported) => {
  expect(importsOf('client/a.tsx', source)).toEqual([imported]);
});

test.each(["import('./' + name)", "require('./b.cjs')", 'import('])('%s is refused', (source) => {
  expect(() => importsOf('client/a.ts', source)).toThrow('client/a.ts');
});

/** The real graph with more imports in it. */
function withEdges(...edges: [string, string][]): Graph {
  const copy: Graph = new Map(graph);
  for (const [file, imported] of edges) copy.set(file, [...(copy.get(file) ?? []), imported]);
  return copy;
}
