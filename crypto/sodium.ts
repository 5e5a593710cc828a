/**
 * The one door to libsodium. `ready()` is awaited once, where a program or a worker starts; after it
 * everything else in this folder is synchronous.
 */
import type standard from 'libsodium-wrappers';

export type Sodium = typeof standard;

/** libsodium, once `ready()` has resolved. */
export let sodium: Sodium;

/** The standard build, WebAssembly inside. It has no Argon2id. */
export async function loadStandard(): Promise<Sodium> {
  return (await import('libsodium-wrappers')).default;
}

/** The larger build, which has Argon2id as well: for officers only. */
export async function loadSumo(): Promise<Sodium> {
  return (await import('libsodium-wrappers-sumo')).default as unknown as Sodium;
}

/** Loads libsodium. Call it before anything else here; later calls with another build replace the first. */
export async function ready(load: () => Promise<Sodium> = loadStandard): Promise<void> {
  const loaded = await load();
  await loaded.ready;
  sodium = loaded;
}
