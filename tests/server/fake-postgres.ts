/** Something that speaks as much of PostgreSQL's protocol as a start hears of it. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

export interface FakePostgres {
  readonly port: number;
  stop(): void;
}

/** @param answer an SQLSTATE it refuses everybody with, or the version it says it is */
export async function fakePostgres(answer: { refuses: string } | { version: number }): Promise<FakePostgres> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      if ('refuses' in answer) {
        socket.end(refusal(answer.refuses));
        return;
      }
      socket.write(Buffer.concat([message('R', int32(0)), READY]));
      socket.on('data', (asked) => {
        const rows = asked.includes('server_version_num') ? rowOf('version', String(answer.version)) : [];
        socket.write(Buffer.concat([...rows, message('C', text('SELECT 1')), READY]));
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  return int32(value).subarray(2);
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}

const READY = message('Z', Buffer.from('I'));

function refusal(code: string): Buffer {
  const fields = [`SFATAL`, `C${code}`, `Mrefused`].map(text);
  return message('E', Buffer.concat([...fields, Buffer.from([0])]));
}

function rowOf(name: string, value: string): Buffer[] {
  // One column of the type `text`.
  const column = [text(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)];
  return [
    message('T', Buffer.concat([int16(1), ...column])),
    message('D', Buffer.concat([int16(1), int32(value.length), Buffer.from(value)])),
  ];
}
