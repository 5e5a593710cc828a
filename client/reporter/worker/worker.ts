/** The reporter's session, in its own thread. */
import { ready } from '../../../crypto/sodium.ts';
import { createApi } from '../../calls/api.ts';
import { loadSodium } from '../../sodium/load.ts';
import { exposeSession } from '../../calls/worker-link.ts';
import { ReporterSession } from './session.ts';

exposeSession(ready(loadSodium).then(() => new ReporterSession(createApi())));
