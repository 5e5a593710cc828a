/** The page in which a browser runs the vectors. */
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { loadSodium } from '../../client/sodium/load.ts';
import { webAssemblyRuns } from '../../client/sodium/runs.ts';
import { runVector } from './run-vector.ts';
import type { Result } from './vector.ts';
import { VECTORS } from './vectors.ts';

/** What the page offers to whoever drives the browser. */
export interface VectorsPage {
  /**
   * Loads libsodium: as a reporter's page does, or with Argon2id as an officer's does.
   * @returns whether WebAssembly runs here
   */
  load(build: 'reporter' | 'officer'): Promise<boolean>;
  /** Runs some vectors of a topic, from one number to before another. */
  run(topic: string, from: number, to: number): Promise<Result[]>;
}

const page: VectorsPage = {
  async load(build) {
    await ready(build === 'officer' ? loadSumo : loadSodium);
    return webAssemblyRuns();
  },
  run(name, from, to) {
    const topic = VECTORS[name]!;
    return Promise.all(topic.vectors.slice(from, to).map((vector) => runVector(topic, vector)));
  },
};

Object.assign(globalThis, { vectorsPage: page });
