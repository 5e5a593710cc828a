/** Cases that nobody here can open, as many as a test wants: the server makes its own at a random pace. */
import { LENGTH, typed } from '../../crypto/bytes.ts';
import { decoyEntry, decoySlotSet } from '../../crypto/decoy.ts';
import { directoryHash } from '../../crypto/directory.ts';
import { NO_HASH } from '../../crypto/header.ts';
import { sodium } from '../../crypto/sodium.ts';
import * as cases from '../../db/cases.ts';
import { newestDirectory } from '../../db/directories.ts';
import type { Context } from '../../server/instance/context.ts';
import { readEntry, readSlotSet, toBeStored } from '../../server/cases/writing.ts';

export async function addForeignCases(context: Context, count: number): Promise<void> {
  const { db, instance } = context;
  const newest = (await newestDirectory(db))!;
  const directory = directoryHash(newest.text);
  for (let i = 0; i < count; i++) {
    const caseId = typed('CaseId', sodium.randombytes_buf(LENGTH.CaseId));
    const entry = readEntry(decoyEntry({ caseId, chain: 'shared', seq: 0, previous: NO_HASH }, 16 * 1024));
    const sets = (['shared', 'custodians'] as const).map((audience) => {
      const set = decoySlotSet({ instance: instance.id, caseId, audience, epoch: 0, directory }, 8);
      return readSlotSet(context, set, entry.header).record;
    });
    await cases.openCase(db, await toBeStored(context, entry), sets, true, newest.version);
  }
}
