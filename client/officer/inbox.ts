/** Bringing the keyring up to date with the feed. */
import { toBase64url } from '../../crypto/base64url.ts';
import type { CaseId } from '../../crypto/bytes.ts';
import type { PersonKeys } from '../../crypto/person.ts';
import { LIMITS } from '../../server/api/limits.ts';
import { readFeed, readSlotSets } from '../../server/api/officer.ts';
import type { Api } from '../api.ts';
import type { CaseDesk } from './case-desk.ts';
import { takeKeys } from './case-keys.ts';
import { SAVE_EVERY } from './go-through.ts';
import type { Keyring } from './keyring.ts';
import type { KeyringCase } from './keyring-case.ts';

/** What the inbox is doing, for a progress line: slot sets tried, or cases read, out of how many. */
export interface SyncProgress {
  readonly step: 'trying' | 'reading';
  readonly done: number;
  readonly total: number;
}

interface Sync {
  readonly api: Api;
  readonly keyring: Keyring;
  readonly desk: CaseDesk;
  readonly keys: PersonKeys;
  readonly onProgress: (progress: SyncProgress) => void;
}

interface FeedCase {
  readonly caseId: CaseId;
  readonly day: string;
  readonly shared: number;
  readonly slotSets: number;
}

export async function syncInbox(sync: Sync): Promise<void> {
  const { keyring } = sync;
  const feed = await readWholeFeed(sync.api, keyring.index?.from ?? '1970-01-01');
  // New cases, and known ones that got further slot sets: a new key, or access for a colleague.
  const untried = feed.filter((item) => keyring.find(toBase64url(item.caseId))?.sets !== item.slotSets);
  await tryCases(sync, untried);
  const changed = feed.flatMap((item) => {
    const known = keyring.find(toBase64url(item.caseId));
    // A case that could not be checked is tried every time: what failed may have been a passing thing.
    const upToDate = known?.summary?.trouble === null && (known.shared?.seq ?? -1) + 1 === item.shared;
    return known?.left === null && !upToDate ? [known] : [];
  });
  await readCases(sync, changed.reverse());
  const newest = feed.at(-1)?.day;
  if (keyring.index && newest !== undefined && newest !== keyring.index.from) {
    keyring.index = { ...keyring.index, from: newest };
  }
  await keyring.save();
}

async function readWholeFeed(api: Api, from: string): Promise<FeedCase[]> {
  const feed: FeedCase[] = [];
  let after: { day: string; caseId: CaseId } | null = null;
  for (;;) {
    const { cases, more }: { cases: FeedCase[]; more: boolean } = await api.call(readFeed, { from, after });
    feed.push(...cases);
    const last: FeedCase | undefined = cases.at(-1);
    if (!more || last === undefined) return feed;
    after = { day: last.day, caseId: last.caseId };
  }
}

/** Tries the slot sets of cases, newest first; what opens goes into the keyring. */
async function tryCases({ api, keyring, keys, onProgress }: Sync, cases: readonly FeedCase[]): Promise<void> {
  const newestFirst = [...cases].reverse();
  for (let at = 0; at < newestFirst.length; at += LIMITS.slotSetCases) {
    onProgress({ step: 'trying', done: at, total: newestFirst.length });
    const batch = newestFirst.slice(at, at + LIMITS.slotSetCases).map((item) => item.caseId);
    const { slotSets } = await api.call(readSlotSets, { cases: batch });
    takeKeys(keyring, keys, slotSets);
  }
}

async function readCases({ keyring, desk, onProgress }: Sync, cases: readonly KeyringCase[]): Promise<void> {
  for (const [done, known] of cases.entries()) {
    onProgress({ step: 'reading', done, total: cases.length });
    await desk.summarise(known);
    if (done % SAVE_EVERY === SAVE_EVERY - 1) await keyring.save();
  }
}
