/** Who may import whom, and what breaks that. A pattern's `*` stands for any characters. */
import type { Graph } from './graph.ts';

/** What the server may have of crypto/: what verifies, hashes, stamps and frames. Nothing here opens anything. */
const SERVERS_CRYPTO = [
  'crypto/authorisation.ts',
  'crypto/base64url.ts',
  'crypto/bytes.ts',
  'crypto/decoy.ts',
  'crypto/directory.ts',
  'crypto/errors.ts',
  'crypto/frame.ts',
  'crypto/hash.ts',
  'crypto/header.ts',
  'crypto/id.ts',
  'crypto/recovery.ts',
  'crypto/request.ts',
  'crypto/share-set.ts',
  'crypto/sign-in.ts',
  'crypto/signature.ts',
  'crypto/slot-set.ts',
  'crypto/sodium.ts',
  'crypto/stamp.ts',
  'crypto/unlock-change.ts',
  'crypto/unlock-set.ts',
];

/** What opens something, or makes a key that does. */
const OPENS = [
  'crypto/box.ts',
  'crypto/case-key.ts',
  'crypto/chain.ts',
  'crypto/entry.ts',
  'crypto/kem.ts',
  'crypto/letter.ts',
  'crypto/open*',
  'crypto/passkey.ts',
  'crypto/passphrase.ts',
  'crypto/person.ts',
  'crypto/receipt.ts',
  'crypto/recovery-keys.ts',
  'crypto/shares.ts',
  'crypto/slots.ts',
  'crypto/vault.ts',
  'crypto/words.ts',
];

const BYTES = ['crypto/base64url.ts', 'crypto/bytes.ts'];

/** For each file the first line that fits: what it may import itself. */
const MAY_IMPORT: readonly { files: string[]; may: string[] }[] = [
  // The one that splits and combines; the reporter's page never reaches it.
  { files: ['crypto/shares.ts'], may: ['crypto/*', 'shamir-secret-sharing'] },
  {
    files: ['crypto/*'],
    may: ['crypto/*', 'libsodium-wrappers', 'libsodium-wrappers-sumo', '@scure/bip39', '@scure/bip39/*'],
  },
  { files: ['server/api/*'], may: ['server/api/*', 'zod/mini', ...BYTES] },
  { files: ['server/bootstrap.mjs'], may: ['node:*'] },
  {
    files: ['server/*'],
    may: [
      'server/*',
      'db/*',
      ...SERVERS_CRYPTO,
      'node:*',
      'hono',
      'hono/*',
      '@hono/*',
      'altcha-lib',
      'altcha-lib/*',
      'commander',
      '@simplewebauthn/server',
      'zod/mini',
    ],
  },
  { files: ['db/*'], may: ['db/*', ...BYTES, 'node:*', 'kysely', 'kysely/*', 'better-sqlite3', 'pg'] },
  // Says what an alias stands for; a declaration brings no code.
  { files: ['client/sodium/libsodium-wrappers-umd.d.ts'], may: ['libsodium-wrappers'] },
  // Run by Vite while it builds the pages; no page may import them.
  {
    files: ['client/build/*', 'client/messages/plugin.ts'],
    may: [
      'client/build/*',
      'client/messages/*',
      'node:*',
      'vite',
      '@messageformat/core',
      '@messageformat/core/*',
    ],
  },
  {
    files: ['client/*'],
    may: [
      'client/*',
      'server/api/*',
      'crypto/*',
      'preact',
      'preact/*',
      'comlink',
      '@simplewebauthn/browser',
      'zod/mini',
      'altcha-lib',
      'altcha-lib/*',
      'libsodium-wrappers-umd',
      'modern-normalize',
      'modern-normalize/*',
      // Made of client/messages by its plugin, while the pages are built.
      'virtual:messages/*',
    ],
  },
  { files: ['tests/*'], may: ['*'] },
];

/** What may not be reached at all, directly or through other files. */
const MAY_NOT_REACH: readonly { files: string[]; never: string[] }[] = [
  { files: ['server/*', 'db/*'], never: [...OPENS, 'client/*', 'tests/*'] },
  {
    files: ['client/reporter/*'],
    never: ['client/officer/*', 'crypto/shares.ts', 'crypto/recovery-keys.ts'],
  },
  { files: ['client/officer/*'], never: ['client/reporter/*'] },
  {
    files: ['client/reporter/*', 'client/officer/*'],
    never: ['client/build/*', 'client/messages/plugin.ts', 'node:*'],
  },
];

/** @returns a line for each thing that breaks the rule */
export function violations(graph: Graph): string[] {
  return [...forbiddenImports(graph), ...forbiddenReach(graph), ...cycles(graph)];
}

function forbiddenImports(graph: Graph): string[] {
  return [...graph].flatMap(([file, imports]) => {
    const line = MAY_IMPORT.find(({ files }) => matches(files, file));
    return imports
      .filter((imported) => !matches(line?.may ?? [], imported))
      .map((imported) => `${file} may not import ${imported}`);
  });
}

function forbiddenReach(graph: Graph): string[] {
  return MAY_NOT_REACH.flatMap(({ files, never }) =>
    [...graph.keys()]
      .filter((file) => matches(files, file))
      .flatMap((file) => pathTo(graph, file, (imported) => matches(never, imported)) ?? []),
  );
}

/** @returns the shortest way from a file to one that is looked for, as `a → b → c`, or null */
function pathTo(graph: Graph, start: string, wanted: (file: string) => boolean): string | null {
  const cameFrom = new Map<string, string | null>([[start, null]]);
  for (const file of cameFrom.keys()) {
    if (file !== start && wanted(file)) {
      const way: string[] = [];
      for (let at: string | null = file; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at);
      return `${way.join(' → ')} may not be reached`;
    }
    for (const imported of graph.get(file) ?? []) if (!cameFrom.has(imported)) cameFrom.set(imported, file);
  }
  return null;
}

function cycles(graph: Graph): string[] {
  const done = new Set<string>();
  const way: string[] = [];
  const found: string[] = [];
  const walk = (file: string) => {
    const start = way.indexOf(file);
    if (start >= 0) found.push(`${[...way.slice(start), file].join(' → ')} is a cycle`);
    if (start >= 0 || done.has(file)) return;
    way.push(file);
    for (const imported of graph.get(file) ?? []) walk(imported);
    way.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
  return found;
}

function matches(patterns: readonly string[], text: string) {
  return patterns.some((pattern) => {
    const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${literal.join('.*')}$`).test(text);
  });
}
