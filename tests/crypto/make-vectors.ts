/**
 * Makes every vector anew. Sealing is random, so sealed bytes differ each time; what they open to does not.
 * `SOTTO_VECTORS=write npx vitest run tests/crypto/vectors.test.ts` writes them to crypto/vectors/.
 */
import { accounts } from './making/accounts.ts';
import { cases } from './making/cases.ts';
import { makeCast } from './making/cast.ts';
import { chains } from './making/chains.ts';
import { contents } from './making/contents.ts';
import { entries } from './making/entries.ts';
import { files } from './making/files.ts';
import { base64url, directories, framing, ids, requests, stamps, words } from './making/plain-topics.ts';
import { letters } from './making/letters.ts';
import { passkeys } from './making/passkeys.ts';
import { proofs } from './making/proofs.ts';
import { recoveries } from './making/recoveries.ts';
import { slots } from './making/slots.ts';
import { work } from './making/work.ts';
import type { Topic } from './vector.ts';

/** Vectors by the name of their file. libsodium must be ready, with Argon2id. */
export async function makeVectors(): Promise<Record<string, Topic>> {
  const cast = makeCast();
  return {
    base64url: base64url(),
    framing: framing(),
    words: words(),
    ids: ids(cast),
    slots: slots(cast),
    letters: letters(cast),
    entries: entries(cast),
    files: files(cast),
    chains: chains(cast),
    directories: directories(),
    stamps: stamps(cast),
    accounts: accounts(cast),
    passkeys: passkeys(cast),
    requests: requests(cast),
    recoveries: recoveries(cast),
    contents: contents(cast),
    cases: cases(cast),
    proofs: proofs(cast),
    work: await work(),
  };
}
