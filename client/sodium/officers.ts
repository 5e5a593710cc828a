import { loadSumo, type Sodium } from '../../crypto/sodium.ts';
import { loadSodium } from './load.ts';
import { webAssemblyRuns } from './runs.ts';

/** Without WebAssembly Argon2id would take minutes: recovery words unlock there, with the smaller build. */
export async function loadOfficersSodium(): Promise<Sodium> {
  return (await webAssemblyRuns()) ? loadSumo() : loadSodium();
}
