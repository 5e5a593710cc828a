/**
 * A session runs in a worker, so that sealing never freezes the page and keys never enter it. Methods are
 * called over comlink; failures travel as codes, because errors lose their class on the way.
 */
import { expose, proxy, wrap, type Remote } from 'comlink';
import { Failure, failureOf, type FailureCode } from './failure.ts';

type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: FailureCode };

type Call = (method: string, ...parameters: unknown[]) => Promise<Outcome>;

/** An object whose methods all return promises. */
type Session<T> = { [K in keyof T]: T[K] extends (...args: never[]) => Promise<unknown> ? T[K] : never };

/** In the worker: answers calls of the session's methods, as soon as there is a session. */
export function exposeSession<T extends Session<T>>(coming: Promise<T>): void {
  const call: Call = async (method, ...parameters) => {
    try {
      const session = await coming;
      const run = session[method as keyof T] as (...args: unknown[]) => Promise<unknown>;
      return { ok: true, value: await run.apply(session, parameters) };
    } catch (error) {
      return { ok: false, code: failureOf(error) };
    }
  };
  expose({ call });
}

/** In the page: the session behind a worker. Functions given as arguments are called back. */
export function linkSession<T extends Session<T>>(worker: Worker): T & { end(): void } {
  const remote: Remote<{ call: Call }> = wrap<{ call: Call }>(worker);
  // A worker whose code does not load answers nothing, ever.
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Failure('offline')), { once: true });
  });
  broken.catch(() => undefined);
  return new Proxy({} as T & { end(): void }, {
    get: (_, method) => {
      if (method === 'end') return () => worker.terminate();
      // A proxy that answers to `then` would be taken for a promise.
      if (method === 'then') return undefined;
      return async (...parameters: unknown[]) => {
        const sent = parameters.map((value) =>
          typeof value === 'function' ? proxy(value as object) : value,
        );
        // One by one: comlink looks for functions among the arguments, and not inside of them.
        const outcome = await Promise.race([remote.call(String(method), ...sent), broken]);
        if (!outcome.ok) throw new Failure(outcome.code);
        return outcome.value;
      };
    },
  });
}
