/** The officer's session, in its own thread, with the build of libsodium that has Argon2id. */
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { createApi } from '../api.ts';
import { loadSodium, webAssemblyRuns } from '../sodium/load.ts';
import { exposeSession } from '../worker-link.ts';
import { OfficerSession } from './session.ts';

/** Without WebAssembly Argon2id would take minutes: recovery words unlock there, with the smaller build. */
async function load() {
  return (await webAssemblyRuns()) ? loadSumo() : loadSodium();
}

exposeSession(ready(load).then(() => new OfficerSession(createApi())));
