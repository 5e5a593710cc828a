/** What the section of files asks of the reporter's session. */
import { Failure } from '../../../calls/failure.ts';
import type { OnProgress } from '../../../files/sending.ts';
import type { DiskPlace } from '../../../files/sink.ts';
import type { Sender } from '../../../files/page/sending.ts';
import type { OwnView } from '../../worker/own-case.ts';
import type { Guard } from '../frame/guard.ts';
import type { LinkedSession } from '../frame/session-start.ts';

async function sessionOf(guard: Guard): Promise<LinkedSession> {
  const session = await guard.start();
  if (session === null) throw new Failure('locked');
  return session;
}

export function senderOf(guard: Guard, onView: (view: OwnView) => void): Sender {
  return {
    send: async (id, { file, incident, original }, onProgress) =>
      onView(await (await sessionOf(guard)).sendFile(id, file, onProgress, incident, original)),
    stop: (id, isForgotten) =>
      void sessionOf(guard).then(
        (session) => session.stopFile(id, isForgotten),
        // Without a session nothing is on its way.
        () => undefined,
      ),
  };
}

export function keepingOf(guard: Guard, onView: (view: OwnView) => void) {
  return {
    open: async (id: string, onProgress: OnProgress) => (await sessionOf(guard)).openFile(id, onProgress),
    save: async (id: string, place: DiskPlace, onProgress: OnProgress) =>
      (await sessionOf(guard)).saveFile(id, place, onProgress),
    remove: async (id: string) => onView(await (await sessionOf(guard)).deleteFile(id)),
  };
}
