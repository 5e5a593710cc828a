/**
 * An entry that cannot be read takes with it what comes after, and nothing else (PROTOCOL §6): whoever wrote it, and whatever a
 * lying server makes of it.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { decoyEntry } from '../../crypto/decoy.ts';
import { BODY_SIZES, entryHash, parseEntry } from '../../crypto/header.ts';
import { typed, type EntryBytes } from '../../crypto/bytes.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { sealSlotSet } from '../../crypto/slots.ts';
import { createApi } from '../../client/calls/api.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { fromBase64url } from '../../crypto/base64url.ts';
import { appendEntry, readCase } from '../../server/api/officer.ts';
import { appendOwnEntry, readOwnCase } from '../../server/api/reporter.ts';
import { REPORT, SETUP } from '../stage/running.ts';
import { BASE, officerInside, reporterInside } from '../stage/inside.ts';
import {
  Enemy,
  hashOf,
  makeWorld,
  outcome,
  stamped,
  type Alter,
  type Wire,
  type World,
} from '../stage/lying-server.ts';
import { Spoiler, SPOILT, type Spoilt } from '../stage/spoiler.ts';
import { forgetKeyrings } from '../stage/forget-keyrings.ts';

let world: World;
let answered: Awaited<ReturnType<typeof answerCase>>;
beforeAll(async () => {
  world = await makeWorld();
  answered = await answerCase();
  await world.keep();
});
beforeEach(() => world.again());
afterAll(() => world.remove());

const quiet = () => undefined;
const KINDS = Object.keys(SPOILT) as Spoilt[];

/** A case with a reply and a note: entries 1 to 4 of the conversation, entry 1 of the notes. */
async function answerCase() {
  const reporter = await reporterInside(world.inside);
  const { words } = await reporter.send({ ...REPORT, text: 'A report to be spoilt.' }, quiet);
  const { id } = await reporter.open(words.join(' '));
  const officer = await officerInside(world.inside, world.recoveryWords);
  await officer.inbox.sync(quiet);
  await officer.cases.open(id);
  await officer.cases.reply(id, 'A reply.');
  await officer.cases.addNote(id, 'A note.');
  const before = await reporter.write('facts', 'More facts.');
  return { id, words: words.join(' '), before, spoiler: new Spoiler(world.officer, id) };
}

/** A page that says whether it sent any entry, through a server that may alter what is read of one case. */
function page(id: string, tricks: Partial<Record<string, Alter>> = {}) {
  const sent: string[] = [];
  const listen: Alter = (answer, asked) => {
    sent.push(asked['entry'] as string);
    return answer;
  };
  const ofCase = (alter: Alter | undefined): Alter => {
    return (answer, asked) =>
      alter === undefined || (asked['caseId'] ?? id) !== id || asked['chain'] === 'internal'
        ? answer
        : alter(structuredClone(answer), asked);
  };
  const enemy = new Enemy(world.inside.browser(), {
    [appendEntry.path]: listen,
    [appendOwnEntry.path]: listen,
    [readCase.path]: ofCase(tricks[readCase.path]),
    [readOwnCase.path]: ofCase(tricks[readOwnCase.path]),
  });
  return { enemy, sent, api: createApi(BASE, enemy.send) };
}

interface ChainWire extends Wire {
  entries: Wire[];
}

const bytesOf = (entry: Wire | undefined) => fromBase64url(entry!['bytes'] as string) as EntryBytes;

/** The same lie for the reporter and for officers. */
const both = (alter: (answer: ChainWire) => void): Partial<Record<string, Alter>> => {
  const lie: Alter = (answer) => {
    alter(answer as ChainWire);
    return answer;
  };
  return { [readCase.path]: lie, [readOwnCase.path]: lie };
};

/** The next key of the notes, made by the server and sealed to the officer. */
function ownSet(id: string): Uint8Array {
  const { instance, people } = world.directories[1];
  return sealSlotSet({
    instance,
    caseId: typed('CaseId', fromBase64url(id)!),
    audience: 'officers',
    epoch: 1,
    directory: hashOf(world.directories[1]),
    key: newCaseKey(),
    readers: [people[0]!.kem],
  });
}

/** Stamped junk that follows the last entry: one and the same each time. */
function inventing() {
  let invented: Wire | undefined;
  return (answer: ChainWire) => {
    const last = bytesOf(answer.entries.at(-1));
    const { caseId, chain } = parseEntry(last).header;
    const place = { caseId, chain, seq: answer.entries.length, previous: entryHash(last) };
    invented ??= stamped(world, decoyEntry(place, BODY_SIZES[0]));
    answer.entries.push(invented);
  };
}

describe.each(KINDS)('an entry %s', (what) => {
  test('leaves the conversation before it to be read by everybody, and ends it', async () => {
    const { id, words, before, spoiler } = answered;
    await spoiler.spoil(what);
    const by = SPOILT[what] ? { role: 'person', name: SETUP.officerName } : null;
    const day = new Date(world.inside.clock.now).toISOString().slice(0, 10);
    const isNewer = what === 'of a kind that there is not' || what === 'with a content of another kind';
    const unreadable = { number: 5, day, by, after: 0, isNewer };

    const own = page(id);
    const reporter = new ReporterSession(own.api);
    const view = await reporter.open(words);
    expect(view).toEqual({ ...before, unreadable });
    expect(await outcome(() => reporter.write('message', 'After it.'))).toMatchObject({ code: 'unreadable' });
    expect(own.sent).toEqual([]);

    const officerPage = page(id);
    const officer = await officerInside(world.inside, world.recoveryWords, officerPage.api);
    const listed = (await officer.inbox.sync(quiet)).find((one) => one.id === id);
    expect(listed).toMatchObject({
      trouble: 'unreadable',
      excerpt: 'A report to be spoilt.',
      identity: null,
    });
    const opened = await officer.cases.open(id);
    expect(opened).toMatchObject({ unreadable: { shared: unreadable, internal: null } });
    expect(opened.items).toEqual(before.items);
    expect(opened.notes).toHaveLength(1);
    expect((await officer.inbox.sync(quiet)).find((one) => one.id === id)?.unread).toBe(false);
    for (const act of [
      () => officer.cases.reply(id, 'After it.'),
      () => officer.cases.setStatus(id, 'closed', 'After it.'),
      () => officer.cases.addNote(id, 'After it.'),
      () => officer.cases.askIdentity(id, 'After it.'),
      () => officer.cases.grant(id, toBase64url(world.insider.id)),
      () => officer.cases.endAccess(id, toBase64url(world.insider.id)),
      () => officer.cases.recuse(id),
    ]) {
      expect(await outcome(act)).toEqual({ code: 'unreadable', shown: null });
    }
    expect(officerPage.sent).toEqual([]);
  });

  test('among the notes ends the notes, and nothing else', async () => {
    const { id, words, spoiler } = answered;
    await spoiler.spoil(what, 'internal');
    const officerPage = page(id);
    const officer = await officerInside(world.inside, world.recoveryWords, officerPage.api);
    const listed = (await officer.inbox.sync(quiet)).find((one) => one.id === id);
    expect(listed).toMatchObject({ trouble: null });
    const opened = await officer.cases.open(id);
    expect(opened.unreadable).toMatchObject({ shared: null, internal: { number: 2, after: 0 } });
    expect(opened.notes).toHaveLength(1);
    expect(await outcome(() => officer.cases.addNote(id, 'Another.'))).toMatchObject({ code: 'unreadable' });
    expect(officerPage.sent).toEqual([]);
    await officer.cases.reply(id, 'The conversation goes on.');
    const reporter = new ReporterSession(page(id).api);
    const view = await reporter.open(words);
    expect(view.unreadable).toBeNull();
    expect(view.items.at(-1)).toMatchObject({ text: 'The conversation goes on.' });
  });
});

test('an officer who opens such a case for the first time writes nothing, not even that', async () => {
  const reporter = await reporterInside(world.inside);
  const { words } = await reporter.send(REPORT, quiet);
  const { id } = await reporter.open(words.join(' '));
  await new Spoiler(world.officer, id).spoil('random bytes');
  const { api, sent } = page(id);
  const officer = await officerInside(world.inside, world.recoveryWords, api);
  await officer.inbox.sync(quiet);
  expect(await officer.cases.open(id)).toMatchObject({ text: REPORT.text, items: [] });
  expect(sent).toEqual([]);
});

test('the first note may be the one that cannot be read', async () => {
  const reporter = await reporterInside(world.inside);
  const { words } = await reporter.send(REPORT, quiet);
  const { id } = await reporter.open(words.join(' '));
  await new Spoiler(world.officer, id).spoil('random bytes', 'internal');
  const officer = await officerInside(world.inside, world.recoveryWords);
  await officer.inbox.sync(quiet);
  const opened = await officer.cases.open(id);
  expect(opened).toMatchObject({ unreadable: { shared: null, internal: { number: 1 } }, notes: [] });
  await expect(officer.cases.addNote(id, 'A note.')).rejects.toMatchObject({ code: 'unreadable' });
});

test('what comes after it is counted, not shown, though it could be opened', async () => {
  const { id, words, before, spoiler } = answered;
  await spoiler.spoil('random bytes');
  await spoiler.goOn('Nobody is to believe this.');
  const view = await new ReporterSession(page(id).api).open(words);
  expect(view.unreadable).toMatchObject({ number: 5, after: 1 });
  expect(view.items).toEqual(before.items);
});

describe('a server that lies', () => {
  test.each([
    ['takes it away', (answer: ChainWire) => answer.entries.splice(4, 1), 'broken-chain'],
    ['takes it and the end away', (answer: ChainWire) => answer.entries.splice(4), 'rolled-back'],
    ['takes the end away', (answer: ChainWire) => answer.entries.splice(5), 'rolled-back'],
    [
      'exchanges it',
      (answer: ChainWire) => {
        answer.entries.splice(4);
        inventing()(answer);
      },
      'rolled-back',
    ],
    [
      'exchanges the end',
      (answer: ChainWire) => {
        answer.entries.splice(5);
        inventing()(answer);
      },
      'broken-chain',
    ],
    [
      'does not stamp what comes after it',
      (answer: ChainWire) =>
        (answer.entries[5] = { ...answer.entries[5], stamp: answer.entries[4]!['stamp'] }),
      'bad-stamp',
    ],
  ] as const)('%s after it was seen, and is accused', async (_, alter, code) => {
    const { id, words, spoiler } = answered;
    await spoiler.spoil('random bytes');
    await spoiler.goOn('After it.');
    const own = page(id, both(alter));
    const officerPage = page(id, both(alter));
    own.enemy.active = officerPage.enemy.active = false;
    const reporter = new ReporterSession(own.api);
    expect(await reporter.open(words)).toMatchObject({ unreadable: { number: 5, after: 1 } });
    const officer = await officerInside(world.inside, world.recoveryWords, officerPage.api);
    await officer.inbox.sync(quiet);
    await officer.cases.open(id);
    own.enemy.active = officerPage.enemy.active = true;
    expect(await outcome(() => reporter.refresh())).toEqual({ code, shown: null });
    expect(await outcome(() => officer.cases.open(id))).toEqual({ code, shown: null });
    // Another day, with what the keyring remembers.
    const later = await officerInside(world.inside, world.recoveryWords, officerPage.api);
    await later.inbox.sync(quiet);
    expect(await outcome(() => later.cases.open(id))).toEqual({ code, shown: null });
  });

  test('and invents one gets nothing written upon it, and cannot go back', async () => {
    const { id, words, before } = answered;
    const invent = inventing();
    const own = page(id, both(invent));
    const officerPage = page(id, both(invent));
    const reporter = new ReporterSession(own.api);
    expect(await reporter.open(words)).toMatchObject({
      unreadable: { number: 5, by: null },
      items: before.items,
    });
    expect(await outcome(() => reporter.write('message', 'x'))).toMatchObject({ code: 'unreadable' });
    const officer = await officerInside(world.inside, world.recoveryWords, officerPage.api);
    await officer.inbox.sync(quiet);
    expect(await outcome(() => officer.cases.reply(id, 'x'))).toMatchObject({ code: 'unreadable' });
    expect([...own.sent, ...officerPage.sent]).toEqual([]);
    // Gone again, or something true in its place: either is told.
    own.enemy.active = officerPage.enemy.active = false;
    expect(await outcome(() => reporter.refresh())).toMatchObject({ code: 'rolled-back' });
    expect(await outcome(() => officer.cases.open(id))).toMatchObject({ code: 'rolled-back' });
    await new Spoiler(world.officer, id).goOn('What was really written.');
    expect(await outcome(() => reporter.refresh())).toMatchObject({ code: 'broken-chain' });
    expect(await outcome(() => officer.cases.open(id))).toMatchObject({ code: 'broken-chain' });
  });

  test('and invents one while a text is being sent has it refused as well', async () => {
    const { id, words } = answered;
    const own = page(id, both(inventing()));
    own.enemy.active = false;
    const reporter = new ReporterSession(own.api);
    await reporter.open(words);
    await new Spoiler(world.officer, id).goOn('Meanwhile.');
    own.enemy.active = true;
    // What was made for the end that was read is refused for another that came first, and is not made anew upon junk.
    expect(await outcome(() => reporter.write('message', 'x'))).toMatchObject({ code: 'unreadable' });
    expect(own.sent).toHaveLength(1);
    expect(parseEntry(fromBase64url(own.sent[0]!)!).header.seq).toBe(4);
  });

  test('and takes away a note that cannot be read, after it was seen, is accused', async () => {
    const { id, spoiler } = answered;
    await spoiler.spoil('random bytes', 'internal');
    const enemy = new Enemy(world.inside.browser(), {
      [readCase.path]: (answer, asked) =>
        asked['caseId'] === id && asked['chain'] === 'internal'
          ? { ...answer, entries: (answer as ChainWire).entries.slice(0, 1) }
          : answer,
    });
    enemy.active = false;
    const officer = await officerInside(world.inside, world.recoveryWords, createApi(BASE, enemy.send));
    await officer.inbox.sync(quiet);
    expect(await officer.cases.open(id)).toMatchObject({ unreadable: { internal: { number: 2 } } });
    enemy.active = true;
    expect(await outcome(() => officer.cases.open(id))).toEqual({ code: 'rolled-back', shown: null });
  });

  test('and slips in a key of its own behind a note that cannot be read has it used for nothing', async () => {
    const { id, spoiler } = answered;
    await spoiler.spoil('random bytes', 'internal');
    const slipped = toBase64url(ownSet(id));
    const granted: { slotSets: string[] }[] = [];
    const enemy = new Enemy(world.inside.browser(), {
      [readCase.path]: (answer, asked) =>
        asked['chain'] === 'internal' && asked['caseId'] === id
          ? { ...answer, slotSets: [...(answer['slotSets'] as string[]), slipped] }
          : answer,
      [appendEntry.path]: (answer, asked) => (granted.push(asked as never), answer),
    });
    const officer = await officerInside(world.inside, world.recoveryWords, createApi(BASE, enemy.send));
    await officer.inbox.sync(quiet);
    expect((await officer.cases.open(id)).unreadable).toMatchObject({
      shared: null,
      internal: { number: 2 },
    });
    expect(enemy.altered).toBeGreaterThan(0);
    await officer.cases.grant(id, toBase64url(world.insider.id));
    const epochs = granted.flatMap(({ slotSets }) =>
      slotSets.map((set) => parseSlotSet(fromBase64url(set)!).header),
    );
    expect(epochs.map(({ audience, epoch }) => [audience, epoch])).toEqual([
      ['shared', 0],
      ['officers', 0],
    ]);
  });

  test('and spoils the report has nothing shown', async () => {
    const { id, words } = answered;
    const spoilt = both((answer) => {
      const bytes = bytesOf(answer.entries[0]).slice() as EntryBytes;
      bytes[bytes.length - 1]! ^= 1;
      answer.entries = [stamped(world, bytes)];
    });
    await forgetKeyrings(world.inside.context);
    const reporter = new ReporterSession(page(id, spoilt).api);
    expect(await outcome(() => reporter.open(words))).toEqual({ code: 'tampered', shown: null });
    const officer = await officerInside(world.inside, world.recoveryWords, page(id, spoilt).api);
    await officer.inbox.sync(quiet);
    expect(await outcome(() => officer.cases.open(id))).toEqual({ code: 'tampered', shown: null });
  });
});
