/**
 * A session runs in a worker, so that sealing never freezes the page and keys never enter it. Methods are
 * called over comlink; failures travel as codes, because errors lose their class on the way.
 */
import { expose, proxy, wrap, type Remote } from 'comlink';
import { Failure, failureOf, type FailureCode } from './failure.ts';

type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: FailureCode };

/** @param path names of a method and what it is part of: `['account', 'changePassphrase']` */
type Call = (path: readonly string[], ...parameters: unknown[]) => Promise<Outcome>;

type Method = (...parameters: never[]) => Promise<unknown>;

/** An object whose methods all return promises, as do those of its parts. */
type Session<T> = { [K in keyof T]: T[K] extends Method ? T[K] : Part<T[K]> };

type Part<T> = { [K in keyof T]: T[K] extends Method ? T[K] : never };

/** In the worker: answers calls of the session's methods, as soon as there is a session. */
export function exposeSession<T extends Session<T>>(coming: Promise<T>): void {
  const call: Call = async (path, ...parameters) => {
    try {
      return { ok: true, value: await callAt(await coming, path, parameters) };
    } catch (error) {
      return { ok: false, code: failureOf(error) };
    }
  };
  expose({ call });
}

function callAt(whole: unknown, [name, ...rest]: readonly string[], parameters: unknown[]): Promise<unknown> {
  const parts = whole as Record<string, unknown>;
  if (rest.length > 0) return callAt(parts[name!], rest, parameters);
  return (parts[name!] as (...all: unknown[]) => Promise<unknown>).apply(parts, parameters);
}

/** In the page: the session behind a worker. Functions given as arguments are called back. */
export function linkSession<T extends Session<T>>(worker: Worker): T & { end(): void } {
  const remote: Remote<{ call: Call }> = wrap<{ call: Call }>(worker);
  // A worker whose code does not load answers nothing, ever.
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Failure('offline')), { once: true });
  });
  broken.catch(() => undefined);
  const call = async (path: readonly string[], parameters: readonly unknown[]) => {
    // One by one: comlink looks for functions among the arguments, and not inside of them.
    const sent = parameters.map((value) => (typeof value === 'function' ? proxy(value as object) : value));
    const outcome = await Promise.race([remote.call(path, ...sent), broken]);
    if (!outcome.ok) throw new Failure(outcome.code);
    return outcome.value;
  };
  // What stands at a path is a part or a method: which, shows when it is called.
  const at = (path: readonly string[]): object =>
    new Proxy(() => undefined, {
      get: (_, name) => named([...path, String(name)]),
      apply: (_, __, parameters: unknown[]) => call(path, parameters),
    });
  // A proxy that answers to `then` would be taken for a promise.
  const named = (path: readonly string[]) => (path.at(-1) === 'then' ? undefined : at(path));
  return new Proxy({} as T & { end(): void }, {
    get: (_, name) => (name === 'end' ? () => worker.terminate() : named([String(name)])),
  });
}
