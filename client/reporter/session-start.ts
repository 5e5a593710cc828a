/** The reporter's session in a worker of its own, which brings the cryptography with it. */
import { linkSession } from '../worker-link.ts';
import { startWorker } from '../worker-start.ts';
import type { ReporterSession } from './session.ts';
import workerUrl from './worker.ts?worker&url';

export type LinkedSession = ReturnType<typeof linkSession<ReporterSession>>;

export function startSession(): LinkedSession {
  return linkSession<ReporterSession>(startWorker(workerUrl));
}
