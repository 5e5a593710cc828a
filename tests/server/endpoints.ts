/** Every endpoint of the contract, collected from its files: a new one is tested without being named here. */
import * as z from 'zod/mini';
import { toBase64url } from '../../crypto/base64url.ts';
import { LENGTH } from '../../crypto/bytes.ts';
import type { Endpoint } from '../../server/api/endpoint.ts';
import { LIMITS } from '../../server/api/limits.ts';

type AnyEndpoint = Endpoint<z.ZodMiniType, z.ZodMiniType>;

const modules = import.meta.glob<Record<string, unknown>>('../../server/api/*.ts', { eager: true });

export const ENDPOINTS: readonly AnyEndpoint[] = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter(isEndpoint);

function isEndpoint(value: unknown): value is AnyEndpoint {
  return (
    typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'request' in value
  );
}

/** What may stand for a leaf: the first that its schema takes does. Bytes are of any length a kind has. */
const LEAVES: readonly unknown[] = [
  ...[...new Set([1, 72, LIMITS.keyringPageBytes, ...Object.values(LENGTH)])].map((length) =>
    toBase64url(new Uint8Array(length)),
  ),
  '2036-03-04',
  '1',
  'words',
  'shared',
  'open',
  'case',
  'either',
  '0'.repeat(32),
  '0'.repeat(64),
  'SHA-256',
  0,
  1,
  true,
];

/** A body of the right form with nothing in it: zeros, first choices, empty lists. */
export function sampleOf(schema: z.ZodMiniType): unknown {
  const def = (schema as unknown as { _zod: { def: Definition } })._zod.def;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(Object.entries(def.shape).map(([key, part]) => [key, sampleOf(part)]));
    case 'nullable':
    case 'optional':
      return sampleOf(def.innerType);
    case 'array':
      for (let length = 0; length <= 4; length++) {
        const list = Array.from({ length }, () => sampleOf(def.element));
        if (z.safeDecode(schema, list as never).success) return list;
      }
      throw new Error('a list of no length that was tried');
    default: {
      const leaf = LEAVES.find((candidate) => z.safeDecode(schema, candidate as never).success);
      if (leaf === undefined) throw new Error(`nothing fits a ${def.type}`);
      return leaf;
    }
  }
}

type Definition =
  | { type: 'object'; shape: Record<string, z.ZodMiniType> }
  | { type: 'nullable' | 'optional'; innerType: z.ZodMiniType }
  | { type: 'array'; element: z.ZodMiniType }
  | { type: 'string' | 'number' | 'pipe' | 'enum' | 'literal' };
