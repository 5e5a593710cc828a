import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Puts the hash of every script and style sheet into the page that names it, then writes `manifest.json`: the SHA-256 of
 * every file, by the path it is served at. It reads what was written to disk, after every other plugin.
 */
export function integrity(): Plugin {
  return {
    name: 'sotto:integrity',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir }) {
        // Vite always names a folder; other bundlers may write one file instead.
        if (dir === undefined) return;
        for (const path of await filesUnder(dir)) {
          if (path.endsWith('.html')) await addIntegrity(dir, path);
        }
        await writeManifest(dir);
      },
    },
  };
}

async function addIntegrity(dir: string, path: string) {
  const html = await readFile(join(dir, path), 'utf8');
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*?\s(?:src|href)="([^"]+)"[^>]*>/g)];
  let result = html;
  for (const [tag, address = ''] of tags) {
    if (!/\.(?:js|css)$/.test(address) || tag.includes(' integrity=')) continue;
    const hash = createHash('sha384')
      .update(await readFile(join(dir, address)))
      .digest('base64');
    result = result.replace(tag, () => tag.replace(/^<\w+/, `$& integrity="sha384-${hash}"`));
  }
  await writeFile(join(dir, path), result);
}

async function writeManifest(dir: string) {
  const files: Record<string, string> = {};
  for (const path of await filesUnder(dir)) {
    if (path === '/manifest.json') continue;
    files[path] = createHash('sha256')
      .update(await readFile(join(dir, path)))
      .digest('hex');
  }
  await writeFile(join(dir, 'manifest.json'), `${JSON.stringify({ files }, null, 2)}\n`);
}

/** @returns the paths of all files as they are served, `/index.html`, in one order on every machine */
async function filesUnder(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length).split(sep).join('/'))
    .sort();
}
