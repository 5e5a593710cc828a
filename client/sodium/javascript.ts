/**
 * libsodium without WebAssembly. Only its UMD build carries a translation to JavaScript, which takes over
 * when `WebAssembly.instantiate` fails; where there is no `WebAssembly` at all, a stand-in has to fail for it.
 * The wrapper must be evaluated in the same task as the library: it takes over `ready`, which the library
 * then deletes.
 */
import type { Sodium } from '../../crypto/sodium.ts';

export async function loadJavascript(): Promise<Sodium> {
  if (typeof WebAssembly === 'undefined') {
    const standIn = { instantiate: () => Promise.reject(new Error('no WebAssembly')), RuntimeError: Error };
    Object.defineProperty(globalThis, 'WebAssembly', { value: standIn, configurable: true });
  }
  return (await import('libsodium-wrappers-umd')).default;
}
