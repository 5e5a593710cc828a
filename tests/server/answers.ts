/** Raw requests and answers: what the bytes are, not what they mean. */
import * as z from 'zod/mini';
import type { Endpoint } from '../../server/api/endpoint.ts';
import { BASE } from '../stage/inside.ts';

export interface RawAnswer {
  readonly status: number;
  /** Every header but the date. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export async function rawAnswer(response: Response): Promise<RawAnswer> {
  const { date: _, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}

/** Sends a request to an endpoint and gives back the bare answer. */
export async function ask<Q extends z.ZodMiniType>(
  send: typeof fetch,
  endpoint: Endpoint<Q, z.ZodMiniType>,
  request: z.output<Q>,
): Promise<RawAnswer> {
  return askWire(send, endpoint, z.encode(endpoint.request, request));
}

/** The same for a body that need not be what the contract says. */
export async function askWire(
  send: typeof fetch,
  endpoint: Pick<Endpoint<z.ZodMiniType, z.ZodMiniType>, 'method' | 'path'>,
  wire: unknown,
): Promise<RawAnswer> {
  const headers = { 'content-type': 'application/json' };
  const { method, path } = endpoint;
  return rawAnswer(await send(BASE + path, { method, headers, body: JSON.stringify(wire) }));
}

/** The code of a refusal. */
export function codeOf({ body }: RawAnswer): unknown {
  const json: unknown = JSON.parse(body);
  return typeof json === 'object' && json !== null && 'error' in json ? json.error : undefined;
}
