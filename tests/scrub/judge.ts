/** Says of each file of a folder whether it is clean, kept and why, or NOT CLEAN, by what other programs see in it. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { openAsBlob } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrub } from '../../client/scrub/scrub.ts';
import { lookAt } from './exiftool.ts';
import { isStructureOfMat2 } from './structure.ts';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Say which folder: npm run judge -- FOLDER');
  process.exitCode = 2;
} else {
  await judge(folder);
}

async function judge(dirty: string): Promise<void> {
  const cleaned = await mkdtemp(join(tmpdir(), 'scrubbed-'));
  const entries = await readdir(dirty, { withFileTypes: true });
  const names = entries.filter((one) => one.isFile()).map(({ name }) => name);
  const told = new Map<string, string[]>();
  for (const name of names.sort()) {
    const start = Date.now();
    const result = await scrub(await openAsBlob(join(dirty, name)));
    const kinds = [...new Set(result.found.map(({ kind }) => kind))].join(', ');
    const said = result.is === 'kept' ? `kept (${result.reason})` : 'scrubbed';
    console.log(`${said} ${name} in ${Date.now() - start} ms: ${kinds}`);
    if (result.is === 'kept') continue;
    await writeFile(join(cleaned, name), result.file.stream());
    told.set(name, seenByMat2(join(cleaned, name)));
  }
  for (const [name, sight] of await lookAt([...told.keys()].map((name) => join(cleaned, name)))) {
    told.set(name, [...sight.told, ...(told.get(name) ?? [])]);
  }
  await rm(cleaned, { recursive: true });
  for (const [name, all] of told)
    console.log([`${all.length === 0 ? 'clean' : 'NOT CLEAN'}  ${name}`, ...all].join('\n    '));
  process.exitCode = [...told.values()].some((all) => all.length > 0) ? 1 : 0;
}

/** What mat2 sees; nothing where it isn't installed. */
function seenByMat2(path: string): string[] {
  const { stdout } = spawnSync('mat2', ['--show', path], { encoding: 'utf8' });
  const tags = [...(stdout ?? '').matchAll(/^\s+([\w-]+):(.*)$/gm)];
  return tags
    .filter(([, name = '', value = '']) => !isStructureOfMat2(name, value.trim()))
    .map(([, name, value]) => `mat2: ${name}: ${value}`);
}
