/**
 * Which tests run in which browsers. In Chromium and in Firefox: one whole way through each feature, and whatever engines do
 * each in their own manner, which is starting, leaving, storing, printing, translating, copying, passkeys and WebAssembly. In
 * one of the two: every other way through a feature in Firefox, and whether screens fit and are accessible in Chromium.
 */
import type { BrowserName } from './browsers.ts';

export const ENGINES = ['chromium', 'firefox'] as const satisfies readonly BrowserName[];

/** Where the other ways through a feature are tried, in a part of a file that is there for each engine: there or not there. */
export function otherWays(engine: BrowserName): readonly BrowserName[] {
  return engine === 'firefox' ? [engine] : [];
}
