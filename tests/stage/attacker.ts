/** Somebody without an account who means harm: valid headers and signatures around random bytes. */
import type * as z from 'zod/mini';
import { LENGTH, typed, type EntryBytes, type Hash, type SlotSetBytes } from '../../crypto/bytes.ts';
import { decoyEntry, decoySlotSet } from '../../crypto/decoy.ts';
import { entryHash, NO_HASH, type BODY_SIZES } from '../../crypto/header.ts';
import { reporterKeys } from '../../crypto/receipt.ts';
import { signRequest, type Purpose } from '../../crypto/request.ts';
import type { SLOT_COUNTS } from '../../crypto/slot-set.ts';
import { sodium } from '../../crypto/sodium.ts';
import type { Api } from '../../client/calls/api.ts';
import { solve, workFor } from '../../client/calls/work.ts';
import type { KnownDirectory } from '../../client/directory/directory.ts';
import { getChallenge } from '../../server/api/anyone.ts';
import { appendOwnEntry, openCase, readOwnCase } from '../../server/api/reporter.ts';

export type BodySize = (typeof BODY_SIZES)[number];

export const LARGEST: BodySize = 256 * 1024;
export const SMALLEST: BodySize = 16 * 1024;

/** Slots are dear to make, and which ones they are no server can tell: sets of one case are made once. */
export class Attacker {
  readonly #api: Api;
  readonly #known: KnownDirectory;
  readonly keys;
  #head: Hash = NO_HASH;
  #next = 0;

  constructor(api: Api, known: KnownDirectory) {
    this.#api = api;
    this.#known = known;
    this.keys = reporterKeys(
      typed('Entropy', sodium.randombytes_buf(LENGTH.Entropy)),
      known.directory.instance,
    );
  }

  get caseId() {
    return this.keys.caseId;
  }

  /** The next entry of the case: its header is right, and nobody can open it. */
  entry(size: BodySize): EntryBytes {
    return decoyEntry({ caseId: this.caseId, chain: 'shared', seq: this.#next, previous: this.#head }, size);
  }

  sets(slots: (typeof SLOT_COUNTS)[number]): SlotSetBytes[] {
    const { instance } = this.#known.directory;
    const place = { instance, caseId: this.caseId, epoch: 0, directory: this.#known.hash };
    return (['shared', 'custodians'] as const).map((audience) => decoySlotSet({ ...place, audience }, slots));
  }

  async openRequest(
    size: BodySize,
    slots: (typeof SLOT_COUNTS)[number] = 8,
  ): Promise<z.output<typeof openCase.request>> {
    const entry = this.entry(size);
    const slotSets = this.sets(slots);
    const bytes = slotSets.reduce((sum, set) => sum + set.length, entry.length);
    const work = await solve((await this.#api.call(getChallenge, workFor('case', bytes))).challenge);
    return { entry, slotSets, work };
  }

  async open(size: BodySize = SMALLEST): Promise<void> {
    const request = await this.openRequest(size);
    await this.#api.call(openCase, request);
    this.wrote(request.entry);
  }

  /** Notes that an entry was stored. */
  wrote(entry: EntryBytes): void {
    this.#head = entryHash(entry);
    this.#next++;
  }

  async append(size: BodySize): Promise<void> {
    const entry = this.entry(size);
    const signed = await this.signed('append', size);
    const work = await solve(signed.challenge);
    await this.#api.call(appendOwnEntry, { ...signed, entry, work });
    this.wrote(entry);
  }

  async readRequest(have = { from: 0, sets: 0 }): Promise<z.output<typeof readOwnCase.request>> {
    return { ...(await this.signed('read')), ...have };
  }

  async read() {
    return this.#api.call(readOwnCase, await this.readRequest());
  }

  async signed(purpose: Purpose, bytes: number = SMALLEST) {
    const { challenge } = await this.#api.call(getChallenge, workFor('entry', bytes));
    const { instance } = this.#known.directory;
    const { signingSeed, signingPublicKey: publicKey, caseId } = this.keys;
    const context = { instance, caseId, purpose, challenge: challenge.signature };
    return { publicKey, challenge, signature: signRequest(signingSeed, context) };
  }
}
