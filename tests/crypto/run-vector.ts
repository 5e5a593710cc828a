/**
 * Runs test vectors: the same file in Node and in every browser. A vector names one function, what goes in,
 * and what comes out or which kind of failure it is.
 */
import { CryptoError } from '../../crypto/errors.ts';
import { RUNS } from './runs.ts';
import { Input, Skip, type Plain, type Result, type Topic, type Vector } from './vector.ts';

export async function runVector(topic: Topic, vector: Vector): Promise<Result> {
  const { name } = vector;
  const expected = 'fails' in vector ? `fails: ${vector.fails}` : show(vector.out ?? null);
  try {
    const found = await outcomeOf(topic, vector);
    return { name, problem: found === expected ? null : `expected ${expected}, got ${found}` };
  } catch (error) {
    if (error instanceof Skip) return { name, problem: null, skipped: error.message };
    throw error;
  }
}

async function outcomeOf(topic: Topic, vector: Vector): Promise<string> {
  const run = RUNS[vector.run];
  if (run === undefined) return `no function ${vector.run}`;
  try {
    return show(await run(new Input(topic, vector.in)));
  } catch (error) {
    if (error instanceof Skip) throw error;
    return error instanceof CryptoError ? `fails: ${error.code}` : `another error: ${String(error)}`;
  }
}

/** JSON with sorted names, so that two spellings of the same are equal. */
function show(value: Plain): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
