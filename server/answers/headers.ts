/** Headers of every answer: nothing foreign loads, nothing is cached or told to others. */
import type { MiddlewareHandler } from 'hono';
import { DAY_HEADER, VERSION, VERSION_HEADER } from '../api/endpoint.ts';
import { dayOf } from '../../crypto/stamp.ts';

/** One string for every path but the view's, equal to the manifest's. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
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

/** Where the document is in which a page shows a file, with its code. */
const VIEW = /^\/view(?:\/|$)/;

/**
 * What runs there has an origin without a name, reads nothing of anybody's, and asks for nothing but its own code. It shows
 * what it was given, or what it made of that.
 */
export const VIEW_SECURITY_POLICY = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src blob:',
  'media-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const VIEW_HEADERS: Readonly<Record<string, string>> = {
  ...HEADERS,
  'content-security-policy': VIEW_SECURITY_POLICY,
  'x-frame-options': 'SAMEORIGIN',
  // To a document whose origin has no name even its own code is foreign. It is in the published build.
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
};

/** Set before the answer is made: set on a finished one, each would cost a copy of it. */
export const strictHeaders: MiddlewareHandler = async (http, next) => {
  const headers = VIEW.test(http.req.path) ? VIEW_HEADERS : HEADERS;
  for (const [name, value] of Object.entries(headers)) http.header(name, value);
  await next();
};

/** Says which UTC day it is here, with every answer: whoever asks may have another clock. */
export function tellDay({ now }: { now: () => number }): MiddlewareHandler {
  return async (http, next) => {
    http.header(DAY_HEADER, dayOf(now()));
    await next();
  };
}
