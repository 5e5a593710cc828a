/** What is measured, beside the limit it is held against. `--json` prints one flat object. */
import { createApi } from '../../client/calls/api.ts';
import { checkDirectory } from '../../client/directory/directory.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { browserFetch, SETUP } from '../stage/running.ts';
import { measureAccepting } from './accepting.ts';
import { measureAttacks } from './attacks.ts';
import { measureFiles } from './files.ts';
import { measureSelfCheck } from './look.ts';
import { measureLog } from './log.ts';
import { measureLooking } from './looking.ts';
import { measurePage } from './page.ts';
import { measureProof } from './proof.ts';
import { measureRotation } from './rotation.ts';
import { measureSealing } from './sealing.ts';
import { measureSlots } from './slots.ts';
import { serveBuilt } from './served.ts';

const LIMITS: Readonly<Record<string, string>> = {
  accept_of_bare_served: 'at least 0.7 of raw_served_per_s, over one connection',
  accept_ratio_16: 'at least 0.55 of raw_per_s, over sixteen connections',
  accept_refused: '0',
  raw_per_s: 'better-sqlite3 alone: the same rows, one synced transaction a report',
  raw_served_per_s: 'the same rows behind bare node:http, one connection, nothing checked',
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
  attack_memory_mb: 'at most 200: three hundred connections that ask for a megabyte and read nothing',
  attack_memory_honest_ms: 'a report and its reading beside that, at worst',
  attack_disk_mb_per_h: 'at most 500: what one machine’s junk comes to, in quiet times',
  attack_disk_honest_ms: 'a report and its reading beside that, at worst',
  junk_look_s: 'at most 1: the second look of an officer after 2,000 cases that did not open',
  inbox_100k_ok: '1: signing in, and a look that finds a new report, with 100,000 cases in the keyring',
  inbox_100k_mb: 'of this process: server, reporter and officer',
  ...Object.fromEntries(
    ['en', 'fr', 'ar'].flatMap((language) => [
      [
        `selfcheck_precision_${language}`,
        'at least 0.8: of what is marked as giving the writer away, what a careful person marks',
      ],
      [`selfcheck_recall_${language}`, 'at least 0.8: of what a careful person marks, what is found'],
      [`selfcheck_held_precision_${language}`, 'at least 0.8: over sentences no rule was written with'],
      [`selfcheck_held_recall_${language}`, 'at least 0.8: over sentences no rule was written with'],
    ]),
  ),
  selfcheck_50k_ms: 'a text of 50,000 characters looked through',
  proof_ms: 'below 1000: a proof of a report and 20 entries, the log asked for each of them',
  verify_ms: 'checking it, offline',
  log_close_100k_ms: 'at most 10000: a day of 100,000 entries into the public log',
  log_close_100k_mb: 'what this process needs more for it: at most 64, however many there are',
  upload_ratio:
    'at least 0.6 of aead_mb_s: a file of 1 GiB sealed, sent and durable, from a page in Chromium',
  upload_mb_s: 'the same',
  download_ratio: 'at least 0.6 of opening the same chunks and nothing else: from the server to the disk',
  download_mb_s: 'the same',
  aead_mb_s: 'sealing chunks and nothing else, one thread of the same browser',
  server_growth_mb: 'below 64: of the server, for a file that goes and comes back',
  page_growth_mb: 'below 64: of all processes of the browser',
  seal_ms: 'a report; bare_encapsulations_ms is what its slots cost at least',
};

await ready(loadSumo);
// As much as it takes: that there may be too much is measured apart.
const server = await serveBuilt({ SOTTO_MB_PER_HOUR: '900000' });
try {
  const api = createApi(server.url, browserFetch());
  const made = await new OfficerSession(api).setup.run({ ...SETUP, token: server.setupToken });
  const known = checkDirectory(await api.call(readDirectory, {}), null);
  const results: Record<string, number> = {
    ...(await measureAccepting(server, known.directory.instance)),
    ...(await measurePage(server.url)),
    ...measureSealing(known),
    ...(await measureProof()),
    ...(await measureSlots()),
    ...(await measureFiles(server, made)),
    ...(await measureRotation(server.url, made)),
    ...(await measureAttacks()),
    ...(await measureLooking()),
    ...measureSelfCheck(),
    ...(await measureLog()),
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
