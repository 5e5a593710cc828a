import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf, readGraph, type Graph, type Import } from './graph.ts';
import { deadPatterns, violations } from './rule.ts';

const graph = readGraph(fileURLToPath(new URL('../..', import.meta.url)));

test('every file imports only what the rule allows', () => {
  expect(graph.size).toBeGreaterThan(50);
  expect(violations(graph)).toEqual([]);
});

test('no rule names a file that is not there', () => {
  expect(deadPatterns(graph)).toEqual([]);
  const without = new Map([...graph].filter(([file]) => file !== 'crypto/vault.ts'));
  expect(deadPatterns(without)).toEqual(['crypto/vault.ts']);
});

test.each([
  ['crypto/bytes.ts', 'node:buffer'],
  ['crypto/bytes.ts', 'server/api/limits.ts'],
  ['crypto/letter.ts', 'shamir-secret-sharing'],
  ['client/calls/api.ts', 'shamir-secret-sharing'],
  ['client/reporter/main.tsx', 'crypto/shares.ts'],
  ['server/app.ts', 'crypto/shares.ts'],
  ['server/api/limits.ts', 'zod'],
  ['server/api/limits.ts', 'server/app.ts'],
  ['server/api/limits.ts', 'crypto/stamp.ts'],
  ['db/tables.ts', 'server/app.ts'],
  ['db/tables.ts', 'crypto/sodium.ts'],
  ['server/app.ts', 'crypto/slots.ts'],
  ['server/app.ts', 'client/calls/api.ts'],
  ['server/app.ts', 'better-sqlite3'],
  ['server/app.ts', 'hono-sessions'],
  ['client/calls/api.ts', 'server/app.ts'],
  ['client/calls/api.ts', 'node:fs'],
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

test('a cycle of rooms is found where there is none of files', () => {
  const [below, above] = ['client/calls/api.ts', 'client/case/fold/view.ts'];
  const round = withEdges(['client/calls/new.ts', above], ['client/case/kinds/new.ts', below]);
  expect(violations(round).join('\n')).toMatch(/client\/calls → .*client\/calls is a cycle/);
  const limits = withEdges(['server/limits/new.ts', 'server/routes/officer.ts']);
  expect(violations(limits).join('\n')).toMatch(
    /server\/limits → .*server\/limits is a cycle|server\/routes → .*server\/limits → server\/routes is a cycle/,
  );
});

describe('pages and workers', () => {
  const page = 'client/officer/page/inbox/page.tsx';
  const worker = 'client/officer/worker/inbox/inbox.ts';

  test.each([
    [page, worker],
    [page, 'crypto/box.ts'],
    [page, 'crypto/vault.ts'],
    ['client/reporter/page/own/page.tsx', 'client/reporter/worker/own-case.ts'],
    ['client/reporter/page/own/page.tsx', 'crypto/slots.ts'],
    ['client/officer/app.tsx', 'crypto/entry.ts'],
    [worker, 'preact'],
    [worker, 'client/parts/button.tsx'],
    [worker, 'client/messages/messages.ts'],
    [worker, page],
    ['client/case/fold/view.ts', 'preact/hooks'],
    ['client/calls/api.ts', worker],
  ])('%s may not reach %s', (file, imported) => {
    expect(violations(withEdges([file, imported])).join('\n')).toContain(`${file} → ${imported}`);
  });

  test('a page may know the types of what it asks the worker for, and start its thread', () => {
    for (const what of ['types', 'thread'] as const) {
      const added = new Map(graph).set(page, [...graph.get(page)!, { to: worker, what }]);
      expect(violations(added)).toEqual([]);
    }
  });

  test('a worker may not even know the type of a page', () => {
    const added = new Map(graph).set(worker, [...graph.get(worker)!, { to: 'preact', what: 'types' }]);
    expect(violations(added)).toContain(`${worker} → preact may not be reached`);
  });

  test('nor may a page reach a key through what both share', () => {
    const [view, box] = ['client/parts/button.tsx', 'crypto/box.ts'];
    expect(violations(withEdges([view, box])).join('\n')).toMatch(/page\/.* → .*button.tsx → crypto\/box.ts/);
  });
});

test.each([
  ["import { a } from './b.ts'", 'client/b.ts', 'values'],
  ["import './b.css'", 'client/b.css', 'values'],
  ["import type { A } from '../crypto/b.ts'", 'crypto/b.ts', 'types'],
  ["import { type A } from './b.ts'", 'client/b.ts', 'values'],
  ["export { a } from './b.ts'", 'client/b.ts', 'values'],
  ["export type * from './b.ts'", 'client/b.ts', 'types'],
  ["const a = await import('./b.ts')", 'client/b.ts', 'values'],
  ["let a: import('./b.ts').A", 'client/b.ts', 'types'],
  ["type A = typeof import('./b.ts')", 'client/b.ts', 'types'],
  ["import a = require('./b.ts')", 'client/b.ts', 'values'],
  ["import a from './b.ts?worker'", 'client/b.ts', 'thread'],
  ["new Worker(new URL('./b.ts', import.meta.url))", 'client/b.ts', 'thread'],
  ["declare module 'c' { import type { A } from './b.ts' }", 'client/b.ts', 'types'],
  ["export default <p>{import('hono/cors')}</p>", 'hono/cors', 'values'],
] satisfies [string, string, Import['what']][])('%s is read as an import', (source, to, what) => {
  expect(importsOf('client/a.tsx', source)).toEqual([{ to, what }]);
});

test.each(["import('./' + name)", "require('./b.cjs')", 'import('])('%s is refused', (source) => {
  expect(() => importsOf('client/a.ts', source)).toThrow('client/a.ts');
});

/** The real graph with more imports in it. */
function withEdges(...edges: [string, string][]): Graph {
  const copy: Graph = new Map(graph);
  for (const [file, imported] of edges) {
    copy.set(file, [...(copy.get(file) ?? []), { to: imported, what: 'values' }]);
  }
  return copy;
}
