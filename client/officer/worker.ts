/** The officer's session, in its own thread, with the build of libsodium that has Argon2id. */
import { ready } from '../../crypto/sodium.ts';
import { createApi } from '../api.ts';
import { webAssemblyRuns } from '../sodium/load.ts';
import { exposeSession } from '../worker-link.ts';
import { loadOfficersSodium } from './officers-sodium.ts';
import { OfficerSession } from './session.ts';
import { tryInWorkers } from './slot-workers.ts';

async function start(): Promise<OfficerSession> {
  await ready(loadOfficersSodium);
  return new OfficerSession(createApi(), tryInWorkers(await webAssemblyRuns()));
}

exposeSession(start());
