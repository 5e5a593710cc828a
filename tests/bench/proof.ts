/** Making a proof of a case with some entries, and checking it, in milliseconds of this process. */
import { utf8 } from '../../crypto/bytes.ts';
import { checkProof } from '../../client/proof/check.ts';
import { closeLog } from '../../server/log/closing.ts';
import { reporterInside, scratchSqlite, serveInside, setUpInside } from '../stage/inside.ts';
import { REPORT } from '../stage/running.ts';
import { median } from './median.ts';

const ROUNDS = 10;
/** Entries besides the report. */
const ENTRIES = 20;
const DAY = 86_400_000;

export async function measureProof() {
  const scratch = await scratchSqlite();
  try {
    const inside = await serveInside(scratch.db);
    await setUpInside(inside);
    const reporter = await reporterInside(inside);
    const { words } = await reporter.send(REPORT, () => undefined);
    await reporter.open(words.join(' '));
    for (let i = 0; i < ENTRIES; i++) await reporter.write('message', `Message ${i}.`);
    inside.clock.now += DAY;
    await closeLog(inside.context);
    const { items } = await reporter.refresh();
    const entries = items.map(({ id }) => id);
    const [made, checked]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      await reporter.draftProof({ for: 'A court', report: 'opened', entries });
      const file = utf8(await reporter.signProof(null));
      const done = performance.now();
      checkProof(file);
      made.push(done - start);
      checked.push(performance.now() - done);
    }
    return { proof_ms: median(made), verify_ms: median(checked) };
  } finally {
    await scratch.remove();
  }
}
