import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Bytes below which compressing saves nothing worth a file. */
const SMALLEST = 1024;

/** Writes each file of text a second and third time, compressed, for the server to send as it is. */
export function compress(): Plugin {
  return {
    name: 'sotto:compress',
    apply: 'build',
    async closeBundle() {
      const dir = this.environment.config.build.outDir;
      const entries = await readdir(dir, { recursive: true, withFileTypes: true });
      for (const entry of entries) {
        if (!entry.isFile() || !/\.(?:js|css|html|json)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        if (bytes.length < SMALLEST) continue;
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }
    },
  };
}
