/** Chooses the build of libsodium that works here. */
import { loadStandard, type Sodium } from '../../crypto/sodium.ts';
import { webAssemblyRuns } from './runs.ts';

/** libsodium as WebAssembly where that runs, else as JavaScript, about a hundred times slower. */
export async function loadSodium(): Promise<Sodium> {
  if (await webAssemblyRuns()) return loadStandard();
  return (await import('./javascript.ts')).loadJavascript();
}
