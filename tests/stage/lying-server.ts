/** A server that lies: it passes requests on to an honest one, and alters what comes back. */
import * as z from 'zod/mini';
import { toBase64url } from '../../crypto/base64url.ts';
import { directoryHash, signDirectory } from '../../crypto/directory.ts';
import type { EntryBytes, Hash, KemPublicKey, SigningSeed } from '../../crypto/bytes.ts';
import { entryHash } from '../../crypto/header.ts';
import { newPersonId } from '../../crypto/person.ts';
import { dayOf, stamp, type Day } from '../../crypto/stamp.ts';
import { addDirectory } from '../../db/directories.ts';
import { inTransaction } from '../../db/tables.ts';
import { signedDirectory } from '../../server/api/anyone.ts';
import { formatDirectory, type Directory } from '../../server/api/directory.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';
import type { CaseView } from '../../client/case/fold/view.ts';
import { failureOf } from '../../client/calls/failure.ts';
import { openAuthoritySeed } from '../../client/officer/worker/account/account.ts';
import { REPORT } from './running.ts';
import {
  officerInside,
  reporterInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from './inside.ts';
import { knownDirectory } from './inside.ts';
import { accountAtWork, strangerKeys, type OfficerAtWork } from './people.ts';
import { keepRows } from './rewind.ts';

export type Wire = Record<string, unknown>;

/** What an answer becomes: another JSON, or another answer altogether. */
export type Alter = (answer: Wire, asked: Wire) => unknown;

/** Answers of these paths are altered, by an enemy that can be told to begin later. */
export class Enemy {
  readonly send: typeof fetch;
  active = true;
  /** How many answers came out other than they went in. */
  altered = 0;

  constructor(honest: typeof fetch, tricks: Partial<Record<string, Alter>>) {
    this.send = async (input, init) => {
      const response = await honest(input, init);
      const url = new URL(input instanceof Request ? input.url : input);
      const alter = tricks[url.pathname];
      if (!this.active || alter === undefined) return response;
      const text = await response.clone().text();
      const asked: Wire =
        typeof init?.body === 'string'
          ? (JSON.parse(init.body) as Wire)
          : Object.fromEntries(url.searchParams);
      const told = alter(JSON.parse(text) as Wire, asked);
      if (told instanceof Response) {
        this.altered++;
        return told;
      }
      const lie = JSON.stringify(told);
      if (lie === text) return response;
      this.altered++;
      return new Response(lie, { status: 200, headers: response.headers });
    };
  }
}

/** What somebody who was lied to got: what was shown, or the code they were told. */
export async function outcome(act: () => Promise<unknown>): Promise<{ code: string | null; shown: unknown }> {
  try {
    return { code: null, shown: await act() };
  } catch (error) {
    return { code: failureOf(error), shown: null };
  }
}

export interface World {
  readonly inside: Inside;
  /** Receipt words of two cases with a history each. */
  readonly words: readonly [string, string];
  readonly ids: readonly [string, string];
  readonly views: readonly [CaseView, CaseView];
  readonly recoveryWords: readonly string[];
  /** base64url of the authority's key, as on a poster. */
  readonly poster: string;
  readonly authority: SigningSeed;
  /** The two versions published. */
  readonly directories: readonly [Directory, Directory];
  readonly officer: OfficerAtWork;
  /** A person of the directory who reads no door, and whose keys the enemy has. */
  readonly insider: {
    readonly id: ReturnType<typeof newPersonId>;
    readonly keys: ReturnType<typeof strangerKeys>;
  };
  /** What is stored now is what `again` goes back to. */
  keep(): Promise<void>;
  /** Has all be stored as it was kept: an officer reads every case there is, and none that an earlier test left. */
  again(): Promise<void>;
  remove(): Promise<void>;
}

/** An office with two cases, each with a report, replies, notes and a status, and two versions of its directory. */
export async function makeWorld(): Promise<World> {
  const scratch = await scratchSqlite();
  const inside = await serveInside(scratch.db);
  let rewind = () => Promise.reject<void>(new Error('nothing was kept'));
  const made = await setUpInside(inside);
  const { officer, unlock, stored } = await accountAtWork(inside.api(), made.recoveryWords);
  const authority = openAuthoritySeed(unlock, stored);
  const first = await knownDirectory(inside.api());
  const insider = { id: newPersonId(), keys: strangerKeys() };
  const second: Directory = {
    ...first.directory,
    version: 2,
    previous: first.hash,
    people: [
      ...first.directory.people,
      {
        id: insider.id,
        name: 'Officer of no door',
        role: 'officer',
        kem: insider.keys.kemPublicKey,
        signing: insider.keys.signingPublicKey,
        state: 'active',
      },
    ],
  };
  const signed = signDirectory(authority, formatDirectory(second));
  await inTransaction(inside.db, (transaction) => addDirectory(transaction, { version: 2, ...signed }));
  const cases = [];
  for (const text of ['The first report.', 'The second report.']) {
    const reporter = await reporterInside(inside);
    const { words } = await reporter.send({ ...REPORT, text }, () => undefined);
    const phrase = words.join(' ');
    const { id } = await reporter.open(phrase);
    const session = await officerInside(inside, made.recoveryWords);
    await session.inbox.sync(() => undefined);
    await session.cases.open(id);
    await session.cases.reply(id, 'A reply.');
    await session.cases.addNote(id, 'A note.');
    await session.cases.setStatus(id, 'assessing', 'A reason.');
    cases.push({ id, phrase, view: await reporter.write('facts', 'More facts.') });
  }
  const [one, two] = cases as [(typeof cases)[0], (typeof cases)[0]];
  return {
    inside,
    words: [one.phrase, two.phrase],
    ids: [one.id, two.id],
    views: [one.view, two.view],
    recoveryWords: made.recoveryWords,
    poster: made.authority,
    authority,
    directories: [first.directory, second],
    officer,
    insider,
    keep: async () => {
      await writeDownKeyrings(inside.context);
      rewind = await keepRows(inside.db);
    },
    again: async () => {
      await writeDownKeyrings(inside.context);
      await rewind();
    },
    remove: () => scratch.remove(),
  };
}

export function signedWire(authority: SigningSeed, directory: Directory): Wire {
  return z.encode(signedDirectory, signDirectory(authority, formatDirectory(directory)));
}

/** Puts versions in the server's database, past what it would refuse to publish. */
export async function addVersions(world: World, directories: readonly Directory[]): Promise<void> {
  await inTransaction(world.inside.db, async (transaction) => {
    for (const directory of directories) {
      const signed = signDirectory(world.authority, formatDirectory(directory));
      await addDirectory(transaction, { version: directory.version, ...signed });
    }
  });
}

/** Takes a directory on to its next version. */
export function nextOf(directory: Directory, changes: Partial<Directory> = {}): Directory {
  return { ...directory, version: directory.version + 1, previous: hashOf(directory), ...changes };
}

export function hashOf(directory: Directory): Hash {
  return directoryHash(formatDirectory(directory));
}

/** A directory in which one person has other keys. */
export function withOtherKeys(directory: Directory, keys: { kem: KemPublicKey }): Directory {
  const people = directory.people.map((person, i) => (i === 0 ? { ...person, ...keys } : person));
  return { ...directory, people };
}

/** The server has the notary's key: it can stamp whatever it likes, for any day. */
export function stamped(world: World, bytes: EntryBytes, day: Day = dayOf(world.inside.clock.now)): Wire {
  const { id, notaries } = world.inside.context.instance;
  const given = stamp(notaries[0]!.stamper, id, entryHash(bytes), day);
  return { bytes: toBase64url(bytes), stamp: { day, signature: toBase64url(given.signature) } };
}
