/**
 * One HTTP/1.1 connection that sends finished requests, one at a time. It shares the machine with the server
 * it measures, so it does no more than read the status and the length of an answer.
 */
import { connect, type Socket } from 'node:net';

export class Lane {
  readonly #socket: Socket;
  #answer: { resolve(status: number): void; reject(error: Error): void } | null = null;
  #read = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#answer?.reject(error));
    socket.on('close', () => this.#answer?.reject(new Error('the server closed the connection')));
  }

  static open(url: string): Promise<Lane> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Lane(socket)));
      socket.once('error', reject);
    });
  }

  /** @param request head and body. @returns the status of the answer */
  send(request: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answer = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#read += text;
    const end = this.#read.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#read)![1]);
    if (this.#read.length < end + 4 + length) return;
    const status = Number(this.#read.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
    this.#read = '';
    const answer = this.#answer;
    this.#answer = null;
    answer?.resolve(status);
  }
}

/** A POST of JSON, ready to be sent. */
export function postRequest(path: string, body: string): Uint8Array {
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.from(head + body, 'latin1');
}
