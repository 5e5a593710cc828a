/**
 * The assets of builds this installation had before. A page that was opened under one of them goes on asking for its
 * files, whose names carry their hashes: without them somebody who is writing could neither send nor go on.
 *
 *     <data>/pages/<number>-<build>/manifest.json and assets/…    the highest number is the newest build
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolder } from '../operator/private-folder.ts';

/** Builds that are kept, the present one among them: some MB each, and no page stays open for longer. */
const KEPT_BUILDS = 12;

const FOLDER = /^(\d{6})-([0-9a-f]{32})$/;
const ASSET = /^\/assets\/[\w.-]+$/;

interface Kept {
  readonly folder: string;
  readonly number: number;
  readonly build: string;
}

export class FormerAssets {
  readonly #pages: string;
  readonly store: string;
  /** Path in the store by the path that is asked for. */
  #files: ReadonlyMap<string, string> = new Map();
  #seen = '';
  #looking: Promise<void> = Promise.resolve();

  /** @param pages folder of the present build; `store` is made when there is something to keep */
  constructor(pages: string, store: string) {
    this.#pages = pages;
    this.store = store;
  }

  /** Where the bytes are of an asset that the present build lacks, below the store. @returns null for any other path */
  find(path: string): string | null {
    return this.#files.get(path) ?? null;
  }

  /** Keeps the present build too, once, also when it was replaced while the server runs. Never fails: it says why in the log. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#look())
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : 'failed';
        process.stderr.write(
          `sotto: the pages of this build cannot be kept for the time after an update: ${why}\n`,
        );
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const path = join(this.#pages, 'manifest.json');
    const info = await stat(path).catch(() => null);
    const seen = info === null ? '' : `${info.ino} ${info.mtimeMs} ${info.size}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    const manifest = await readFile(path);
    const build = createHash('sha256').update(manifest).digest('hex').slice(0, 32);
    makeFolder(this.store);
    const kept = await this.#kept();
    const newest = kept.at(-1);
    if (newest?.build !== build) {
      const folder = `${String((newest?.number ?? 0) + 1).padStart(6, '0')}-${build}`;
      const known = kept.find((one) => one.build === build);
      if (known === undefined) await this.#copy(folder, listed(manifest));
      else await rename(join(this.store, known.folder), join(this.store, folder));
    }
    await this.#forget();
    this.#files = await this.#whole();
  }

  /** Every build in the store, the newest last. */
  async #kept(): Promise<Kept[]> {
    const names = (await readdir(this.store)).filter((name) => FOLDER.test(name)).sort();
    return names.map((folder) => {
      const [, number = '', build = ''] = FOLDER.exec(folder)!;
      return { folder, number: Number(number), build };
    });
  }

  /** Aside first, so that a copy cut short is none. */
  async #copy(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
    const part = join(this.store, 'part');
    await rm(part, { recursive: true, force: true });
    await mkdir(join(part, 'assets'), { recursive: true });
    for (const path of Object.keys(files)) await copyFile(join(this.#pages, path), join(part, path));
    await copyFile(join(this.#pages, 'manifest.json'), join(part, 'manifest.json'));
    await rename(part, join(this.store, folder));
  }

  async #forget(): Promise<void> {
    const old = (await this.#kept()).slice(0, -KEPT_BUILDS);
    for (const { folder } of old) await rm(join(this.store, folder), { recursive: true, force: true });
  }

  /** What is in the store and is what its build's manifest says. Nothing else is ever served. */
  async #whole(): Promise<ReadonlyMap<string, string>> {
    const files = new Map<string, string>();
    for (const { folder, build } of await this.#kept()) {
      const manifest = await readFile(join(this.store, folder, 'manifest.json')).catch(() => null);
      if (manifest === null || !createHash('sha256').update(manifest).digest('hex').startsWith(build))
        continue;
      for (const [path, hash] of Object.entries(listed(manifest))) {
        const bytes = await readFile(join(this.store, folder, path)).catch(() => null);
        if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== hash) continue;
        files.set(path, `/${folder}/assets/${basename(path)}`);
      }
    }
    return files;
  }
}

/** The assets of a build with their SHA-256, by path. */
function listed(manifest: Buffer): Record<string, string> {
  const { files } = JSON.parse(manifest.toString()) as { files: Record<string, string> };
  return Object.fromEntries(Object.entries(files).filter(([path]) => ASSET.test(path)));
}
