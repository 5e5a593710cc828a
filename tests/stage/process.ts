/** The server as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface ServerProcess {
  /** Where it listens. */
  readonly url: string;
  /** From the set-up link; null once the instance was set up. */
  readonly token: string | null;
  readonly process: ChildProcess;
  /** Everything it wrote so far. */
  said(): string;
}

/**
 * Starts a compiled server on a port the system chooses, and learns it from what it prints.
 * @param program path of its `server/main.js`
 * @param flags for Node itself
 * @param settings for its environment
 */
export function startProcess(
  program: string,
  dataFolder: string,
  flags: readonly string[] = [],
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...flags, program], {
    env: { PATH: process.env['PATH'], SOTTO_PORT: '0', SOTTO_DATA: dataFolder, ...settings },
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const [, port, token = null] = /http:\/\/[\w.]+:(\d+)(?:.*#setup=([\w-]+))?.*\n/.exec(said) ?? [];
      if (port !== undefined)
        resolve({ url: `http://127.0.0.1:${port}`, token, process: child, said: () => said });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (status) => reject(new Error(`the server ended with ${status}: ${said}`)));
  });
}
