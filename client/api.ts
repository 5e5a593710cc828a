/** Asking the server: one function for every endpoint of the contract. */
import * as z from 'zod/mini';
import type { Endpoint } from '../server/api/endpoint.ts';
import { STATUS, type ErrorCode } from '../server/api/errors.ts';

/** What can go wrong with a request. `offline`: no answer came; `bad-answer`: not what the contract says. */
export type ApiErrorCode = ErrorCode | 'offline' | 'bad-answer';

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

/** Bytes of the longest answer that is read: 64 entries of 256 KiB in base64url are 22 MB. */
const LONGEST_ANSWER = 32 * 1024 * 1024;

/** Milliseconds without an answer after which a request counts as lost. */
const PATIENCE = 120_000;

export interface Api {
  /** @throws ApiError */
  call<Q extends z.ZodMiniType, A extends z.ZodMiniType>(
    endpoint: Endpoint<Q, A>,
    request: z.output<Q>,
  ): Promise<z.output<A>>;
}

/** @param base address of the server, empty in a page; `send` may be replaced where there is no page */
export function createApi(base = '', send: typeof fetch = (input, init) => fetch(input, init)): Api {
  return {
    async call(endpoint, request) {
      const wire = z.encode(endpoint.request, request);
      const response = await receive(() => send(base + address(endpoint, wire), options(endpoint, wire)));
      const json = await readJson(response);
      if (!response.ok) throw refusal(json);
      const answer = z.safeDecode(endpoint.answer, json as z.input<typeof endpoint.answer>);
      if (!answer.success) throw new ApiError('bad-answer');
      return answer.data;
    },
  };
}

function address(endpoint: Endpoint<z.ZodMiniType, z.ZodMiniType>, wire: unknown): string {
  if (endpoint.method !== 'GET') return endpoint.path;
  const parameters = new URLSearchParams(wire as Record<string, string>).toString();
  return parameters === '' ? endpoint.path : `${endpoint.path}?${parameters}`;
}

function options(endpoint: Endpoint<z.ZodMiniType, z.ZodMiniType>, wire: unknown): RequestInit {
  const always: RequestInit = {
    method: endpoint.method,
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(PATIENCE),
  };
  if (endpoint.method === 'GET') return always;
  return { ...always, body: JSON.stringify(wire), headers: { 'content-type': 'application/json' } };
}

async function receive<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError('offline');
  }
}

async function readJson(response: Response): Promise<unknown> {
  const text = await receive(() => readText(response));
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('bad-answer');
  }
}

/** Reads an answer, but never more than `LONGEST_ANSWER`. */
async function readText(response: Response): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST_ANSWER) {
      await reader.cancel();
      throw new ApiError('bad-answer');
    }
    text += decoder.decode(value, { stream: true });
  }
}

function refusal(json: unknown): ApiError {
  if (typeof json !== 'object' || json === null || !('error' in json)) return new ApiError('bad-answer');
  const { error, ...details } = json;
  const known = typeof error === 'string' && Object.hasOwn(STATUS, error);
  return known ? new ApiError(error as ErrorCode, details) : new ApiError('bad-answer');
}
