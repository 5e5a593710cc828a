/** What ExifTool finds in the documents of `corpus/documents` once they are cleaned: how they are stored, and no more. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scrub } from '../../client/scrub/scrub.ts';
import { lookAt } from './exiftool.ts';

const CORPUS = join(import.meta.dirname, 'corpus', 'documents');

it('tells nothing of any document that was cleaned, and something of each before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'));
  try {
    const cleaned: string[] = [];
    for (const name of await readdir(CORPUS)) {
      const scrubbed = await scrub(new Blob([await readFile(join(CORPUS, name))]));
      if (scrubbed.is === 'kept' || scrubbed.found.length === 0) continue;
      await writeFile(join(folder, name), new Uint8Array(await scrubbed.file.arrayBuffer()));
      cleaned.push(name);
    }
    const after = await lookAt(cleaned.map((name) => join(folder, name)));
    expect(
      [...after].filter(([, { told }]) => told.length > 0).map(([name, { told }]) => [name, told]),
    ).toEqual([]);
    const before = await lookAt(cleaned.map((name) => join(CORPUS, name)));
    // It doesn't see profiles and boxes in a page, who wrote a note, nor former states.
    const blind = [...before].filter(([, { told }]) => told.length === 0).map(([name]) => name);
    expect(blind).toEqual(['colours.pdf', 'notes.pdf', 'revision.pdf']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
