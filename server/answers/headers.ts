/** Headers of every answer: nothing foreign loads, nothing is cached or told to others. */
import type { MiddlewareHandler } from 'hono';
import { DAY_HEADER, VERSION, VERSION_HEADER } from '../api/endpoint.ts';
import { dayOf } from '../../crypto/stamp.ts';

/** One string for every path, equal to the manifest's. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types sotto-worker',
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  [VERSION_HEADER]: String(VERSION),
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'camera=(), display-capture=(), geolocation=(), microphone=(self), payment=(), usb=(), serial=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex',
  // Files say otherwise.
  'cache-control': 'no-store',
};

/** Set before the answer is made: set on a finished one, each would cost a copy of it. */
export const strictHeaders: MiddlewareHandler = async (http, next) => {
  for (const [name, value] of Object.entries(HEADERS)) http.header(name, value);
  await next();
};

/** Says which UTC day it is here, with every answer: whoever asks may have another clock. */
export function tellDay({ now }: { now: () => number }): MiddlewareHandler {
  return async (http, next) => {
    http.header(DAY_HEADER, dayOf(now()));
    await next();
  };
}
