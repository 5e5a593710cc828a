import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Decoders of what scanners put into a PDF: pdf.js asks for them by these names, when a page needs one. */
const FILES = ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js'];

/** Puts them where the view finds them. */
export function scanDecoders(): Plugin {
  return {
    name: 'sotto:scan-decoders',
    apply: 'build',
    async generateBundle() {
      if (this.environment.name !== 'view') return;
      const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
      for (const file of FILES) {
        const source = await readFile(join(folder, 'wasm', file));
        this.emitFile({ type: 'asset', fileName: `view/pdf/${file}`, source });
      }
    },
  };
}
