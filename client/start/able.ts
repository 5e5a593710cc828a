/**
 * Whether this browser has what the pages are made of, looked at before anything else runs and before anything is typed:
 * browsers of 2023 and later have it. Written so that much older ones get through to the end.
 */
import { showLate } from './late.ts';

const NEEDED: readonly (readonly [unknown, readonly string[]])[] = [
  [
    globalThis,
    [
      'AbortController',
      'BigInt',
      'Intl',
      'MessageChannel',
      'Proxy',
      'ReadableStream',
      'TextDecoder',
      'TextEncoder',
    ],
  ],
  [globalThis, ['URLSearchParams', 'Worker', 'crypto', 'fetch', 'structuredClone']],
  [Array.prototype, ['at', 'findLast', 'findLastIndex', 'flatMap', 'toSorted']],
  [String.prototype, ['at', 'matchAll', 'normalize', 'replaceAll']],
  [Object, ['fromEntries', 'hasOwn']],
  [Promise, ['allSettled', 'any']],
  [globalThis.AbortSignal, ['timeout']],
  [globalThis.Intl, ['DateTimeFormat', 'DisplayNames', 'ListFormat', 'NumberFormat', 'PluralRules']],
  [globalThis.crypto, ['getRandomValues']],
  [globalThis.Element.prototype, ['replaceChildren']],
];

const missing = NEEDED.some(([where, names]) =>
  names.some((name) => (where as Record<string, unknown> | undefined)?.[name] === undefined),
);
/** Browsers lock only where nobody in between can change the page; elsewhere this part of them is not there. */
export const isSecure = globalThis.isSecureContext;

if (missing || (isSecure && globalThis.crypto.subtle === undefined)) {
  showLate();
  // Nothing after this may run: it would fail somewhere in the middle.
  throw new Error('this browser lacks what the page needs');
}
