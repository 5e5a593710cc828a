/** The reporter's session in a worker of its own, which brings the cryptography with it. */
import { linkSession } from '../../../calls/worker-link.ts';
import { startWorker } from '../../../calls/worker-start.ts';
import type { ReporterSession } from '../../worker/session.ts';
import workerUrl from '../../worker/worker.ts?worker&url';

export type LinkedSession = ReturnType<typeof linkSession<ReporterSession>>;

export function startSession(): LinkedSession {
  return linkSession<ReporterSession>(startWorker(workerUrl), workerUrl);
}
