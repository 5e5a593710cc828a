import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
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
        if (await isDone(path)) continue;
        const bytes = await readFile(path);
        if (bytes.length < SMALLEST) continue;
        await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
        await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
      }
    },
  };
}

/** Whether that was done after another page of the same build, and the file is the same since. */
async function isDone(path: string): Promise<boolean> {
  const [file, compressed] = await Promise.all([stat(path), stat(`${path}.gz`).catch(() => null)]);
  return compressed !== null && compressed.mtimeMs > file.mtimeMs;
}
