/** Somebody between a browser and the server, who sees all that goes through and can lose or change it. */
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';

export interface Passed {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** Bytes of the answer's body, compressed with brotli: half a second's work where it is a library. */
  weigh(): number;
}

export interface Middle {
  /** Base URL, on localhost, with a slash at its end. */
  readonly url: string;
  readonly passed: readonly Passed[];
  /** Loses every answer to this path: the server has done its work, and nobody hears of it. */
  lose(path: string): void;
  /** Lets answers to this path through as they are. */
  restore(path: string): void;
  /** Changes every answer to this path. */
  change(path: string, how: (body: string) => string): void;
  stop(): Promise<void>;
}

export async function startMiddle(target: string): Promise<Middle> {
  const passed: Passed[] = [];
  const changes = new Map<string, (body: string) => string>();
  const losses = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    void (async () => {
      const body = await bytesOf(incoming);
      const plain = { ...headers, 'accept-encoding': 'identity' };
      const onward = request(new URL(path, target), { method, headers: plain }, (answer) => {
        void (async () => {
          let bytes = await bytesOf(answer);
          const whole = bytes;
          passed.push({ method, path, body: body.toString(), weigh: () => brotliCompressSync(whole).length });
          if (losses.has(path)) {
            outgoing.destroy();
            return;
          }
          const change = changes.get(path);
          if (change !== undefined) bytes = Buffer.from(change(bytes.toString()));
          const { 'content-length': _, 'transfer-encoding': __, ...rest } = answer.headers;
          outgoing.writeHead(answer.statusCode ?? 500, { ...rest, 'content-length': bytes.length });
          outgoing.end(bytes);
        })();
      });
      // A server that stops closes connections under way: so does this one, for whoever asked.
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    })();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    passed,
    lose: (path) => void losses.add(path),
    restore: (path) => {
      losses.delete(path);
      changes.delete(path);
    },
    change: (path, how) => void changes.set(path, how),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
