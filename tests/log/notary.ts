/** A notary in memory, which signs whatever it is told to. Its closings are of a few leaves. */
import {
  equal,
  typed,
  utf8,
  type Hash,
  type InstanceId,
  type SigningSeed,
  type TreeHash,
} from '../../crypto/bytes.ts';
import { formatCheckpoint, logName } from '../../crypto/checkpoint.ts';
import type { DayProof, Log } from '../../crypto/log-day.ts';
import { formatLogProof } from '../../crypto/log-proof.ts';
import { consistencyPath, inclusionPath, leafHash } from '../../crypto/merkle.ts';
import { formatNote, signNote } from '../../crypto/note.ts';
import { signingPublicKey } from '../../crypto/signature.ts';
import { sodium } from '../../crypto/sodium.ts';
import type { Day } from '../../crypto/stamp.ts';
import { GrowingTiles, subtreesIn, type FilledTile } from '../../crypto/tiles.ts';

interface Closed {
  readonly day: Day;
  readonly size: number;
  readonly checkpoint: Uint8Array;
}

export function hashOf(label: string): Hash {
  return typed('Hash', sodium.crypto_generichash(32, utf8(label), null));
}

export class Notary {
  readonly #seed: SigningSeed;
  readonly #instance: InstanceId;
  readonly leaves: Hash[] = [];
  readonly closings: Closed[] = [];

  constructor(
    seed: SigningSeed = typed('SigningSeed', hashOf('notary')),
    instance: InstanceId = typed('InstanceId', hashOf('instance').slice(0, 16)),
  ) {
    this.#seed = seed;
    this.#instance = instance;
  }

  /** Goes on from another one's log, or from a part of it. */
  static from(leaves: readonly Hash[], closings: readonly Closed[]): Notary {
    const notary = new Notary();
    notary.leaves.push(...leaves);
    notary.closings.push(...closings);
    return notary;
  }

  get log(): Log {
    return { instance: this.#instance, notaries: [signingPublicKey(this.#seed)] };
  }

  close(day: string, leaves: readonly Hash[]): Closed {
    this.leaves.push(...leaves);
    const size = this.leaves.length;
    const { root } = this.#tree(size);
    const days = { day: day as Day, after: this.closings.at(-1)?.day ?? null };
    const text = formatCheckpoint({ origin: logName(this.#instance), size, root, days });
    const checkpoint = formatNote(signNote(text, logName(this.#instance), this.#seed));
    const closed = { day: day as Day, size, checkpoint };
    this.closings.push(closed);
    return closed;
  }

  /** @param which of the closings the proof is of, from 0; the one before is shown beside it */
  prove(hash: Hash, which: number): DayProof {
    const { size, checkpoint } = this.closings[which]!;
    const before = this.closings[which - 1];
    const { subtrees } = this.#tree(size);
    const index = this.leaves.findLastIndex((leaf, i) => i < size && equal(leaf, hash));
    const proof = formatLogProof({ index, path: inclusionPath(subtrees, index, size), checkpoint });
    const path: TreeHash[] = before === undefined ? [] : consistencyPath(subtrees, before.size, size);
    return { proof, before: before === undefined ? null : { checkpoint: before.checkpoint, path } };
  }

  #tree(size: number) {
    const tiles = new GrowingTiles(0, []);
    const whole: FilledTile[] = [];
    for (const leaf of this.leaves.slice(0, size)) whole.push(...tiles.add(leafHash(leaf)));
    const all = [...whole, ...tiles.last()];
    const read = ({ level, index }: { level: number; index: number }) =>
      all.find((tile) => tile.level === level && tile.index === index)?.hashes ?? new Uint8Array(0);
    return { root: tiles.root(), subtrees: subtreesIn(read) };
  }
}
