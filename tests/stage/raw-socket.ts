/** A connection that says what a test wants, byte by byte. */
import { connect, type Socket } from 'node:net';

/** Opens one on this machine. */
export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}

/** Everything that comes back until the other side closes. */
export function heardOn(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.removeAllListeners('error');
    socket.on('error', () => resolve(text));
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('close', () => resolve(text));
  });
}
