/** What every answer says of itself, and what none says or leaves behind. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApi } from '../../client/calls/api.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { CONTENT_SECURITY_POLICY, VIEW_SECURITY_POLICY } from '../../server/answers/headers.ts';
import { REPORT } from '../stage/running.ts';
import { rawAnswer, type RawAnswer } from './answers.ts';
import { ENDPOINTS, sampleOf } from './endpoints.ts';
import {
  BASE,
  officerInside,
  reporterInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let pages: string;
let inside: Inside;
let recoveryWords: string[];
beforeAll(async () => {
  scratch = await scratchSqlite();
  pages = await mkdtemp(join(tmpdir(), 'sotto-pages-'));
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Sotto</title>');
  await mkdir(join(pages, 'view/assets'), { recursive: true });
  await writeFile(join(pages, 'view/index.html'), '<!doctype html><title>View</title>');
  await writeFile(join(pages, 'view/assets/view.js'), 'export {};');
  await mkdir(join(pages, 'missing'));
  await writeFile(join(pages, 'missing/index.html'), '<!doctype html><title>There is no such page</title>');
  inside = await serveInside(scratch.db, pages);
  ({ recoveryWords } = await setUpInside(inside));
});
afterAll(async () => {
  await scratch.remove();
  await rm(pages, { recursive: true });
});

/** Hears every answer that passes. */
function recorder(send: typeof fetch): {
  send: typeof fetch;
  heard: { path: string; answer: RawAnswer }[];
  sent: Headers[];
} {
  const heard: { path: string; answer: RawAnswer }[] = [];
  const sent: Headers[] = [];
  return {
    heard,
    sent,
    send: async (input, init) => {
      sent.push(new Headers(init?.headers));
      const response = await send(input, init);
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      heard.push({ path: pathname, answer: await rawAnswer(response.clone()) });
      return response;
    },
  };
}

async function everyKind(): Promise<{ path: string; answer: RawAnswer }[]> {
  const { send, heard } = recorder(inside.browser());
  const api = createApi(BASE, send);
  const reporter = await reporterInside(inside, api);
  const { words } = await reporter.send(REPORT, () => undefined);
  await reporter.open(words.join(' '));
  const officer = await officerInside(inside, recoveryWords, api);
  await officer.inbox.sync(() => undefined);
  for (const { method, path, request } of ENDPOINTS) {
    const headers = { 'content-type': 'application/json' };
    const withBody = method === 'GET' ? {} : { headers, body: JSON.stringify(sampleOf(request)) };
    await send(BASE + path, { method, ...withBody });
    await send(BASE + path, { method: 'DELETE' });
    if (method !== 'GET') await send(BASE + path, { method, body: 'x'.repeat(600_000), headers });
  }
  for (const path of ['/', '/index.html', '/nothing', '/api/nothing', '/%']) {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS']) await send(BASE + path, { method });
  }
  return heard;
}

test('where there is nothing, a person gets a page in words, and a program a code', async () => {
  const at = (path: string, accept?: string, method = 'GET') =>
    inside.send(BASE + path, { method, ...(accept === undefined ? {} : { headers: { accept } }) });
  const browsers = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';
  for (const path of ['/nothing', '/officer/nothing', '/assets/nothing.js', '/apis']) {
    const answer = await at(path, browsers);
    expect([answer.status, answer.redirected]).toEqual([404, false]);
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(await answer.text()).toContain('There is no such page');
  }
  for (const [path, accept] of [
    ['/api/nothing', browsers],
    ['/nothing', undefined],
    ['/nothing', '*/*'],
    ['/nothing', 'application/json'],
  ] as const) {
    const answer = await at(path, accept);
    expect([answer.status, await answer.json()]).toEqual([404, { error: 'not-found' }]);
  }
});

test('security headers are on every kind of answer', async () => {
  const heard = await everyKind();
  expect(new Set(heard.map(({ answer }) => answer.status))).toEqual(
    new Set([200, 400, 401, 402, 403, 404, 405, 409, 413]),
  );
  expect(heard.some(({ answer }) => answer.headers['content-type']?.startsWith('text/html'))).toBe(true);
  for (const { answer } of heard) {
    expect(answer.headers).toMatchObject({
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    for (const name of ['permissions-policy', 'strict-transport-security', 'x-robots-tag'])
      expect(answer.headers[name]).toBeTruthy();
    for (const name of ['server', 'x-powered-by', 'link', 'refresh', 'access-control-allow-origin', 'etag'])
      expect(answer.headers[name]).toBeUndefined();
  }
});

test('what shows a file is walled off, whatever it is asked for by, and nothing else has its headers', async () => {
  for (const path of ['/view/', '/view/index.html', '/view/assets/view.js', '/view/nothing']) {
    const answer = await rawAnswer(await inside.send(BASE + path));
    expect(answer.status).toBe(path === '/view/nothing' ? 404 : 200);
    const policy = answer.headers['content-security-policy'];
    expect(policy).toBe(VIEW_SECURITY_POLICY);
    // With an origin it would have keys’ neighbours, storage and the session; with more sources a way out.
    expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none'; script-src 'self'; /);
    expect(policy).not.toMatch(/allow-same-origin|connect-src|frame-src|worker-src|https?:|unsafe|data:/);
    expect(answer.headers).toMatchObject({
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  // However it is spelt, the headers are those of what is answered.
  const spelt = [
    '/view',
    '/%76iew/',
    '//view/',
    '/view/../',
    '/view/..%2findex.html',
    '/x/..%2fview/',
    '/View/',
  ];
  for (const path of spelt) {
    const { headers, body } = await rawAnswer(await inside.send(BASE + path));
    const isWalled = headers['content-security-policy'] === VIEW_SECURITY_POLICY;
    expect([path, isWalled && body.includes('Sotto')]).toEqual([path, false]);
    expect([path, !isWalled && body.includes('View')]).toEqual([path, false]);
  }
});

test('an answer to a failure of the server’s own has every header of others, and says nothing of the failure', async () => {
  const broken = await scratchSqlite();
  const failing = await serveInside(broken.db, pages);
  await broken.db.destroy();
  const error = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const failed = await rawAnswer(await failing.send(`${BASE}/api/directory`));
  error.mockRestore();
  const fine = await rawAnswer(await inside.send(`${BASE}/api/directory`));
  expect(failed.status).toBe(500);
  expect(JSON.parse(failed.body)).toEqual({ error: 'server-failed' });
  const { 'content-length': _, ...headers } = fine.headers;
  expect(failed.headers).toMatchObject(headers);
  await broken.remove();
});

test('nothing of the API is kept by a browser', async () => {
  const data = (await everyKind()).filter(({ path }) => path.startsWith('/api/'));
  expect(new Set(data.map(({ answer }) => answer.headers['cache-control']))).toEqual(new Set(['no-store']));
});

test('the policy allows nothing inline, nothing foreign and no frame', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(
    /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|data:|blob:|\*/,
  );
  expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
  expect(CONTENT_SECURITY_POLICY).toContain("frame-ancestors 'none'");
});

test('a reporter is given no cookie and sends none; an officer’s is out of reach of scripts and other sites', async () => {
  const { send, heard, sent } = recorder(inside.browser());
  const api = createApi(BASE, send);
  const reporter = await reporterInside(inside, api);
  const { words } = await reporter.send(REPORT, () => undefined);
  const back = new ReporterSession(api);
  await back.open(words.join(' '));
  await back.write('message', 'More.');
  expect(heard.length).toBeGreaterThan(6);
  for (const { answer } of heard) expect(answer.headers['set-cookie']).toBeUndefined();
  for (const headers of sent) {
    expect(headers.get('cookie')).toBeNull();
    expect([...headers.keys()].filter((name) => name !== 'content-type')).toEqual([]);
  }
  await officerInside(inside, recoveryWords, api);
  const cookies = heard.flatMap(({ answer }) => answer.headers['set-cookie'] ?? []);
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatch(/^__Host-sotto=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
});

test('requests of every kind write nothing to the terminal', async () => {
  const out = vi.spyOn(process.stdout, 'write');
  const error = vi.spyOn(process.stderr, 'write');
  await everyKind();
  const written = [...out.mock.calls, ...error.mock.calls].map(([chunk]) => chunk);
  out.mockRestore();
  error.mockRestore();
  expect(written).toEqual([]);
});
