/** Who imports whom, read from the syntax tree of every source file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** A source file (`client/calls/api.ts`, from the root of the repository) and what it imports. */
export type Graph = Map<string, Import[]>;

export interface Import {
  /** Such a file, or a package. */
  readonly to: string;
  /** Values; types only, of which nothing is left when it runs; or a file that is run in a thread of its own. */
  readonly what: 'values' | 'types' | 'thread';
}

const FOLDERS = ['crypto', 'server', 'db', 'client', 'tests'];

export function readGraph(root: string): Graph {
  const graph: Graph = new Map();
  for (const folder of FOLDERS.filter((name) => existsSync(join(root, name)))) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = posix.join(folder, path.replaceAll('\\', '/'));
      if (/\.(?:[cm]?[jt]s|[jt]sx)$/.test(file)) {
        graph.set(file, importsOf(file, readFileSync(join(root, file), 'utf8')));
      }
    }
  }
  return graph;
}

/**
 * @returns what a file imports in any way: by statement, of values or of types only, by re-export, by `import()` in an
 *   expression or a type, or as a file to run (`new URL('./worker.ts', import.meta.url)`, `./worker.ts?worker`)
 * @throws {Error} at what can't be followed: a syntax error, `require`, or an `import()` of something computed
 */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const imports = new Map<string, Import>();
  visit(program, (node) => {
    const specifier = specifierOf(node, file);
    if (specifier === null) return;
    const found = { to: resolve(file, specifier), what: whatOf(node, specifier) };
    imports.set(`${found.what} ${found.to}`, found);
  });
  return [...imports.values()];
}

function whatOf(node: Node, specifier: string): Import['what'] {
  if (node.type === 'NewExpression' || /\?worker\b/.test(specifier)) return 'thread';
  const isType =
    node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type';
  return isType ? 'types' : 'values';
}

interface Node {
  type: string;
  [part: string]: unknown;
}

function visit(value: unknown, found: (node: Node) => void) {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found);
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) found(value);
    for (const part of Object.values(value)) visit(part, found);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** @returns the text that names what the node imports, or null when it imports nothing */
function specifierOf(node: Node, file: string): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source'], file);
    case 'ExportNamedDeclaration':
      return node['source'] === null ? null : literal(node['source'], file);
    case 'TSExternalModuleReference':
      return literal(node['expression'], file);
    case 'NewExpression': {
      // Only a relative address is a file beside this one.
      const [address, base] = node['arguments'] as Node[];
      if (!named(node['callee'], 'URL') || base === undefined || !isImportMetaUrl(base)) return null;
      const text = address?.['value'];
      return typeof text === 'string' && /^\.{1,2}\/.*\.\w+$/.test(text) ? text : null;
    }
    case 'CallExpression':
      if (named(node['callee'], 'require')) throw new Error(`${file}: require() is not followed`);
      return null;
    default:
      return null;
  }
}

function literal(node: unknown, file: string): string {
  if (isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  throw new Error(`${file}: an import of something computed is not followed`);
}

function named(node: unknown, name: string) {
  return isNode(node) && node.type === 'Identifier' && node['name'] === name;
}

function isImportMetaUrl(node: Node) {
  const { object, property } = node;
  return isNode(object) && object.type === 'MetaProperty' && named(property, 'url');
}

function resolve(file: string, specifier: string) {
  if (!specifier.startsWith('.')) return specifier;
  // Vite's `./worker.ts?worker` is `./worker.ts`.
  return posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
}
