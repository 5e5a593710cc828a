/** How the server stops: nothing under way is lost, and nobody who says nothing can keep it from stopping. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Connections } from '../../server/traffic/connections.ts';
import { Traffic } from '../../server/traffic/traffic.ts';
import { startInstance } from '../stage/running.ts';
import { heardOn, openSocket } from '../stage/raw-socket.ts';

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

test('an answered connection stays open for longer than a proxy keeps it, which is told', async () => {
  const instance = await startInstance();
  const socket = await openSocket(Number(new URL(instance.url).port));
  const heard = heardOn(socket);
  const answered = new Promise((resolve) => socket.once('data', resolve));
  socket.write(REQUEST);
  await answered;
  await instance.stop();
  expect(await heard).toContain('Keep-Alive: timeout=130\r\n');
});

test('where all places are taken, the connection that was idle the longest gives way', async () => {
  const traffic = new Traffic({ connections: 3, bodyBytes: 1000, stalled: 60_000, silent: 60_000 });
  const server = createServer(traffic.through((_, response) => response.end('done')));
  traffic.follow(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async (socket: Socket) => {
    const answered = once(socket, 'data');
    socket.write(REQUEST);
    return String(await answered).slice(0, 15);
  };
  const sockets = [await openSocket(port), await openSocket(port), await openSocket(port)] as const;
  for (const socket of sockets) await ask(socket);
  // The first to come is not the one that was idle the longest.
  await ask(sockets[0]);
  const closed = once(sockets[1], 'close');
  sockets[1].resume();
  const late = await openSocket(port);
  await closed;
  for (const socket of [late, sockets[0], sockets[2]]) expect(await ask(socket)).toBe('HTTP/1.1 200 OK');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
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
