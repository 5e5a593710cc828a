/** Asking the server: one function for every endpoint of the contract. */
import * as z from 'zod/mini';
import { DAY_HEADER, VERSION, VERSION_HEADER, type Endpoint } from '../../server/api/endpoint.ts';
import { Patience } from './patience.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { STATUS, type ErrorCode } from '../../server/api/errors.ts';
import { day } from '../../server/api/wire.ts';
import { concat } from '../../crypto/bytes.ts';
import { dayOf, type Day } from '../../crypto/stamp.ts';

/**
 * What can go wrong with a request. `offline`: no answer came; `bad-answer`: not what the contract says; `outdated`: page and
 * server are of different versions and one did not understand the other, or a part of the page is not there any more.
 */
export type ApiErrorCode = ErrorCode | 'offline' | 'bad-answer' | 'outdated';

/** What not understanding one another looks like. */
const MISUNDERSTOOD: readonly ApiErrorCode[] = [
  'bad-request',
  'bad-answer',
  'not-found',
  'method-not-allowed',
];

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  /** The answer's other fields, such as `head` with `conflict`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ApiErrorCode, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export interface Api {
  /** @throws ApiError */
  call<Q extends z.ZodMiniType, A extends z.ZodMiniType>(
    endpoint: Endpoint<Q, A>,
    request: z.output<Q>,
  ): Promise<z.output<A>>;
  /**
   * Asks for raw octets, or sends them.
   * @param most bytes of the answer
   * @throws ApiError
   */
  octets(path: `/api/${string}`, how: RequestInit, most: number): Promise<Uint8Array>;
  /** The UTC day by the server's clock, as its last answer said; null before one did. */
  readonly day: Day | null;
}

/** @param base address of the server, empty in a page; `send` may be replaced where there is no page */
export function createApi(base = '', send: typeof fetch = (input, init) => fetch(input, init)): Api {
  let told: Day | null = null;
  return {
    get day() {
      return told;
    },
    async call(endpoint, request) {
      const wire = z.encode(endpoint.request, request);
      const how = options(endpoint, wire);
      const { response, read: body } = await ask(
        send,
        base + address(endpoint, wire),
        how,
        LIMITS.answerBytes,
      );
      const text = new TextDecoder().decode(body);
      told = dayIn(response) ?? told;
      try {
        const answer = read(endpoint.answer, response.ok, parseJson(text, response));
        if (isOfOtherVersion(response) && endpoint.isReadable?.(answer) === false)
          throw new ApiError('bad-answer');
        return answer;
      } catch (error) {
        if (isOfOtherVersion(response) && error instanceof ApiError && MISUNDERSTOOD.includes(error.code))
          throw new ApiError('outdated');
        throw error;
      }
    },
    async octets(path, how, most) {
      const { response, read: body } = await ask(send, base + path, { ...ALWAYS, ...how }, most);
      if (!response.ok) throw refusal(parseJson(new TextDecoder().decode(body), response));
      return body;
    },
  };
}

function read<A extends z.ZodMiniType>(schema: A, isAnswer: boolean, json: unknown): z.output<A> {
  if (!isAnswer) throw refusal(json);
  const answer = z.safeDecode(schema, json as z.input<A>);
  if (!answer.success) throw new ApiError('bad-answer');
  return answer.data;
}

function isOfOtherVersion({ headers }: Response): boolean {
  const version = headers.get(VERSION_HEADER);
  return version !== null && version !== String(VERSION);
}

function dayIn({ headers }: Response): Day | null {
  const read = z.safeParse(day, headers.get(DAY_HEADER));
  return read.success ? (read.data as Day) : null;
}

/** The UTC day that what is asked for goes by: the server's, which decides, or this device's where none was told. */
export function dayBy({ day: told }: Pick<Api, 'day'>): Day {
  return told ?? dayOf(Date.now());
}

function address(endpoint: Endpoint<z.ZodMiniType, z.ZodMiniType>, wire: unknown): string {
  if (endpoint.method !== 'GET') return endpoint.path;
  const parameters = new URLSearchParams(wire as Record<string, string>).toString();
  return parameters === '' ? endpoint.path : `${endpoint.path}?${parameters}`;
}

const ALWAYS = {
  cache: 'no-store',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit;

function options(endpoint: Endpoint<z.ZodMiniType, z.ZodMiniType>, wire: unknown): RequestInit {
  const always: RequestInit = { method: endpoint.method, ...ALWAYS };
  if (endpoint.method === 'GET') return always;
  return { ...always, body: JSON.stringify(wire), headers: { 'content-type': 'application/json' } };
}

/** @param most bytes of the answer */
async function ask(send: typeof fetch, url: string, init: RequestInit, most: number) {
  const { body } = init;
  const sent = typeof body === 'string' ? body.length : body instanceof Blob ? body.size : 0;
  const patience = new Patience(sent);
  try {
    const response = await receive(() => patience.within(send(url, { ...init, signal: patience.signal })));
    return { response, read: await receive(() => readBytes(response, patience, most)) };
  } finally {
    patience.end();
  }
}

async function receive<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError('offline');
  }
}

function parseJson(text: string, { status }: Response): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What stands before the server speaks in words of its own while that is away.
    throw new ApiError(status >= 500 ? 'unavailable' : 'bad-answer');
  }
}

/** Reads an answer, but never more than any answer has. */
async function readBytes(response: Response, patience: Patience, most: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await patience.within(reader.read());
    if (done) return concat(...parts);
    patience.got(value.length);
    length += value.length;
    if (length > most) {
      // Whether that succeeds is no matter: it is the answer that is wrong, not the connection.
      reader.cancel().catch(() => undefined);
      throw new ApiError('bad-answer');
    }
    parts.push(value);
  }
}

function refusal(json: unknown): ApiError {
  if (typeof json !== 'object' || json === null || !('error' in json)) return new ApiError('bad-answer');
  const { error, ...details } = json;
  const known = typeof error === 'string' && Object.hasOwn(STATUS, error);
  return known ? new ApiError(error as ErrorCode, details) : new ApiError('bad-answer');
}
