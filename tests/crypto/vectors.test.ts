import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { makeVectors } from './make-vectors.ts';
import { runVector } from './run-vector.ts';
import type { Topic } from './vector.ts';
import { VECTORS } from './vectors.ts';

const FOLDER = join(import.meta.dirname, '../../crypto/vectors');

beforeAll(() => ready(loadSumo));

describe.each(Object.entries(VECTORS))('%s', (_, topic) => {
  test.each(topic.vectors)('$name', async (vector) => {
    expect(await runVector(topic, vector)).toEqual({ name: vector.name, problem: null });
  });
});

test('vectors made today are as those stored, and come out the same', async () => {
  const made = await makeVectors();
  if (process.env['SOTTO_VECTORS'] === 'write') {
    for (const [name, topic] of Object.entries(made)) {
      writeFileSync(join(FOLDER, `${name}.json`), JSON.stringify(topic, null, 2));
    }
    return;
  }
  expect(Object.keys(made)).toEqual(Object.keys(VECTORS));
  for (const [name, topic] of Object.entries(made)) {
    expect(names(topic)).toEqual(names(VECTORS[name]!));
    const results = await Promise.all(topic.vectors.map((vector) => runVector(topic, vector)));
    expect(results.filter((result) => result.problem)).toEqual([]);
  }
});

test('no two vectors of a topic have one name, and every kind of failure is among them', () => {
  const all = Object.values(VECTORS);
  for (const topic of all) expect(new Set(names(topic)).size).toBe(topic.vectors.length);
  const kinds = new Set(all.flatMap((topic) => topic.vectors.map((vector) => vector.fails)));
  kinds.delete(undefined);
  const expected = [
    'bad-commitment',
    'bad-signature',
    'bad-stamp',
    'bad-words',
    'broken-chain',
    'malformed',
    'newer',
    'rolled-back',
    'tampered',
    'unknown-author',
    'wrong-authority',
    'wrong-case',
  ];
  expect(kinds).toEqual(new Set(expected));
});

function names(topic: Topic): string[] {
  return topic.vectors.map(({ name, run, fails = '' }) => `${run} ${fails}: ${name}`);
}
