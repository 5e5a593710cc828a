/**
 * The server in a process of its own. It makes a decoy and writes keyrings down when it is told to, by a line, and not only at
 * its own pace, which takes days; its day is one that does not end while somebody looks.
 */
import { createInterface } from 'node:readline';
import { toBase64url } from '../../crypto/base64url.ts';
import { readConfig } from '../../server/operator/config.ts';
import { makeDecoyEvent } from '../../server/decoys/decoys.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import { start } from '../../server/listen.ts';

const NOON = Date.UTC(2036, 2, 4, 12);
const { context, url } = await start(readConfig(process.env, ''), () => NOON + performance.now());
console.log(`Sotto is at ${url}/`);

const ids = async () => {
  const rows = await context.db.selectFrom('cases').select('id').execute();
  return new Set(rows.map(({ id }) => toBase64url(new Uint8Array(id))));
};

/** @returns the id of a new one */
async function makeDecoy(): Promise<string> {
  const before = await ids();
  for (;;) {
    // Mostly something happens to one that is there.
    await makeDecoyEvent(context);
    const made = [...(await ids())].find((id) => !before.has(id));
    if (made !== undefined) return made;
  }
}

for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'decoy') console.log(await makeDecoy());
  else {
    await writeDownKeyrings(context);
    console.log('written');
  }
}
