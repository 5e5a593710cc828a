/** Those who ask and do not read, send and do not end, or only hold a connection: they give way to all others. */
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context as HonoContext } from 'hono';
import { AllPlaces } from '../../server/traffic/places.ts';
import { Traffic } from '../../server/traffic/traffic.ts';
import { heardOn, openSocket } from '../stage/raw-socket.ts';

const LIMITS = { connections: 4, bodyBytes: 1000, stalled: 50 };
const GET = 'GET / HTTP/1.1\r\nHost: sotto\r\n\r\n';
const post = (length: number) => `POST / HTTP/1.1\r\nHost: sotto\r\nContent-Length: ${length}\r\n\r\n`;

let stop: () => void;
let port: number;
let answer: RequestListener;
let began: number;
/** @param silent milliseconds: for ever, where a test is not about them */
async function start(silent = 1e9): Promise<void> {
  const traffic = new Traffic({ ...LIMITS, silent });
  began = 0;
  const server = createServer(
    traffic.through((request, response) => {
      began++;
      answer(request, response);
    }),
  );
  traffic.follow(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  answer = (request, response) => {
    request.resume();
    request.on('end', () => response.end('done'));
  };
  stop = () => {
    server.close();
    server.closeAllConnections();
  };
}
beforeEach(() => start());
afterEach(() => stop());

/** Asks on a connection of its own, and hears everything. */
async function fetched(text = GET): Promise<string> {
  const socket = await openSocket(port);
  socket.on('error', () => undefined);
  socket.write(text);
  const [heard] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown];
  socket.destroy();
  return String(heard);
}

test('whoever asks the next thing before the end of an answer is told here is not cut off', async () => {
  answer = (_, response) => response.end('done');
  const socket = await openSocket(port);
  socket.on('error', () => undefined);
  let heard = '';
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString()));
  const closed = once(socket, 'close');
  // Both arrive at once: the second is read when the first is answered, and nobody has heard yet that it is out.
  socket.write(GET + GET.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
  await closed;
  expect(heard.match(/done/g)).toHaveLength(2);
});

test('connections that say nothing give way to one that asks', async () => {
  const idle = await Promise.all(Array.from({ length: 8 }, () => openSocket(port)));
  for (const socket of idle) socket.on('error', () => undefined);
  expect(await fetched()).toContain('done');
  for (const socket of idle) socket.destroy();
});

test('one connection has one request at a time', async () => {
  let finish = (): void => undefined;
  answer = (_, response) => (finish = () => response.end('done'));
  const socket = await openSocket(port);
  const heard = heardOn(socket);
  socket.write(GET + GET + GET);
  expect(await heard).toBe('');
  finish();
  expect(began).toBe(1);
});

test('bodies that do not end give way to those that do', async () => {
  const slow = await Promise.all(Array.from({ length: 2 }, () => openSocket(port)));
  const closed = slow.map(heardOn);
  // Together they announce all there is room for, and send all of it but a byte.
  for (const socket of slow) socket.write(post(500) + 'x'.repeat(499));
  await expect.poll(() => began).toBe(2);
  expect(await fetched(post(300) + 'y'.repeat(300))).toContain('done');
  for (const socket of slow) socket.destroy();
  await Promise.all(closed);
});

test('an answer that nobody takes is dropped', async () => {
  stop();
  await start(400);
  answer = (_, response) => response.end(Buffer.alloc(64 * 1024 * 1024));
  const socket = await openSocket(port);
  socket.on('error', () => undefined);
  socket.pause();
  const ended = new Promise<void>((resolve) => {
    const before = answer;
    answer = (request, response) => {
      response.once('close', () => resolve());
      before(request, response);
    };
  });
  socket.write(GET);
  await expect(ended).resolves.toBeUndefined();
  socket.destroy();
});

/** A request whose answer is under way for as long as a test wants. */
async function asking(): Promise<{ http: HonoContext; socket: Socket; response: ServerResponse }> {
  let given: ServerResponse | undefined;
  answer = (_, response) => (given = response);
  const socket = await openSocket(port);
  socket.on('error', () => undefined);
  socket.write(GET);
  await expect.poll(() => given).toBeDefined();
  return { http: { env: { outgoing: given } } as unknown as HonoContext, socket, response: given! };
}

test('whoever takes nothing of an answer gives up the place to the next of the same case', async () => {
  const places = new AllPlaces().reporters;
  const made: string[] = [];
  const take = async (name: string) => {
    const { http, socket, response } = await asking();
    socket.pause();
    const done = places.in(http, 1, () => {
      made.push(name);
      return Promise.resolve(response.end(Buffer.alloc(32 * 1024 * 1024)));
    });
    return { done, socket, closed: once(response, 'close') };
  };
  const first = await take('first');
  const second = await take('second');
  const third = await take('third');
  await third.done;
  await Promise.race([first.closed, second.closed]);
  expect(made).toEqual(['first', 'second', 'third']);
  for (const { socket } of [first, second, third]) socket.destroy();
});

test('readers of one case take no place from others, and a place is free once its answer has gone', async () => {
  const places = new AllPlaces().reporters;
  const http = {} as HonoContext;
  const busy = [await asking(), await asking()] as const;
  for (const one of busy) await places.in(one.http, 1, () => Promise.resolve());
  let isIn = false;
  const third = places.in(http, 1, () => Promise.resolve((isIn = true)));
  expect(await places.in(http, 2, () => Promise.resolve('another'))).toBe('another');
  expect(isIn).toBe(false);
  const closed = once(busy[0].response, 'close');
  busy[0].response.end('done');
  await closed;
  // At once, and not only when it is looked for those who take nothing.
  await setImmediate();
  expect(isIn).toBe(true);
  await third;
  for (const { socket } of busy) socket.destroy();
});

test('answers that could not be made take no place, however many', async () => {
  const places = new AllPlaces().reporters;
  for (let i = 0; i < 3; i++) {
    const { http, socket } = await asking();
    await expect(places.in(http, 1, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    socket.destroy();
  }
});
