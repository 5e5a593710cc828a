/** How the server stops: nothing under way is lost, and nobody who says nothing can keep it from stopping. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { Connections } from '../../server/connections.ts';
import { startInstance } from '../running.ts';
import { heardOn, openSocket } from './raw-socket.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: sotto\r\n\r\n';

test('a server stops at once when all that is open says nothing, has begun a request, or had its answer', async () => {
  const instance = await startInstance();
  const port = Number(new URL(instance.url).port);
  const sockets = await Promise.all(Array.from({ length: 3 }, () => openSocket(port)));
  sockets[1]!.write('POST /api/ca');
  const answered = new Promise((resolve) => sockets[2]!.once('data', resolve));
  const all = sockets.map(heardOn);
  sockets[2]!.write(REQUEST);
  await answered;
  // Were it to wait for anything, it would be for an hour.
  await instance.stop(3_600_000);
  expect((await Promise.all(all)).map((text) => text.slice(0, 9))).toEqual(['', '', 'HTTP/1.1 ']);
});

/** A server that has one request, and answers when it is told to. */
async function busyServer() {
  const server = createServer();
  const connections = new Connections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const arrived = once(server, 'request');
  const socket = await openSocket(port);
  const heard = heardOn(socket);
  socket.write(REQUEST);
  const [, response] = (await arrived) as [IncomingMessage, ServerResponse];
  return { connections, port, heard, finish: () => response.end('done') };
}

test('an answer under way is finished before the server stops, and nobody new is let in', async () => {
  const { connections, port, heard, finish } = await busyServer();
  const silent = heardOn(await openSocket(port));
  const closing = connections.close(3_600_000);
  await expect(openSocket(port)).rejects.toThrow('ECONNREFUSED');
  finish();
  await closing;
  expect(await heard).toContain('done');
  expect(await silent).toBe('');
});

test('an answer that never comes keeps the server no longer than it gives', async () => {
  const { connections, heard } = await busyServer();
  await connections.close(0);
  expect(await heard).toBe('');
});
