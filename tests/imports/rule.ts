/** Who may import whom, and what breaks that. A pattern's `*` stands for any characters. */
import { posix } from 'node:path';
import type { Graph, Import } from './graph.ts';

/** What the server may have of crypto/: what verifies, hashes, stamps and frames. Nothing here opens anything. */
const SERVERS_CRYPTO = [
  'crypto/authorisation.ts',
  'crypto/base64url.ts',
  'crypto/blob.ts',
  'crypto/bytes.ts',
  'crypto/checkpoint.ts',
  'crypto/decoy.ts',
  'crypto/directory.ts',
  'crypto/errors.ts',
  'crypto/frame.ts',
  'crypto/hash.ts',
  'crypto/header.ts',
  'crypto/id.ts',
  'crypto/log-proof.ts',
  'crypto/merkle.ts',
  'crypto/note.ts',
  'crypto/recovery.ts',
  'crypto/request.ts',
  'crypto/share-set.ts',
  'crypto/sign-in.ts',
  'crypto/signature.ts',
  'crypto/slot-set.ts',
  'crypto/sodium.ts',
  'crypto/stamp.ts',
  'crypto/threshold.ts',
  'crypto/tiles.ts',
  'crypto/unlock-change.ts',
  'crypto/unlock-set.ts',
];

/** What opens something, or makes a key that does. */
const OPENS = [
  'crypto/box.ts',
  'crypto/case-key.ts',
  'crypto/chain.ts',
  'crypto/entry.ts',
  'crypto/file.ts',
  'crypto/kem.ts',
  'crypto/letter.ts',
  'crypto/passkey.ts',
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
    may: [
      'crypto/*',
      'libsodium-wrappers',
      'libsodium-wrappers-sumo',
      '@scure/bip39',
      '@scure/bip39/*',
      '@noble/hashes/sha2.js',
    ],
  },
  {
    files: ['server/api/*'],
    may: ['server/api/*', 'zod/mini', ...BYTES, 'crypto/blob.ts', 'crypto/threshold.ts'],
  },
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
  {
    files: ['db/*'],
    may: ['db/*', ...BYTES, 'crypto/blob.ts', 'node:*', 'kysely', 'kysely/*', 'better-sqlite3', 'pg'],
  },
  // Says what an alias stands for; a declaration brings no code.
  { files: ['client/sodium/libsodium-wrappers-umd.d.ts'], may: ['libsodium-wrappers'] },
  // Run by Vite while it builds the pages; no page may import them.
  {
    files: ['client/build/*', 'client/messages/plugin.ts'],
    may: [
      'client/build/*',
      'client/messages/*',
      'server/api/*',
      'node:*',
      'vite',
      '@messageformat/core',
      '@messageformat/parser',
      '@messageformat/core/*',
    ],
  },
  // A program for Node.
  {
    files: ['client/verify/command.ts'],
    may: ['client/verify/*', 'crypto/sodium.ts', 'node:*'],
  },
  // Looks through a text, and has nobody to tell: no page, no call, no key.
  { files: ['client/reporter/look/*'], may: ['client/reporter/look/*'] },
  // Bytes in, findings and bytes out: it has nobody to tell, and no key.
  { files: ['client/scrub/*'], may: ['client/scrub/*', 'crypto/base64url.ts', 'fflate', '@cantoo/pdf-lib'] },
  // Sound in, sound out: nothing of a page, and no key.
  {
    files: [
      'client/voice/change.ts',
      'client/voice/stretching.ts',
      'client/voice/wave.ts',
      'client/voice/worker.ts',
    ],
    may: ['client/voice/*', 'signalsmith-stretch'],
  },
  // Shows one file, which may be an attack: it is given that, and has nothing else.
  { files: ['client/view/*'], may: ['client/view/*', 'pdfjs-dist/*'] },
  { files: ['client/files/zip.ts'], may: ['client/*', 'client-zip'] },
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

/** What shows something to a person. */
const SCREEN = [
  'client/*/page/*',
  'client/parts/*',
  'client/messages/*',
  'client/style/*',
  'preact',
  'preact/*',
];

/** What both wings share. */
const SHARED = ['client/calls/*', 'client/case/*', 'client/directory/*', 'client/sodium/*', 'client/words/*'];

/**
 * What may not be reached at all, directly or through other files: in any way, or only so that its code comes along.
 * A thread of its own is not followed: pages and workers have nothing of each other but what they say.
 */
const MAY_NOT_REACH: readonly { files: string[]; never: string[]; values?: true }[] = [
  { files: ['server/*', 'db/*'], never: [...OPENS, 'client/*', 'tests/*'] },
  {
    files: ['client/reporter/*'],
    never: ['client/officer/*', 'crypto/shares.ts', 'crypto/recovery-keys.ts'],
  },
  { files: ['client/officer/*'], never: ['client/reporter/*'] },
  {
    files: [...SHARED, 'client/files/*', 'client/parts/*'],
    never: ['client/reporter/*', 'client/officer/*'],
  },
  {
    files: ['client/reporter/*', 'client/officer/*'],
    never: ['client/build/*', 'client/messages/plugin.ts', 'node:*'],
  },
  // A page shows and asks. Keys are opened and made in the worker, and no key is ever on a page.
  {
    files: ['client/*/page/*', 'client/reporter/*.tsx', 'client/officer/*.tsx'],
    never: ['client/*/worker/*', ...OPENS],
    values: true,
  },
  // What checks a proof opens what is in the proof. It asks nobody, and knows no key of a person or a case.
  {
    files: ['client/verify/*', 'client/proof/*'],
    never: [
      'client/reporter/*',
      'client/officer/*',
      'client/calls/api.ts',
      ...OPENS.filter((file) => !['crypto/case-key.ts', 'crypto/entry.ts', 'crypto/words.ts'].includes(file)),
    ],
    values: true,
  },
  {
    files: [
      'client/*/worker/*',
      'client/calls/*',
      'client/case/*',
      'client/directory/*',
      'client/files/opening.ts',
      'client/files/piece-worker.ts',
      'client/files/threads.ts',
      'client/files/sending.ts',
    ],
    never: SCREEN,
  },
];

/** Folders that may not lead back to one another, and all in them. */
const ROOMS = ['client/*', 'crypto/*', 'db/*', 'server/*'];

/** @returns a line for each thing that breaks the rule */
export function violations(graph: Graph): string[] {
  const all = neighbours(graph, () => true);
  return [...forbiddenImports(all), ...forbiddenReach(graph, all), ...cycles(all), ...cycles(rooms(all))];
}

/** @returns patterns of the rule itself that stand for no file: what they forbid would be allowed unseen */
export function deadPatterns(graph: Graph): string[] {
  const files = [...graph.keys()];
  const patterns = [...MAY_IMPORT, ...MAY_NOT_REACH].flatMap(({ files: of, ...rest }) => [
    ...of,
    ...('may' in rest ? rest.may : rest.never),
  ]);
  const ours = patterns.filter((pattern) => /^(?:crypto|server|db|client|tests)\//.test(pattern));
  return [...new Set(ours)].filter((pattern) => !files.some((file) => matches([pattern], file)));
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

function neighbours(graph: Graph, follow: (one: Import) => boolean): Neighbours {
  return new Map([...graph].map(([file, imports]) => [file, imports.filter(follow).map(({ to }) => to)]));
}

/** Each folder with those that its files import from. */
function rooms(all: Neighbours): Neighbours {
  const found = new Map<string, string[]>();
  const isInside = (file: string) => all.has(file) && matches(ROOMS, file);
  for (const [file, imports] of all) {
    if (!isInside(file)) continue;
    const room = posix.dirname(file);
    const others = imports.filter(isInside).map((imported) => posix.dirname(imported));
    found.set(room, [...(found.get(room) ?? []), ...others.filter((other) => other !== room)]);
  }
  return found;
}

function forbiddenImports(all: Neighbours): string[] {
  return [...all].flatMap(([file, imports]) => {
    const line = MAY_IMPORT.find(({ files }) => matches(files, file));
    return imports
      .filter((imported) => line === undefined || !matches(line.may, imported))
      .map((imported) => `${file} may not import ${imported}`);
  });
}

function forbiddenReach(graph: Graph, all: Neighbours): string[] {
  const run = neighbours(graph, ({ what }) => what === 'values');
  const said = neighbours(graph, ({ what }) => what !== 'thread');
  return MAY_NOT_REACH.flatMap(({ files, never, values }) =>
    [...all.keys()]
      .filter((file) => matches(files, file))
      .flatMap((file) => pathTo(values ? run : said, file, (imported) => matches(never, imported)) ?? []),
  );
}

/** @returns the shortest way from a file to one that is looked for, as `a → b → c`, or null */
function pathTo(graph: Neighbours, start: string, wanted: (file: string) => boolean): string | null {
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

function cycles(graph: Neighbours): string[] {
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

const made = new WeakMap<readonly string[], RegExp>();

/** Every file is held against every line of the rule: each line's patterns are made one expression, once. */
function matches(patterns: readonly string[], text: string) {
  let expression = made.get(patterns);
  if (expression === undefined) {
    const literals = patterns.map((one) => one.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*'));
    made.set(patterns, (expression = new RegExp(`^(?:${literals.join('|')})$`)));
  }
  return expression.test(text);
}
