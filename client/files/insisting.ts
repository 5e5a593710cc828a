/** Trying again while a connection or a server is away for a moment: for the pieces of a file, in either direction. */
import { ApiError, type ApiErrorCode } from '../calls/api.ts';

/** How often in a row one piece may fail, and milliseconds of waiting after the first. */
const TRIES = 6;
const PAUSE = 500;

/** What passes by itself. */
const PASSING: readonly ApiErrorCode[] = ['offline', 'busy', 'unavailable'];

/**
 * @param renew gets another ticket, where the one in use is over
 * @param check throws where nobody wants it any more
 * @throws ApiError what it failed with in the end
 */
export async function insist<T>(
  act: () => Promise<T>,
  renew: () => Promise<void>,
  check: () => void = () => undefined,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    check();
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiError) || tries === TRIES) throw error;
      if (error.code === 'signed-out') await renew();
      else if (PASSING.includes(error.code))
        await new Promise((resolve) => setTimeout(resolve, PAUSE * 2 ** (tries - 1)));
      else throw error;
    }
  }
}
