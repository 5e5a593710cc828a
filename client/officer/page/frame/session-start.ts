/** A session in a worker of its own. */
import { linkSession } from '../../../calls/worker-link.ts';
import { startWorker } from '../../../calls/worker-start.ts';
import type { OfficerSession } from '../../worker/session/session.ts';
// oxlint-disable-next-line import/default -- Vite makes the address of the worker's file
import workerUrl from '../../worker/worker.ts?worker&url';

export type LinkedSession = ReturnType<typeof linkSession<OfficerSession>>;

export function startSession(): LinkedSession {
  return linkSession<OfficerSession>(startWorker(workerUrl), workerUrl);
}
