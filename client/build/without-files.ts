import type { Plugin } from 'vite';

const LIBSODIUM = /\/libsodium\/dist\/modules\/libsodium\.js$/;
const EMPTY = '\0without-files';

/**
 * Gives libsodium's UMD build an empty module for `node:fs`, which it asks for under Node only. Vite would do the same,
 * and warn of it at every build.
 */
export function withoutFiles(): Plugin {
  return {
    name: 'sotto:without-files',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'node:fs' && importer !== undefined && LIBSODIUM.test(importer) ? EMPTY : null,
    load: (id) => (id === EMPTY ? 'module.exports = {};' : null),
  };
}
