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
  /** Answers every path of this kind with 404, as after an update; null for none. @param times how often */
  remove(kind: RegExp | null, times?: number): void;
  /** Breaks off every request to a path of this kind; null for none. */
  cut(kind: RegExp | null): void;
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
  let removed: RegExp | null = null;
  let left = 0;
  let cutOff: RegExp | null = null;
  // Kept as long as the server keeps them: one closed just as it is used again would be a fault that no server has.
  const server = createServer({ keepAliveTimeout: 130_000 }, (incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    if (cutOff?.test(path) === true) {
      incoming.destroy();
      return;
    }
    if (removed?.test(path) === true && left > 0) {
      left -= 1;
      outgoing.writeHead(404).end();
      return;
    }
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
    cut: (kind) => {
      cutOff = kind;
    },
    remove: (kind, times = Infinity) => {
      removed = kind;
      left = times;
    },
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
