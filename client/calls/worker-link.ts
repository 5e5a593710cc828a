/**
 * A session runs in a worker, so that sealing never freezes the page and keys never enter it. Its methods are called with
 * messages; failures travel as codes, because errors lose their class on the way.
 */
import { Failure, failureOf, type FailureCode } from './failure.ts';
import { whyMissing, whyNotStarted } from './missing.ts';

type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: FailureCode };

interface Call {
  readonly id: number;
  /** Names of a method and what it is part of: `['account', 'changePassphrase']`. */
  readonly path: readonly string[];
  readonly parameters: readonly unknown[];
  /** Places of functions among the parameters, which stay in the page and are called back. */
  readonly functions: readonly number[];
}

type Answer =
  | { readonly id: number; readonly outcome: Outcome }
  | { readonly id: number; readonly back: number; readonly values: readonly unknown[] };

type Method = (...parameters: never[]) => Promise<unknown>;

/** An object whose methods all return promises, as do those of its parts. */
type Session<T> = { [K in keyof T]: T[K] extends Method ? T[K] : Part<T[K]> };

type Part<T> = { [K in keyof T]: T[K] extends Method ? T[K] : never };

/** In the worker: answers calls of the session's methods, as soon as there is a session. */
export function exposeSession<T extends Session<T>>(coming: Promise<T>): void {
  const send = (answer: Answer) => postMessage(answer);
  const started = coming.catch(async (error: unknown) => {
    throw new Failure(await whyNotStarted(error));
  });
  started.catch(() => undefined);
  addEventListener('message', ({ data }: MessageEvent<Call>) => {
    const { id, path, functions } = data;
    const parameters = [...data.parameters];
    for (const back of functions) {
      parameters[back] = (...values: unknown[]) => send({ id, back, values });
    }
    const outcome = async (): Promise<Outcome> => {
      try {
        return { ok: true, value: await callAt(await started, path, parameters) };
      } catch (error) {
        return { ok: false, code: failureOf(error) };
      }
    };
    void outcome().then((found) => send({ id, outcome: found }));
  });
}

function callAt(whole: unknown, [name, ...rest]: readonly string[], parameters: unknown[]): Promise<unknown> {
  const parts = whole as Record<string, unknown>;
  if (rest.length > 0) return callAt(parts[name!], rest, parameters);
  return (parts[name!] as (...all: unknown[]) => Promise<unknown>).apply(parts, parameters);
}

interface Waiting {
  readonly parameters: readonly unknown[];
  readonly end: (outcome: Outcome) => void;
}

/**
 * In the page: the session behind a worker. Functions given as arguments are called back.
 * @param address of the worker's file
 */
export function linkSession<T extends Session<T>>(worker: Worker, address: string): T & { end(): void } {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const one = waiting.get(data.id);
    if (one === undefined) return;
    if ('back' in data) {
      (one.parameters[data.back] as (...values: readonly unknown[]) => void)(...data.values);
      return;
    }
    waiting.delete(data.id);
    one.end(data.outcome);
  });
  // A worker whose code does not load answers nothing, ever.
  let broken: FailureCode | null = null;
  const breakOff = (code: FailureCode) => {
    broken = code;
    for (const { end } of waiting.values()) end({ ok: false, code });
    waiting.clear();
  };
  worker.addEventListener('error', () => void whyMissing(address).then(breakOff), { once: true });
  const call = async (path: readonly string[], parameters: readonly unknown[]) => {
    if (broken !== null) throw new Failure(broken);
    const outcome = await new Promise<Outcome>((end) => {
      const id = ++calls;
      waiting.set(id, { parameters, end });
      const functions = parameters.flatMap((one, place) => (typeof one === 'function' ? [place] : []));
      const sent = parameters.map((one) => (typeof one === 'function' ? null : one));
      worker.postMessage({ id, path, parameters: sent, functions } satisfies Call);
    });
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
