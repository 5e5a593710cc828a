/** Bringing the keyring up to date with the feed. */
import { readWholeFeed } from './feed.ts';
import type { Sync } from './look.ts';
import { Reading } from './reading.ts';
import { tryCases } from './untried-cases.ts';

/** Milliseconds after which the feed is read again in between: what is new does not wait for all that is old. */
const FEED_EVERY = 60_000;

export async function syncInbox(sync: Sync): Promise<void> {
  const { api, keyring, backlog, version, onProgress } = sync;
  await keyring.whole((done, total) => onProgress({ step: 'loading', done, total, read: keyring.size }));
  do {
    const { cases, turn, isPutBack } = await readWholeFeed(api, backlog.turn ?? keyring.index?.feed ?? null);
    if (isPutBack) sync.onPutBack();
    backlog.add(cases, version);
    backlog.turn = turn;
    await workOff(sync);
    // What is left has to be in the feed of whoever goes on with it another time.
    if (keyring.index && backlog.isWorkedOff(version)) keyring.index = { ...keyring.index, feed: turn };
    await keyring.saveInRhythm();
  } while (backlog.untried().length + backlog.unread(version).length > 0);
  await keyring.saveAfterLook();
}

/** Tries and reads, until all is done or it is time to look for what is new. */
async function workOff(sync: Sync): Promise<void> {
  const until = performance.now() + FEED_EVERY;
  const isOver = () => performance.now() >= until;
  const reading = new Reading(sync, isOver);
  try {
    await tryCases(sync, reading, isOver);
  } finally {
    // Also after a failure nothing goes on behind the back of whoever tries again.
    await reading.settled();
  }
  await reading.end();
}
