/** That a document goes as it is, and why: thrown from deep within, and said at the top. */
import { clean, kept } from './finding.ts';
import { NotLoadedError } from './not-loaded.ts';
import type { Finding, REASONS, Scrubbed } from './scrubber.ts';

export class NotCleaned extends Error {
  readonly reason: (typeof REASONS)[number];
  readonly found: readonly Finding[];

  constructor(reason: (typeof REASONS)[number], found: readonly Finding[] = []) {
    super(reason);
    this.reason = reason;
    this.found = found;
  }
}

/** Cleans a document, and gathers what was found until then where it can't be. */
export async function cleaning(act: (found: Finding[]) => Promise<Blob>): Promise<Scrubbed> {
  const found: Finding[] = [];
  try {
    const file = await act(found);
    return clean(file, [file], found);
  } catch (error) {
    if (error instanceof NotLoadedError) throw error;
    if (error instanceof NotCleaned) return kept(error.reason, [...found, ...error.found]);
    // What is not as its format says was not read in full.
    return kept('damaged', found);
  }
}
