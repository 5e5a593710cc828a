/** Somebody who read a case and reads it no more, with a server that helps: what is written afterwards stays shut. */
import { beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import {
  equal,
  typed,
  type CaseId,
  type CaseKey,
  type EntryBytes,
  type KemPublicKey,
  type SlotSetBytes,
} from '../../crypto/bytes.ts';
import { newCaseKey } from '../../crypto/case-key.ts';
import { openEntry, sealEntry } from '../../crypto/entry.ts';
import { AUDIENCE_OF, entryHash, NO_HASH, parseEntry, type Chain } from '../../crypto/header.ts';
import { openSlotSet, sealSlotSet } from '../../crypto/slots.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { encodeContent, type Content, type ContentKind, contentIf } from '../../client/case/kinds/table.ts';
import type { Api } from '../../client/calls/api.ts';
import { nameSet } from '../../client/case/kinds/named-set.ts';
import { findPerson, type KnownDirectory } from '../../client/directory/directory.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { appendEntry, readCase, readSlotSets } from '../../server/api/officer.ts';
import { readEntry, toBeStored } from '../../server/cases/writing.ts';
import * as cases from '../../db/cases.ts';
import { newestVersion } from '../../db/directories.ts';
import { addSlotSets } from '../../db/slot-sets.ts';
import { inTransaction } from '../../db/tables.ts';
import { admitColleague, COLLEAGUE } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import {
  apiOf,
  browserFetch,
  newOfficer,
  newReporter,
  REPORT,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { knownDirectory } from '../stage/inside.ts';
import { accessOf, officerAtWork, type OfficerAtWork } from '../stage/people.ts';
import { Enemy, type Wire } from '../stage/lying-server.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

const quiet = () => undefined;
const SECRET = 'What the former reader must not learn.';

let made: SetupResult;
let words: readonly string[];
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  const office = await makeOffice((first, own) => admitColleague(first, own));
  ({ made, database } = office);
  words = office.more.taken.recoveryWords;
});

let instance: Instance;
let known: KnownDirectory;
let officer: OfficerSession;
let former: OfficerAtWork;
let receipt: readonly string[];
/** The case, and what the colleague who is to leave it knows of it. */
let id: string;
let caseId: CaseId;
let oldKey: CaseKey;
let reporter: KemPublicKey;
let remaining: KemPublicKey;
/** A key of the colleague's own making. */
let trap: CaseKey;

beforeEach(async () => {
  instance = await startInstance({ database });
  known = await knownDirectory(apiOf(instance));
  receipt = (await (await newReporter(instance)).send(REPORT, quiet)).words;
  officer = await newOfficer(instance, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  id = listed!.id;
  caseId = typed('CaseId', fromBase64url(id)!);
  await officer.cases.open(id);
  former = await officerAtWork(apiOf(instance), words, COLLEAGUE.account);
  const { slotSets } = await former.api.call(readSlotSets, { cases: [{ caseId, shared: 0, officers: 0 }] });
  oldKey = slotSets.flatMap((set) => openSlotSet(set, former.keys.kemSeed) ?? [])[0]!.key;
  const [first] = await entriesOf('shared');
  ({ reporter } = contentIf('report', opened(first!, oldKey)!)!.sealing);
  remaining = known.directory.people.find((person) => !equal(person.id, former.person))!.kem;
  trap = newCaseKey();
});
afterEach(() => instance.stop());

const idOfRemaining = () => known.directory.people.find((person) => !equal(person.id, former.person))!.id;

async function entriesOf(chain: Chain): Promise<EntryBytes[]> {
  const entries = await cases.readChain(instance.context.db, caseId, chain, 0, 100);
  return entries.map(({ bytes }) => bytes);
}

function opened(bytes: EntryBytes, key: CaseKey) {
  try {
    return openEntry(bytes, key, (person) => findPerson(known.directory, person)?.signing);
  } catch {
    return null;
  }
}

function trapSet(audience: 'shared' | 'officers', epoch: number, key = trap): SlotSetBytes {
  const { directory, hash } = known;
  const { instance: listed } = directory;
  const readers = audience === 'shared' ? [reporter, remaining] : [remaining];
  return sealSlotSet({ instance: listed, caseId, audience, epoch, directory: hash, key, readers });
}

/** An entry of the former reader's at the end of a chain. */
async function entryBy<K extends ContentKind>(
  chain: Chain,
  epoch: number,
  key: CaseKey,
  kind: K,
  content: Content<K>,
): Promise<EntryBytes> {
  const last = (await entriesOf(chain)).at(-1);
  const place = last === undefined ? { seq: 0, previous: NO_HASH } : after(last);
  const author = { role: 'person', id: former.person } as const;
  const inside = { author, kind, content: encodeContent(kind, content) };
  const header = { caseId, chain, ...place, audience: AUDIENCE_OF[chain], epoch };
  return sealEntry({ ...header, ...inside }, key, former.keys.signingSeed);
}

function after(last: EntryBytes) {
  return { seq: parseEntry(last).header.seq + 1, previous: entryHash(last) };
}

/** By the server that does as it should. */
async function append(entry: EntryBytes, key: CaseKey, slotSets: SlotSetBytes[] = []): Promise<void> {
  await former.api.call(appendEntry, { ...accessOf(former, caseId, key, 'append'), entry, slotSets });
}

/** By whoever runs the server, straight into the database. */
async function insert(entry: EntryBytes, slotSets: readonly SlotSetBytes[]): Promise<void> {
  const { context } = instance;
  const record = await toBeStored(context, readEntry(entry));
  const { previous } = parseEntry(entry).header;
  const sets = slotSets.map((bytes) => ({ ...recordOf(bytes), day: today() }));
  const directory = (await newestVersion(context.db)) ?? null;
  const outcome = await cases.appendEntry(context.db, record, previous, { slotSets: sets, directory });
  expect(outcome.result).toBe('stored');
}

async function insertSet(bytes: SlotSetBytes): Promise<void> {
  await inTransaction(instance.context.db, async (transaction) => {
    await addSlotSets(transaction, [{ ...recordOf(bytes), day: today() }]);
    await transaction
      .updateTable('cases')
      .set((sets) => ({ slot_sets: sets('slot_sets', '+', 1) }))
      .where('id', '=', caseId)
      .execute();
  });
}

const today = () => new Date().toISOString().slice(0, 10);

function recordOf(bytes: SlotSetBytes) {
  const { audience, epoch } = parseSlotSet(bytes).header;
  return { caseId, audience, epoch, ordinal: 0, bytes };
}

/** Everything of the case that a key opens. */
async function readWith(key: CaseKey): Promise<string> {
  const all = [...(await entriesOf('shared')), ...(await entriesOf('internal'))];
  return all.map((bytes) => new TextDecoder().decode(opened(bytes, key)?.content)).join('\n');
}

/** Pages that come anew go on writing. @returns all that the former reader can read */
async function learntFrom(
  write: (again: OfficerSession) => Promise<unknown>,
  api: Api = apiOf(instance),
): Promise<string> {
  const again = await newOfficer(instance, made.recoveryWords, api);
  await again.inbox.sync(quiet);
  await write(again).catch(quiet);
  const back = await newReporter(instance);
  await back
    .open(receipt.join(' '))
    .then(() => back.write('facts', SECRET))
    .catch(quiet);
  return (await readWith(trap)) + (await readWith(oldKey));
}

/** What a reading answers, but for one slot set. */
function without(set: SlotSetBytes, answer: Wire): Wire {
  const hidden = toBase64url(set);
  if (!Array.isArray(answer['slotSets'])) return answer;
  return { ...answer, slotSets: (answer['slotSets'] as string[]).filter((one) => one !== hidden) };
}

/** The authority removes the colleague from the office. */
async function removeFormer(): Promise<void> {
  const authority = await newOfficer(instance, made.recoveryWords);
  const view = await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  const people = view.people.map((person) =>
    person.name === COLLEAGUE.name ? { ...person, state: 'removed' as const } : person,
  );
  await authority.office.publish({ ...draftOf(view), people });
}

test('a key of the conversation that a grant named in advance is used for nothing', async () => {
  const set = trapSet('shared', 2);
  const grant = { to: idOfRemaining(), slotSets: [nameSet(set)] };
  await append(await entryBy('shared', 0, oldKey, 'grant', grant), oldKey);
  await officer.cases.endAccess(id, toBase64url(former.person)).catch(quiet);
  await insertSet(set);
  expect(await learntFrom((again) => again.cases.reply(id, SECRET))).not.toContain(SECRET);
});

test('nor one that a grant gives out for the key there is, whose set the server keeps back', async () => {
  const set = trapSet('shared', 2);
  const slotSets = [{ ...nameSet(trapSet('shared', 0, oldKey)), hash: nameSet(set).hash }];
  await append(await entryBy('shared', 0, oldKey, 'grant', { to: idOfRemaining(), slotSets }), oldKey);
  await insertSet(set);
  const enemy = new Enemy(browserFetch(), { [readCase.path]: (answer) => without(set, answer) });
  const api = apiOf(instance, enemy.send);
  expect(await learntFrom((again) => again.cases.reply(id, SECRET), api)).not.toContain(SECRET);
});

describe('a key of the notes', () => {
  test('made by somebody who reads no more, after it was changed for the others, is used for nothing', async () => {
    await officer.cases.addNote(id, 'Before.');
    await officer.cases.endAccess(id, toBase64url(former.person));
    const { epoch } = parseEntry((await entriesOf('internal')).at(-1)!).header;
    expect(epoch).toBe(1);
    const set = trapSet('officers', epoch + 1);
    const content = { sealedTo: [idOfRemaining()], slotSet: nameSet(set), former: newCaseKey() };
    await insert(await entryBy('internal', epoch + 1, trap, 'rotation', content), [set]);
    expect(await learntFrom((again) => again.cases.addNote(id, SECRET))).not.toContain(SECRET);
    const again = await newOfficer(instance, made.recoveryWords);
    await again.inbox.sync(quiet);
    const { unreadable } = await again.cases.open(id);
    expect(unreadable.internal).toMatchObject({ by: { name: COLLEAGUE.name } });
  });

  test('is not begun by a rotation', async () => {
    await officer.cases.endAccess(id, toBase64url(former.person));
    const set = trapSet('officers', 0);
    const content = { sealedTo: [idOfRemaining()], slotSet: nameSet(set), former: newCaseKey() };
    await insert(await entryBy('internal', 0, trap, 'rotation', content), [set]);
    expect(await learntFrom((again) => again.cases.addNote(id, SECRET))).not.toContain(SECRET);
  });

  test('begun by somebody who reads no more is changed before anything is written under it', async () => {
    await officer.cases.endAccess(id, toBase64url(former.person));
    const set = trapSet('officers', 0);
    const note = { text: 'As if it were from before.', founding: nameSet(set) };
    await insert(await entryBy('internal', 0, trap, 'note', note), [set]);
    let notes: readonly unknown[] = [];
    const learnt = await learntFrom(async (again) => {
      ({ notes } = await again.cases.addNote(id, SECRET));
    });
    expect(learnt).not.toContain(SECRET);
    expect(notes).toMatchObject([{ text: note.text }, { text: SECRET }]);
    expect(parseEntry((await entriesOf('internal')).at(-1)!).header.epoch).toBe(1);
  });

  test.each([1, 2, 3])(
    'begun by somebody who reads no more, and brought up after %i readings, is not used either',
    async (readings) => {
      await officer.cases.endAccess(id, toBase64url(former.person));
      const set = trapSet('officers', 0);
      const note = { text: 'As if it were from before.', founding: nameSet(set) };
      await insert(await entryBy('internal', 0, trap, 'note', note), [set]);
      let left = readings;
      const enemy = new Enemy(browserFetch(), {
        [readSlotSets.path]: (answer) => without(set, answer),
        [readCase.path]: (answer, { chain }) =>
          chain === 'internal' && left-- > 0 ? { ...without(set, answer), entries: [] } : answer,
      });
      const api = apiOf(instance, enemy.send);
      expect(await learntFrom((again) => again.cases.addNote(id, SECRET), api)).not.toContain(SECRET);
      expect(enemy.altered).toBeGreaterThan(0);
    },
  );

  test('named by a later note, or by a grant, is used for nothing', async () => {
    await officer.cases.addNote(id, 'Before.');
    const { slotSets } = await former.api.call(readSlotSets, { cases: [{ caseId, shared: 0, officers: 0 }] });
    const notesKey = slotSets
      .flatMap((set) => openSlotSet(set, former.keys.kemSeed) ?? [])
      .find(({ header }) => header.audience === 'officers')!.key;
    const set = trapSet('officers', 2);
    const grant = { to: idOfRemaining(), slotSets: [nameSet(set)] };
    await append(await entryBy('shared', 0, oldKey, 'grant', grant), oldKey);
    await officer.cases.endAccess(id, toBase64url(former.person)).catch(quiet);
    await insertSet(set);
    expect(await learntFrom((again) => again.cases.addNote(id, SECRET))).not.toContain(SECRET);
    const other = trapSet('officers', 3);
    const note = { text: 'And this.', founding: nameSet(other) };
    await insert(await entryBy('internal', 0, notesKey, 'note', note), []).catch(quiet);
    await insertSet(other).catch(quiet);
    expect(await learntFrom((again) => again.cases.addNote(id, SECRET))).not.toContain(SECRET);
  });
});

describe('whoever stepped back by a key of their own', () => {
  const stepBack = async () => {
    const set = trapSet('shared', 1);
    const content = { sealedTo: [idOfRemaining()], slotSet: nameSet(set), former: oldKey };
    await append(await entryBy('shared', 1, trap, 'rotation', content), oldKey, [set]);
  };

  test('reads nothing that a colleague writes, who changes the key first', async () => {
    await stepBack();
    expect(await learntFrom((again) => again.cases.reply(id, SECRET))).not.toContain(SECRET);
    const seen = await (await newReporter(instance)).open(receipt.join(' '));
    expect(seen.items).toContainEqual(expect.objectContaining({ kind: 'message', text: SECRET }));
  });

  test('reads on no longer than until a colleague looks into the inbox', async () => {
    await stepBack();
    await officer.inbox.sync(quiet);
    expect(await officer.allCases.rotate(quiet)).toMatchObject({ changed: 1, failed: [] });
    // Once: the one who made the new key reads it.
    expect(await officer.allCases.rotate(quiet)).toMatchObject({ changed: 0 });
    expect(await learntFrom((again) => again.cases.reply(id, SECRET))).not.toContain(SECRET);
    expect((await officer.cases.open(id)).readers).toEqual([
      findPerson(known.directory, idOfRemaining())!.name,
    ]);
  });

  test('and was removed from the office afterwards reads nothing that follows', async () => {
    await stepBack();
    await removeFormer();
    const again = await newOfficer(instance, made.recoveryWords);
    await again.inbox.sync(quiet);
    expect(await again.allCases.rotate(quiet)).toMatchObject({ changed: 1 });
    expect(await learntFrom((next) => next.cases.reply(id, SECRET))).not.toContain(SECRET);
  });
});

test('whoever was removed from the office reads nothing that a colleague writes, who changes the key first', async () => {
  await officer.cases.addNote(id, 'Before.');
  await removeFormer();
  expect(await learntFrom((again) => again.cases.reply(id, SECRET))).not.toContain(SECRET);
  const [, first] = await entriesOf('shared');
  expect(opened(first!, oldKey)).not.toBeNull();
  expect(parseEntry((await entriesOf('shared')).at(-1)!).header.epoch).toBe(1);
});

test('a closed case changes its key as well, since its reporter may go on writing', async () => {
  await officer.cases.setStatus(id, 'closed', 'Done.');
  await removeFormer();
  const again = await newOfficer(instance, made.recoveryWords);
  await again.inbox.sync(quiet);
  expect(await again.allCases.rotate(quiet)).toMatchObject({ changed: 1 });
  expect(await learntFrom((next) => next.cases.reply(id, SECRET))).not.toContain(SECRET);
});
