import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The page that is also there as one file, for keeping, and the name of that file. */
const PAGE = 'verify/index.html';
const FILE = 'verify/offline.html';

/** Writes a page once more with its script and its style inside, to be opened from anybody's own disk. */
export function singleFile(): Plugin {
  return {
    name: 'sotto:single-file',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir }, bundle) {
        if (dir === undefined || bundle[PAGE] === undefined) return;
        const read = (path: string) => readFile(join(dir, path), 'utf8');
        let html = await read(PAGE);
        for (const [tag, path = ''] of html.matchAll(/<link rel="stylesheet"[^>]*? href="([^"]+)"[^>]*>/g)) {
          const style = await read(path);
          html = html.replace(tag, () => `<style>${style}</style>`);
        }
        for (const [tag, path = ''] of html.matchAll(/<script[^>]*? src="([^"]+)"[^>]*><\/script>/g)) {
          const script = (await read(path)).replaceAll('</script', '<\\/script');
          html = html.replace(tag, () => `<script type="module">${script}</script>`);
        }
        const kept = html.replace('<head>', () => `<head>\n    ${policyOf(html)}`);
        await writeFile(join(dir, FILE), kept);
      },
    },
  };
}

/** It runs what is in it, and asks nobody for anything: the browser sees to that. */
function policyOf(html: string): string {
  const hashes = (tag: 'script' | 'style') =>
    [...html.matchAll(new RegExp(`<${tag}[^>]*>([^]*?)</${tag}>`, 'g'))]
      .map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
      .join(' ');
  const policy = [
    "default-src 'none'",
    `script-src ${hashes('script')} 'wasm-unsafe-eval'`,
    `style-src ${hashes('style')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<meta http-equiv="content-security-policy" content="${policy}" />`;
}
