/** Why a part of the page did not come, found out by asking for it once more. */
import type { FailureCode } from './failure.ts';

/** Milliseconds without an answer after which there is none. */
const PATIENCE = 20_000;

/** @param address of the part; where only the browser knows it, of the page: then it did come, as far as one can tell */
export async function whyMissing(address?: string): Promise<FailureCode> {
  try {
    const { ok, status } = await fetch(address ?? '/', {
      method: 'HEAD',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (status >= 500) return 'server-failed';
    // What is there and did not start is no matter of the connection, nor of an update.
    return ok && address !== undefined ? 'unexpected' : 'outdated';
  } catch {
    return 'offline';
  }
}

/**
 * Loads a part of the page, and once more where it did not come: a connection that broke off is no update. Firefox gives the
 * same answer again until the page is loaded anew.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  return load().catch(load);
}

/** What an error at the start means: browsers throw a TypeError for a part that does not come. */
export function whyNotStarted(error: unknown): Promise<FailureCode> {
  return error instanceof TypeError ? whyMissing() : Promise.resolve('unexpected');
}
