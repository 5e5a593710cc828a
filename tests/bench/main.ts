/** What is measured, beside the limit it is held against (DESIGN §10). `--json` prints one flat object. */
import { createApi } from '../../client/api.ts';
import { checkDirectory } from '../../client/directory.ts';
import { OfficerSession } from '../../client/officer/session.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { browserFetch, SETUP } from '../running.ts';
import { measureAccepting } from './accepting.ts';
import { measurePage } from './page.ts';
import { measureRotation } from './rotation.ts';
import { measureSealing } from './sealing.ts';
import { measureSlots } from './slots.ts';
import { serveBuilt } from './served.ts';

const LIMITS: Readonly<Record<string, string>> = {
  accept_ratio: 'at least 0.5 of raw_per_s, over one connection',
  accept_ratio_16: 'at least 0.5 of raw_per_s, over sixteen connections',
  accept_refused: '0',
  raw_per_s: 'better-sqlite3 alone: the same rows, one synced transaction a report',
  raw_served_ratio: 'of raw_per_s: the same rows behind bare node:http, one connection, nothing checked',
  raw_one_row_per_s: 'the same bytes in one row of one table',
  rss_rest_mb: 'below 90',
  rss_load_mb: 'below 160',
  page_before_kb: 'at most 60, compressed',
  page_before_requests: 'at most 6',
  page_send_kb: 'at most 200, compressed',
  send_round_trips: '2',
  send_ms: 'below 300',
  slot_sets_per_s: 'sets of eight that are somebody else’s, in the threads of an inbox in Chromium',
  slot_ratio: 'at least 0.8 of bare decapsulations in as many threads',
  rotation_cases_per_s: 'at least 20',
  seal_ms: 'a report; bare_encapsulations_ms is what its slots cost at least',
};

await ready(loadSumo);
const server = await serveBuilt();
try {
  const api = createApi(server.url, browserFetch());
  const made = await new OfficerSession(api).setup.run({ ...SETUP, token: server.setupToken });
  const known = checkDirectory(await api.call(readDirectory, {}), null);
  const results: Record<string, number> = {
    ...(await measureAccepting(server, known.directory.instance)),
    ...(await measurePage(server.url)),
    ...measureSealing(known),
    ...(await measureSlots()),
    ...(await measureRotation(server.url, made)),
  };
  if (process.argv.includes('--json')) console.log(JSON.stringify(results));
  else {
    for (const [name, value] of Object.entries(results)) {
      console.log(`${name.padEnd(22)}${value.toFixed(2).padStart(10)}  ${LIMITS[name] ?? ''}`);
    }
  }
} finally {
  await server.stop();
}
