import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { start, type Running } from '../../server/listen.ts';

let folder: string;
let running: Running | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-former-'));
  running = null;
});

afterEach(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a build in place of the one before, as `npm start` does. */
async function build(files: Readonly<Record<string, string>>): Promise<void> {
  const pages = join(folder, 'pages');
  await rm(pages, { recursive: true, force: true });
  await mkdir(join(pages, 'assets'), { recursive: true });
  const all: Record<string, string> = { '/index.html': '<!doctype html>', ...files };
  const hashes: Record<string, string> = {};
  for (const [path, text] of Object.entries(all)) {
    await writeFile(join(pages, path), text);
    hashes[path] = createHash('sha256').update(text).digest('hex');
  }
  await writeFile(join(pages, 'manifest.json'), JSON.stringify({ files: hashes }));
}

async function restart(): Promise<void> {
  await running?.stop();
  running = await start({
    host: '127.0.0.1',
    port: 0,
    dataFolder: join(folder, 'data'),
    databaseUrl: null,
    publicUrl: null,
    pagesFolder: join(folder, 'pages'),
  });
}

async function get(path: string): Promise<Response> {
  // A connection of its own: one that is kept may be closed while nobody looks.
  return fetch(`${running!.url}${path}`, { headers: { connection: 'close' } });
}

const store = () => join(folder, 'data/pages');

test('assets of builds before stay served, as what they are, and nothing else of those builds', async () => {
  await build({ '/assets/worker-a.js': 'first', '/assets/style-a.css': 'p{}' });
  await restart();
  await build({ '/assets/worker-b.js': 'second' });
  await restart();
  await build({ '/assets/worker-c.js': 'third' });
  await restart();
  const first = await get('/assets/worker-a.js');
  expect([first.status, await first.text()]).toEqual([200, 'first']);
  expect(first.headers.get('content-type')).toContain('text/javascript');
  expect(first.headers.get('cache-control')).toContain('immutable');
  expect((await get('/assets/style-a.css')).headers.get('content-type')).toContain('text/css');
  expect(await (await get('/assets/worker-b.js')).text()).toBe('second');
  expect(await (await get('/assets/worker-c.js')).text()).toBe('third');
  const [kept = ''] = await readdir(store());
  for (const path of [
    `/${kept}/manifest.json`,
    `/assets/../${kept}/manifest.json`,
    '/assets/none.js',
    '/none',
  ])
    expect((await get(path)).status).toBe(404);
});

test('a build that replaced another under a running server is kept as well', async () => {
  await build({ '/assets/worker-a.js': 'first' });
  await restart();
  await build({ '/assets/worker-b.js': 'second' });
  await get('/');
  await expect.poll(async () => (await readdir(store())).length).toBe(2);
  await build({ '/assets/worker-c.js': 'third' });
  expect(await (await get('/assets/worker-b.js')).text()).toBe('second');
});

test('what was altered since is not served, and the present build always is as it is', async () => {
  await build({ '/assets/worker-a.js': 'first', '/assets/both.js': 'now' });
  await restart();
  await build({ '/assets/both.js': 'now' });
  const [kept = ''] = await readdir(store());
  await writeFile(join(store(), kept, 'assets/worker-a.js'), 'altered');
  await writeFile(join(store(), kept, 'assets/both.js'), 'altered');
  await mkdir(join(store(), '000009-foreign', 'assets'), { recursive: true });
  await writeFile(join(store(), kept, 'assets/added.js'), 'added');
  await restart();
  expect((await get('/assets/worker-a.js')).status).toBe(404);
  expect((await get('/assets/added.js')).status).toBe(404);
  expect(await (await get('/assets/both.js')).text()).toBe('now');
});

test('twelve builds are kept, those that were used last', async () => {
  await build({ '/assets/a0.js': '0' });
  await restart();
  await build({ '/assets/a1.js': '1' });
  await restart();
  // The first is used again, so it is no longer the oldest.
  await build({ '/assets/a0.js': '0' });
  await restart();
  for (let i = 2; i <= 12; i++) {
    await build({ [`/assets/a${i}.js`]: String(i) });
    await get('/');
    await expect.poll(async () => (await readdir(store())).at(-1)).toContain(String(i + 2).padStart(6, '0'));
  }
  await restart();
  expect(await readdir(store())).toHaveLength(12);
  expect((await get('/assets/a0.js')).status).toBe(200);
  expect((await get('/assets/a1.js')).status).toBe(404);
});
