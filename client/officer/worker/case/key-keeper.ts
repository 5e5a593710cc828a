/** Keeps the keys of cases with those who read them: changes them, and has nothing written under others. */
import type { PersonId } from '../../../../crypto/bytes.ts';
import { findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import type { CaseContext } from './context.ts';
import type { ReadCase } from './reader.ts';
import { isExposed, prepareRotation, staying } from './rotation.ts';
import type { CaseWriter, Prepared } from './writer.ts';
import type { KeyringCase } from '../keyring/case.ts';

/** How often the keys are changed before an entry, where somebody else changes them at the same time, before giving up. */
const TRIES = 3;

export class KeyKeeper {
  readonly #context: CaseContext;
  readonly #writer: CaseWriter;

  constructor(context: CaseContext, writer: CaseWriter) {
    this.#context = context;
    this.#writer = writer;
  }

  /** Writes under a key that nobody holds who reads no more: as the case was just read, it is changed first. */
  async append(
    kept: KeyringCase,
    wanted: string,
    prepare: (read: ReadCase) => Prepared | null,
  ): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      let exposed = false as boolean;
      await this.#writer.write(kept, wanted, (read) => {
        const prepared = prepare(read);
        const { directory } = this.#context.known;
        exposed = prepared !== null && this.#mayRotate && isExposed(directory, prepared.chain, read);
        return exposed ? null : prepared;
      });
      if (!exposed) return;
      await this.rotate(kept);
    }
    throw new Failure('conflict');
  }

  /**
   * Changes the keys of a case, so that only those of its readers who are still active, and not among
   * `without`, read on. Both audiences; each on record as the first entry under its new key.
   * @returns whether the notes' key could be changed too: nothing is written after a note that cannot be read, a new key as
   *   little as anything else
   */
  async rotate(kept: KeyringCase, without: readonly PersonId[] = []): Promise<boolean> {
    const changes = (['internal', 'shared'] as const).map((chain) => ({
      chain,
      wanted: JSON.stringify([[...kept.id], 'rotation', without.map((id) => [...id]), chain]),
    }));
    for (const { wanted } of changes) await this.#writer.finish(kept, wanted);
    let areNotesReadable = true;
    for (const { chain, wanted } of changes) {
      await this.#writer.write(kept, wanted, (read) => {
        areNotesReadable = read.unreadable.internal === null;
        if (read.unreadable[chain] !== null) return null;
        return prepareRotation(this.#context, kept, chain, without, read);
      });
    }
    kept.isHeldOutside = false;
    kept.readers = staying(this.#context.known.directory, kept.readers, without).map(({ id }) => id);
    this.#context.keyring.touch(kept);
    return areNotesReadable;
  }

  /**
   * Whether somebody holds the newest key of a case who has left the office, or the case. A closed one counts as well: its
   * reporter may go on writing.
   */
  isToRotate({ readers, isHeldOutside, summary }: KeyringCase): boolean {
    const { directory } = this.#context.known;
    const hasLeft = readers.some((id) => findPerson(directory, id)?.state !== 'active');
    return this.#mayRotate && summary !== null && (isHeldOutside || hasLeft);
  }

  /** Custodians write as far as they are asked, and change no keys. */
  get #mayRotate(): boolean {
    return findPerson(this.#context.known.directory, this.#context.person)?.role !== 'custodian';
  }
}
