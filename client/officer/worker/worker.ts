/** The officer's session, in its own thread, with the build of libsodium that has Argon2id. */
import { ready } from '../../../crypto/sodium.ts';
import { createApi } from '../../calls/api.ts';
import { webAssemblyRuns } from '../../sodium/runs.ts';
import { exposeSession } from '../../calls/worker-link.ts';
import { loadOfficersSodium } from '../../sodium/officers.ts';
import { STORE_EVERY } from './keyring/keyring.ts';
import { OfficerSession } from './session/session.ts';
import { tryInWorkers } from './slots/workers.ts';

async function start(): Promise<OfficerSession> {
  await ready(loadOfficersSodium);
  const session = new OfficerSession(createApi(), tryInWorkers(await webAssemblyRuns()));
  setInterval(() => void session.keep(), STORE_EVERY / 4);
  return session;
}

exposeSession(start());
