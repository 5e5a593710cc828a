/** Every way a dishonest server was thought of, one row each: what it alters, and what its victim is told. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { concat, typed, type EntryBytes, type SigningSeed } from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { BODY_SIZES, entryHash, HEADER_LENGTH, parseEntry } from '../../crypto/header.ts';
import { decoyEntry, dummySlot } from '../../crypto/decoy.ts';
import { signerOf, signingPublicKey } from '../../crypto/signature.ts';
import { parseSlotSet, SLOT_LENGTH, SLOT_SET_HEADER_LENGTH, slotSetHash } from '../../crypto/slot-set.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { stamp, type Day } from '../../crypto/stamp.ts';
import { encodeContent } from '../../client/case/kinds/table.ts';
import type { FailureCode } from '../../client/calls/failure.ts';
import type { OpenCase } from '../../client/officer/worker/case/casework.ts';
import type { OwnView } from '../../client/reporter/worker/own-case.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { Failure } from '../../client/calls/failure.ts';
import { createApi, type Api } from '../../client/calls/api.ts';
import { getChallenge, readDirectory, readDirectoryVersion } from '../../server/api/anyone.ts';
import type { Directory } from '../../server/api/directory.ts';
import { readCase, readKeyring, startSignIn } from '../../server/api/officer.ts';
import { openCase, readOwnCase } from '../../server/api/reporter.ts';
import { REPORT } from '../stage/running.ts';
import { BASE, officerInside, reporterInside } from '../stage/inside.ts';
import { random, strangerKeys } from '../stage/people.ts';
import { forgetKeyrings } from '../stage/forget-keyrings.ts';
import {
  Enemy,
  hashOf,
  makeWorld,
  outcome,
  signedWire,
  stamped,
  withOtherKeys,
  type Alter,
  type Wire,
  type World,
} from '../stage/lying-server.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const quiet = () => undefined;

interface ChainWire extends Wire {
  slotSets: string[];
  entries: { bytes: string; stamp: { day: string; signature: string } }[];
  more: boolean;
}

/** Who is lied to, and when the lies begin. */
const VICTIMS = {
  /** Sees the page for the first time, with a poster's link, and sends a report. */
  newcomer: async (api: Api) => {
    const session = new ReporterSession(api);
    await session.checkDirectory(await api.call(readDirectory, {}), world.poster);
    return session.send(REPORT, quiet);
  },
  /** Comes back with the words, on another device. */
  returning: (api: Api) => new ReporterSession(api).open(world.words[0]),
  /** Had the case open when the lies began. */
  reading: async (api: Api, enemy: Enemy) => {
    enemy.active = false;
    const session = new ReporterSession(api);
    await session.open(world.words[0]);
    enemy.active = true;
    return session.refresh();
  },
  /** Signs in for the first time. */
  'new officer': (api: Api) => readAsOfficer(api),
  /** Has worked here, locked, and signs in again. */
  officer: async (api: Api, enemy: Enemy) => {
    enemy.active = false;
    await readAsOfficer(api);
    enemy.active = true;
    return readAsOfficer(api);
  },
  /** Is signed in and has read the case when the lies begin. */
  'officer at work': async (api: Api, enemy: Enemy) => {
    enemy.active = false;
    const session = await officerInside(world.inside, world.recoveryWords, api);
    await openFirst(session);
    enemy.active = true;
    return openFirst(session);
  },
} satisfies Record<string, (api: Api, enemy: Enemy) => Promise<unknown>>;

async function readAsOfficer(api: Api): Promise<unknown> {
  return openFirst(await officerInside(world.inside, world.recoveryWords, api));
}

async function openFirst(session: OfficerSession): Promise<unknown> {
  const inbox = await session.inbox.sync(quiet);
  const listed = inbox.find(({ id }) => id === world.ids[0]);
  if (listed === undefined) throw new Failure('not-found');
  const opened = await session.cases.open(listed.id);
  if (listed.trouble !== null && listed.trouble !== 'unreadable')
    throw new Failure(listed.trouble as FailureCode);
  return opened;
}

interface Trick {
  readonly name: string;
  readonly victims: readonly (keyof typeof VICTIMS)[];
  readonly lies: () => Partial<Record<string, Alter>>;
  readonly code: Told | Partial<Record<keyof typeof VICTIMS, Told>>;
}

/** What a victim is told: why nothing is shown, or from which entry of which chain on nothing is. */
type Told = FailureCode | Cut;
interface Cut {
  readonly chain: 'shared' | 'internal';
  readonly number: number;
  readonly by: string | null;
}

const cutAt = (number: number, chain: Cut['chain'] = 'shared', by: string | null = null): Cut => ({
  chain,
  number,
  by,
});

/** What a page says of the first entry that cannot be read. */
function cutIn(shown: OwnView | OpenCase): Cut | null {
  const { unreadable } = shown;
  if (unreadable === null) return null;
  const found: OpenCase['unreadable'] =
    'number' in unreadable ? { shared: unreadable, internal: null } : unreadable;
  for (const chain of ['shared', 'internal'] as const) {
    const one = found[chain];
    if (one === null) continue;
    return cutAt(one.number, chain, one.by?.role === 'person' ? one.by.name : (one.by?.role ?? null));
  }
  return null;
}

const READERS = ['returning', 'reading', 'new officer', 'officer', 'officer at work'] as const;
const OFFICERS = ['new officer', 'officer', 'officer at work'] as const;
/** Whoever reads the case again does not ask for the directory again. */
const EVERYONE = ['newcomer', 'returning', ...OFFICERS] as const;

/** Alters the shared chain wherever it is read. */
const onChain = (alter: (answer: ChainWire) => unknown) => (): Partial<Record<string, Alter>> => ({
  [readOwnCase.path]: (answer) => alter(structuredClone(answer) as ChainWire),
  [readCase.path]: (answer, asked) =>
    isFirst(asked, 'shared') ? alter(structuredClone(answer) as ChainWire) : answer,
});

/** Only one case is lied about: the others are what an inbox goes on with. */
const isFirst = (asked: Wire, chain: string) => asked['chain'] === chain && asked['caseId'] === world.ids[0];

const onInternal = (alter: (answer: ChainWire) => unknown) => (): Partial<Record<string, Alter>> => ({
  [readCase.path]: (answer, asked) =>
    isFirst(asked, 'internal') ? alter(structuredClone(answer) as ChainWire) : answer,
});

/** A server that means to be believed shows the same lie every time. */
const always = (alter: (answer: ChainWire) => unknown) => {
  const told = new Map<string, unknown>();
  return (answer: ChainWire): unknown => {
    const asked = JSON.stringify(answer);
    if (!told.has(asked)) told.set(asked, alter(answer));
    return structuredClone(told.get(asked));
  };
};

const onEntry =
  (at: number, change: (bytes: Uint8Array) => void, again = false) =>
  (answer: ChainWire): ChainWire => {
    const bytes = bytesAt(answer, at);
    change(bytes);
    if (again) answer.entries[at] = stamped(world, bytes) as ChainWire['entries'][0];
    else answer.entries[at]!.bytes = toBase64url(bytes);
    return answer;
  };

const flip = (offset: number) => (bytes: Uint8Array) => {
  bytes[offset]! ^= 1;
};

/** Where fields of an entry's header begin (PROTOCOL §6). */
const AT = { suite: 0, caseId: 1, chain: 17, seq: 21, previous: 22, audience: 54, epoch: 58, nonce: 59 };

function bytesAt(answer: ChainWire, at: number): EntryBytes {
  return new Uint8Array(fromBase64url(answer.entries[at]!.bytes)!) as EntryBytes;
}

const onSet =
  (change: (set: Uint8Array) => Uint8Array) =>
  (answer: ChainWire): ChainWire => ({
    ...answer,
    slotSets: answer.slotSets.map((set) => toBase64url(change(fromBase64url(set)!))),
  });

/** The other case's answer to whoever reads: recorded from an honest reading. */
let otherCase: { own: ChainWire; officer: ChainWire };
let older: { challenge: Wire };
const enemySeed = () => typed('SigningSeed', new Uint8Array(32).fill(7)) as SigningSeed;

beforeAll(async () => {
  const heard: Record<string, Wire> = {};
  const listen =
    (name: string): Alter =>
    (answer) =>
      (heard[name] = answer);
  const spy = new Enemy(world.inside.browser(), {
    [readOwnCase.path]: listen('own'),
    [readCase.path]: (answer, asked) => (asked['chain'] === 'shared' ? (heard['officer'] = answer) : answer),
    [getChallenge.path]: listen('challenge'),
  });
  const api = createApi(BASE, spy.send);
  await new ReporterSession(api).open(world.words[1]);
  const officer = await officerInside(world.inside, world.recoveryWords, api);
  await officer.cases.open(world.ids[1]);
  // A challenge that was spent.
  await (await reporterInside(world.inside, api)).send(REPORT, quiet);
  otherCase = { own: heard['own'] as ChainWire, officer: heard['officer'] as ChainWire };
  older = { challenge: heard['challenge']! };
  // Before the victim's own work: every officer begins without a keyring.
  await forgetKeyrings(world.inside.context);
  await world.keep();
});

beforeEach(() => world.again());

/** Answers with a directory of the enemy's making, as the newest and as each version after the first two. */
const directory = (make: () => Wire): Partial<Record<string, Alter>> => ({
  [readDirectory.path]: () => make(),
  [readDirectoryVersion.path]: (answer) => ('error' in answer ? make() : answer),
});

const v1 = () => world.directories[0];
const v2 = () => world.directories[1];
const follow = (changes: Partial<Directory>): Directory => ({
  ...v2(),
  version: 3,
  previous: hashOf(v2()),
  ...changes,
});

/** A set the enemy sealed to the officer, whose public key everyone has. */
function enemySet(audience: 'shared' | 'officers', epoch: number, caseId = world.ids[0]): string {
  const set = sealSlotSet({
    instance: v2().instance,
    caseId: typed('CaseId', fromBase64url(caseId)!),
    audience,
    epoch,
    directory: hashOf(v2()),
    key: newCaseKey(),
    readers: [v2().people[0]!.kem],
  });
  return toBase64url(set);
}

const html = () =>
  new Response('<!doctype html><title>Welcome</title>', { headers: { 'content-type': 'text/html' } });

/** Another last entry, that follows and is stamped: whoever saw the true one knows; anybody else sees that one is missing. */
const OTHER_LAST: Trick['code'] = {
  returning: cutAt(5),
  reading: 'broken-chain',
  'new officer': cutAt(5),
  officer: 'broken-chain',
  'officer at work': 'broken-chain',
};

const TRICKS: readonly Trick[] = [
  // The directory.
  {
    name: 'an officer’s key swapped in the directory, unsigned',
    victims: EVERYONE,
    lies: () =>
      directory(() => ({
        ...signedWire(world.authority, v2()),
        text: signedWire(world.authority, withOtherKeys(v2(), { kem: strangerKeys().kemPublicKey }))['text'],
      })),
    code: 'wrong-authority',
  },
  {
    name: 'an officer’s key swapped, and signed by an authority of the enemy’s own',
    victims: EVERYONE,
    lies: () => {
      // The same at each reading: two of one version would be told for being two.
      const forged = withOtherKeys(v2(), { kem: strangerKeys().kemPublicKey });
      const authority = signingPublicKey(enemySeed());
      const signed = signedWire(enemySeed(), { ...forged, authority });
      return directory(() => signed);
    },
    code: {
      newcomer: 'wrong-authority',
      returning: 'wrong-authority',
      'new officer': 'wrong-authority',
      officer: 'wrong-authority',
      'officer at work': 'wrong-authority',
    },
  },
  {
    name: 'the directory altered after it was signed',
    victims: EVERYONE,
    lies: () =>
      directory(() => {
        const signed = signedWire(world.authority, v2());
        return { ...signed, text: (signed['text'] as string).replace('Integrity', 'Impunity') };
      }),
    code: 'wrong-authority',
  },
  {
    name: 'another person’s keys swapped by another authority, the victim’s own left alone',
    victims: EVERYONE,
    lies: () =>
      directory(() => signedWire(enemySeed(), { ...v2(), authority: signingPublicKey(enemySeed()) })),
    code: 'wrong-authority',
  },
  {
    name: 'another authority’s directory, and the keyring that remembers the right one kept back',
    victims: ['new officer', 'officer'],
    lies: () => ({
      ...directory(() => signedWire(enemySeed(), { ...v2(), authority: signingPublicKey(enemySeed()) })),
      [readKeyring.path]: () => ({ pages: [] }),
    }),
    code: 'wrong-authority',
  },
  {
    name: 'a notary of the enemy’s own, by another authority',
    victims: ['newcomer', 'returning', 'officer'],
    lies: () =>
      directory(() => {
        const authority = signingPublicKey(enemySeed());
        return signedWire(enemySeed(), { ...v2(), notary: authority, authority });
      }),
    code: { newcomer: 'wrong-authority', returning: 'wrong-authority', officer: 'wrong-authority' },
  },
  {
    name: 'an older version of the directory',
    victims: ['returning', 'officer', 'officer at work'],
    lies: () => directory(() => signedWire(world.authority, v1())),
    code: 'rolled-back',
  },
  {
    name: 'a fork: the same version with another content, signed by the authority',
    victims: ['returning', 'officer', 'officer at work'],
    lies: () => directory(() => signedWire(world.authority, { ...v2(), name: { en: 'Another office' } })),
    code: 'rolled-back',
  },
  {
    name: 'a next version that follows another one than was seen',
    victims: ['officer', 'officer at work'],
    lies: () => directory(() => signedWire(world.authority, follow({ previous: hashOf(v1()) }))),
    code: 'broken-chain',
  },
  {
    name: 'a version skipped',
    victims: ['officer', 'officer at work'],
    lies: () => directory(() => signedWire(world.authority, follow({ version: 4 }))),
    code: 'broken-chain',
  },
  {
    name: 'a text that is no directory',
    victims: EVERYONE,
    lies: () => directory(() => ({ ...signedWire(world.authority, v2()), text: '{}' })),
    code: 'malformed',
  },

  // Entries.
  ...(
    [
      ['an entry in the middle dropped', (a) => a.entries.splice(2, 1), 'broken-chain'],
      ['the report dropped', (a) => a.entries.shift(), 'broken-chain'],
      ['two entries exchanged', (a) => a.entries.splice(1, 2, a.entries[2]!, a.entries[1]!), 'broken-chain'],
      ['an entry replayed', (a) => a.entries.push(a.entries.at(-1)!), 'broken-chain'],
      ['an entry replaced by one before it', (a) => (a.entries[3] = a.entries[2]!), 'broken-chain'],
      ['an entry of another case put in', (a) => (a.entries[2] = otherCase.own.entries[2]!), 'wrong-case'],
      ['an entry of another case added', (a) => a.entries.push(otherCase.own.entries[3]!), 'wrong-case'],
      ['every entry of another case', (a) => (a.entries = otherCase.own.entries), 'wrong-case'],
    ] as [string, (answer: ChainWire) => void, FailureCode][]
  ).map(([name, change, code]): Trick => ({
    name,
    victims: READERS,
    lies: onChain((answer) => {
      change(answer);
      return answer;
    }),
    code,
  })),
  ...(
    [
      ['suite', AT.suite, 'malformed', 'malformed'],
      ['case', AT.caseId, 'wrong-case', 'wrong-case'],
      ['seq', AT.seq, 'broken-chain', 'broken-chain'],
      ['previous hash', AT.previous, 'broken-chain', 'broken-chain'],
      ['audience', AT.audience, 'malformed', 'malformed'],
      ['epoch', AT.epoch, 'bad-stamp', OTHER_LAST],
      ['nonce', AT.nonce, 'bad-stamp', OTHER_LAST],
      ['ciphertext', HEADER_LENGTH + 1000, 'bad-stamp', OTHER_LAST],
      ['tag', HEADER_LENGTH + 16 * 1024 + 15, 'bad-stamp', OTHER_LAST],
    ] as [string, number, FailureCode, Trick['code']][]
  ).flatMap(([field, offset, code, restamped]): Trick[] => [
    {
      name: `a bit of an entry’s ${field} flipped`,
      victims: READERS,
      lies: onChain((answer) => onEntry(2, flip(offset))(answer)),
      code,
    },
    {
      name: `a bit of an entry’s ${field} flipped, and the entry stamped anew`,
      victims: READERS,
      lies: onChain((answer) => onEntry(answer.entries.length - 1, flip(offset), true)(answer)),
      code: restamped,
    },
  ]),
  {
    name: 'an entry invented, in the right place and stamped',
    victims: READERS,
    lies: onChain(
      always((answer) => {
        const last = bytesAt(answer, answer.entries.length - 1);
        const { header } = parseEntry(last);
        const entry = sealEntry(
          {
            ...header,
            seq: header.seq + 1,
            previous: entryHash(last),
            author: { role: 'person', id: v2().people[0]!.id },
            kind: 'message',
            content: encodeContent('message', { text: 'Tell me who you are.' }),
          },
          newCaseKey(),
          enemySeed(),
        );
        answer.entries.push(stamped(world, entry) as ChainWire['entries'][0]);
        return answer;
      }),
    ),
    code: cutAt(6),
  },
  {
    name: 'an entry invented, and another each time',
    victims: READERS,
    lies: onChain((answer) => {
      const last = bytesAt(answer, answer.entries.length - 1);
      const junk = decoyEntry(
        { ...parseEntry(last).header, seq: answer.entries.length, previous: entryHash(last) },
        BODY_SIZES[0],
      );
      answer.entries.push(stamped(world, junk) as ChainWire['entries'][0]);
      return answer;
    }),
    code: 'broken-chain',
  },
  {
    name: 'the last entries withheld from somebody who saw them',
    victims: ['reading', 'officer', 'officer at work'],
    lies: onChain((answer) => ({ ...answer, entries: answer.entries.slice(0, -2) })),
    code: 'rolled-back',
  },
  {
    name: 'every entry withheld',
    victims: READERS,
    lies: onChain((answer) => ({ ...answer, entries: [] })),
    code: {
      returning: 'malformed',
      reading: 'rolled-back',
      'new officer': 'malformed',
      officer: 'rolled-back',
      'officer at work': 'rolled-back',
    },
  },
  {
    name: 'answers that never end',
    victims: READERS,
    lies: onChain((answer) => {
      const entries = answer.entries.length > 0 ? answer.entries : otherCase.own.entries;
      return { ...answer, more: true, entries: Array.from({ length: 60 }, () => entries[0]!) };
    }),
    code: 'bad-answer',
  },

  // Internal entries.
  {
    name: 'notes withheld from somebody who saw them',
    victims: ['officer', 'officer at work'],
    lies: onInternal((answer) => ({ ...answer, entries: [], slotSets: [] })),
    code: 'rolled-back',
  },
  {
    name: 'a bit of a note flipped, and the note stamped anew',
    victims: OFFICERS,
    lies: onInternal((answer) => onEntry(0, flip(HEADER_LENGTH + 5), true)(answer)),
    code: {
      'new officer': cutAt(1, 'internal'),
      officer: 'broken-chain',
      'officer at work': 'broken-chain',
    },
  },
  {
    name: 'the shared chain in place of the notes',
    victims: OFFICERS,
    lies: onInternal((answer) => ({ ...answer, entries: otherCase.officer.entries })),
    code: 'wrong-case',
  },
  {
    name: 'a key for notes that the server has too',
    victims: OFFICERS,
    lies: onInternal((answer) => ({ ...answer, slotSets: [...answer.slotSets, enemySet('officers', 1)] })),
    code: 'tampered',
  },
  {
    name: 'notes by somebody who cannot read the case, under a key of their own',
    victims: OFFICERS,
    lies: onInternal(
      always((answer) => {
        const key = newCaseKey();
        const caseId = typed('CaseId', fromBase64url(world.ids[0])!);
        const set = sealSlotSet({
          instance: v2().instance,
          caseId,
          audience: 'officers',
          epoch: 1,
          directory: hashOf(v2()),
          key,
          readers: [v2().people[0]!.kem, world.insider.keys.kemPublicKey],
        });
        const { header } = parseSlotSet(set);
        const last = bytesAt(answer, answer.entries.length - 1);
        const entry = sealEntry(
          {
            caseId,
            chain: 'internal',
            seq: answer.entries.length,
            previous: entryHash(last),
            audience: 'officers',
            epoch: 1,
            author: { role: 'person', id: world.insider.id },
            kind: 'rotation',
            content: encodeContent('rotation', {
              sealedTo: [v2().people[0]!.id, world.insider.id],
              slotSet: {
                audience: 'officers',
                epoch: 1,
                hash: slotSetHash(set),
                commitment: header.commitment,
              },
              former: newCaseKey(),
            }),
          },
          key,
          world.insider.keys.signingSeed,
        );
        return {
          ...answer,
          slotSets: [...answer.slotSets, toBase64url(set)],
          entries: [...answer.entries, stamped(world, entry)],
        };
      }),
    ),
    code: cutAt(2, 'internal', 'Officer of no door'),
  },

  // Stamps.
  {
    name: 'a stamp by another key',
    victims: READERS,
    lies: onChain((answer) => {
      const hash = entryHash(bytesAt(answer, 1));
      const given = stamp(signerOf(enemySeed()), v2().instance, hash, answer.entries[1]!.stamp.day as Day);
      answer.entries[1]!.stamp.signature = toBase64url(given.signature);
      return answer;
    }),
    code: 'bad-stamp',
  },
  {
    name: 'a stamp of another day',
    victims: READERS,
    lies: onChain((answer) => {
      answer.entries[1]!.stamp.day = '2036-03-03';
      return answer;
    }),
    code: 'bad-stamp',
  },
  {
    name: 'the stamp of a report by another key',
    victims: ['newcomer'],
    lies: () => ({
      [openCase.path]: (answer) => ({ ...answer, signature: toBase64url(random('Signature', 64)) }),
    }),
    code: 'bad-stamp',
  },
  {
    name: 'the stamp of a report for another day',
    victims: ['newcomer'],
    lies: () => ({ [openCase.path]: (answer) => ({ ...answer, day: '2036-03-05' }) }),
    code: 'bad-stamp',
  },

  // Slot sets.
  ...(
    [
      ['one slot added', (set) => concat(set, dummySlot()), 'malformed'],
      [
        'as many slots added as there may be',
        (set) => concat(set, ...Array.from({ length: 8 }, dummySlot)),
        'tampered',
      ],
      [
        'a foreign slot in place of another',
        (set) => {
          const foreign = parseSlotSet(fromBase64url(enemySet('shared', 0))!).slots[0]!;
          return withSlot(set, foreign);
        },
        'tampered',
      ],
      [
        'all slots replaced',
        (set) => concat(set.slice(0, SLOT_SET_HEADER_LENGTH), ...Array.from({ length: 8 }, dummySlot)),
        'tampered',
      ],
    ] as [string, (set: Uint8Array) => Uint8Array, FailureCode][]
  ).map(([name, change, code]): Trick => ({
    name: `slot set: ${name}`,
    victims: READERS,
    lies: onChain(onSet(change)),
    code,
  })),
  {
    name: 'slot set: a bit of the commitment flipped',
    victims: ['returning', 'reading'],
    lies: onChain(onSet((set) => (flip(1 + 16 + 16 + 1 + 4 + 32)(set), set))),
    code: 'tampered',
  },
  {
    name: 'slot set: another case’s',
    victims: READERS,
    lies: onChain((answer) => ({ ...answer, slotSets: otherCase.own.slotSets })),
    code: 'tampered',
  },
  {
    name: 'slot set: none',
    victims: ['returning', 'reading'],
    lies: onChain((answer) => ({ ...answer, slotSets: [] })),
    code: 'tampered',
  },
  {
    name: 'slot set: one more, with a key that the server has too',
    victims: OFFICERS,
    lies: onChain((answer) => ({ ...answer, slotSets: [...answer.slotSets, enemySet('shared', 1)] })),
    code: 'tampered',
  },
  {
    name: 'another case’s whole answer',
    victims: READERS,
    lies: () => ({
      [readOwnCase.path]: () => otherCase.own,
      [readCase.path]: (answer, asked) => (isFirst(asked, 'shared') ? otherCase.officer : answer),
    }),
    code: {
      returning: 'tampered',
      reading: 'tampered',
      'new officer': 'wrong-case',
      officer: 'wrong-case',
      'officer at work': 'wrong-case',
    },
  },

  // Challenges.
  {
    name: 'a challenge that was used before',
    victims: ['newcomer'],
    lies: () => ({ [getChallenge.path]: () => older.challenge }),
    code: 'work-refused',
  },
  {
    name: 'another salt than the account’s',
    victims: ['officer'],
    lies: () => ({ [startSignIn.path]: (answer) => ({ ...answer, challenge: '1.x' }) }),
    code: 'signed-out',
  },

  // No answer that the contract knows.
  ...(
    [
      ['cut short', (answer) => new Response(JSON.stringify(answer).slice(0, -5)), 'bad-answer'],
      ['HTML', html, 'bad-answer'],
      ['empty', () => new Response(null), 'bad-answer'],
      ['an array', () => [], 'bad-answer'],
      ['null', () => null, 'bad-answer'],
      ['one field too many', (answer) => ({ ...answer, also: 1 }), 'bad-answer'],
      ['an error nobody knows', () => Response.json({ error: 'toString' }, { status: 400 }), 'bad-answer'],
      ['an error without a code', () => Response.json({}, { status: 500 }), 'bad-answer'],
    ] as [string, (answer: Wire) => unknown, FailureCode][]
  ).flatMap(([name, lie, code]): Trick[] => [
    {
      name: `an answer that is ${name}: the directory`,
      victims: EVERYONE,
      lies: () => ({ [readDirectory.path]: lie }),
      code,
    },
    {
      name: `an answer that is ${name}: the case`,
      victims: ['returning', 'reading'],
      lies: () => ({ [readOwnCase.path]: lie }),
      code,
    },
    {
      name: `an answer that is ${name}: the report’s stamp`,
      victims: ['newcomer'],
      lies: () => ({ [openCase.path]: lie }),
      code,
    },
  ]),
];

function withSlot(set: Uint8Array, slot: Uint8Array): Uint8Array {
  const changed = new Uint8Array(set);
  changed.set(slot, SLOT_SET_HEADER_LENGTH + 3 * SLOT_LENGTH);
  return changed;
}

describe('an honest server', () => {
  test.each(Object.keys(VICTIMS) as (keyof typeof VICTIMS)[])('serves the %s', async (victim) => {
    const enemy = new Enemy(world.inside.browser(), {});
    const { code, shown } = await outcome(() => VICTIMS[victim](createApi(BASE, enemy.send), enemy));
    expect(code).toBeNull();
    expect(shown).not.toBeNull();
    expect(enemy.altered).toBe(0);
  });
});

const keptIn = (shown: OwnView | OpenCase) => ({
  items: shown.items,
  notes: 'notes' in shown ? shown.notes.length : 1,
});

/** Of the one note and the whole conversation, what came before: it is as it was, and nothing else is there. */
const keptBefore = ({ chain, number }: Cut) => ({
  items: world.views[0].items.slice(0, chain === 'shared' ? number - 2 : undefined),
  notes: chain === 'shared' ? 1 : number - 1,
});

describe.each(TRICKS)('$name', ({ victims, lies, code }) => {
  test.each(victims)('is refused by the %s', async (victim) => {
    const enemy = new Enemy(world.inside.browser(), lies());
    const found = await outcome(() => VICTIMS[victim](createApi(BASE, enemy.send), enemy));
    expect(enemy.altered).toBeGreaterThan(0);
    const expected = typeof code === 'string' || 'number' in code ? code : code[victim]!;
    const told =
      typeof expected === 'string'
        ? { code: expected, shown: null }
        : { code: null, shown: { cut: expected, ...keptBefore(expected) } };
    const shown = found.shown as OwnView | OpenCase | null;
    expect({ code: found.code, shown: shown && { cut: cutIn(shown), ...keptIn(shown) } }).toEqual(told);
  });
});
