/** What Node runs, compiled from the sources as they are now: another build may be older. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../../server/bootstrap.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Types are not looked at: whoever runs the tests has checked them.
 * @param more programs of the tests, by their path in this repository
 * @returns a folder with `dist/` in it, without pages; whoever asked removes it
 */
export function compile(...more: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-compiled-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  mkdirSync(join(folder, 'dist/pages'), { recursive: true });
  // What `npm start` and `npm test` have just made is the same.
  if (more.length === 0 && isBuilt()) {
    const program = (path: string) => !path.startsWith(join(ROOT, 'dist/pages'));
    cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true, filter: program });
    return folder;
  }
  const project = join(folder, 'tsconfig.json');
  const files = more.map((path) => join(ROOT, path));
  writeFileSync(project, JSON.stringify({ extends: join(ROOT, 'tsconfig.build.json'), files }));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', project, '--noCheck', '--outDir', join(folder, 'dist')];
  const built = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stdout + built.stderr);
  return folder;
}
