/** What arrives on a real socket: bodies that break off, answers nobody waits for, requests that are no HTTP. */
import * as z from 'zod/mini';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi, type MockInstance } from 'vitest';
import { openCase } from '../../server/api/reporter.ts';
import { getChallenge } from '../../server/api/anyone.ts';
import { apiOf, setUp, startInstance, type Instance } from '../stage/running.ts';
import { contents } from '../stage/inside.ts';
import { newReport } from '../stage/people.ts';
import { heardOn, openSocket } from '../stage/raw-socket.ts';

let instance: Instance;
let port: number;
beforeAll(async () => {
  instance = await startInstance();
  await setUp(instance);
  port = Number(new URL(instance.url).port);
});
afterAll(() => instance.stop());

let out: MockInstance<typeof process.stdout.write>;
let error: MockInstance<typeof process.stderr.write>;
beforeEach(() => {
  out = vi.spyOn(process.stdout, 'write');
  error = vi.spyOn(process.stderr, 'write');
});
/** Not even a request that breaks off leaves a line behind: a terminal's log has the time of each. */
afterEach(() => {
  const written = [...out.mock.calls, ...error.mock.calls].map(([chunk]) => String(chunk));
  vi.restoreAllMocks();
  if (written.length > 0) throw new Error(`written to the terminal: ${written.join('')}`);
});

const open = () => openSocket(port);

async function raw(text: string): Promise<string> {
  const socket = await open();
  const answer = heardOn(socket);
  socket.end(text, 'latin1');
  return answer;
}

async function openRequest() {
  const { request } = await newReport(apiOf(instance));
  const body = JSON.stringify(z.encode(openCase.request, request));
  const head = (length: string) =>
    `POST ${openCase.path} HTTP/1.1\r\nHost: sotto\r\nContent-Type: application/json\r\n${length}\r\n\r\n`;
  return { request, body, head };
}

async function stillServes() {
  await expect(apiOf(instance).call(getChallenge, {})).resolves.toHaveProperty('challenge');
}

test('a body that breaks off at any place stores nothing', async () => {
  const { request, body, head } = await openRequest();
  const before = await contents(instance.context.db);
  for (const share of [0, 0.01, 0.5, 0.99]) {
    for (const chunked of [false, true]) {
      const part = body.slice(0, Math.floor(body.length * share));
      const socket = await open();
      const closed = heardOn(socket);
      if (chunked) {
        socket.write(head('Transfer-Encoding: chunked'));
        socket.write(`${body.length.toString(16)}\r\n${part}`);
      } else {
        socket.write(head(`Content-Length: ${body.length}`) + part);
      }
      // Once the bytes are with the system, the connection is gone.
      await new Promise<void>((resolve) => socket.write('', () => resolve()));
      socket.destroy();
      await closed;
    }
  }
  await stillServes();
  expect(await contents(instance.context.db)).toEqual(before);
  await apiOf(instance).call(openCase, request);
});

test('one byte less than was announced is not enough, one that was left over is not taken', async () => {
  const { body, head } = await openRequest();
  const before = await contents(instance.context.db);
  await raw(`${head(`Content-Length: ${body.length}`)}${body.slice(0, -1)}`);
  expect(await raw(`${head(`Content-Length: ${body.length - 1}`)}${body}`)).toMatch(/^HTTP\/1\.1 400 /);
  await stillServes();
  expect(await contents(instance.context.db)).toEqual(before);
});

test('somebody who leaves before the answer finds the report stored once, or not at all, and can send it again', async () => {
  const { request, body, head } = await openRequest();
  const socket = await open();
  const closed = heardOn(socket);
  await new Promise<void>((resolve) => {
    socket.write(head(`Content-Length: ${body.length}`) + body, () => resolve());
  });
  socket.destroy();
  await closed;
  const api = apiOf(instance);
  const again = await newReport(api);
  const stamp = await api.call(openCase, { ...request, work: again.request.work });
  const cases = await instance.context.db.selectFrom('entries').selectAll().execute();
  expect(cases.filter(({ bytes }) => Buffer.from(request.entry).equals(bytes))).toHaveLength(1);
  expect(stamp.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test('connections that say little or nothing do not keep others from being served', async () => {
  const sockets = await Promise.all(Array.from({ length: 60 }, open));
  const { head } = await openRequest();
  for (const [i, socket] of sockets.entries()) {
    socket.on('error', () => undefined);
    if (i % 3 === 0) socket.write('POST /api/ca');
    if (i % 3 === 1) socket.write(`${head('Content-Length: 500000')}{"entry":"`);
  }
  await stillServes();
  for (const socket of sockets) socket.destroy();
  await expect(apiOf(instance).call(getChallenge, {})).resolves.toHaveProperty('challenge');
});

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['no host', 'GET /api/directory HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET /api/directory HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['a host that is none', 'GET /api/directory HTTP/1.1\r\nHost: a b/c\r\n\r\n'],
  ['a path that is none', 'GET api/directory HTTP/1.1\r\nHost: sotto\r\n\r\n'],
  ['an address of another scheme', 'GET ftp://x/api/directory HTTP/1.1\r\nHost: sotto\r\n\r\n'],
  ['a backslash', 'GET /\\\\x HTTP/1.1\r\nHost: sotto\r\n\r\n'],
  ['a header too large', `GET / HTTP/1.1\r\nHost: sotto\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
  [
    'two lengths',
    'POST /api/cases HTTP/1.1\r\nHost: sotto\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
  ],
  [
    'a length and chunks',
    'POST /api/cases HTTP/1.1\r\nHost: sotto\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  [
    'a chunk of no size',
    'POST /api/cases HTTP/1.1\r\nHost: sotto\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ],
  ['TRACE', 'TRACE / HTTP/1.1\r\nHost: sotto\r\n\r\n'],
  ['CONNECT', 'CONNECT x:443 HTTP/1.1\r\nHost: sotto\r\n\r\n'],
  [
    'a GET with a body',
    'GET /api/cases HTTP/1.1\r\nHost: sotto\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
  ],
  [
    'an upgrade',
    'GET /api/directory HTTP/1.1\r\nHost: sotto\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
])('%s: refused or closed, and the server lives on', async (_, text) => {
  const before = await contents(instance.context.db);
  const answer = await raw(text);
  expect(answer).toMatch(/^(?:HTTP\/1\.1 (?:4\d\d|200) |$)/);
  expect(answer.toLowerCase()).not.toContain('stack');
  await stillServes();
  expect(await contents(instance.context.db)).toEqual(before);
});
