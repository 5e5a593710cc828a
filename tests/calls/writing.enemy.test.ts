/** Lies told to those who write, and reports made to harm: what must not be sent, and what must go on working. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import {
  concat,
  text,
  typed,
  utf8,
  type CaseKey,
  type ClaimBlind,
  type SlotSetBytes,
} from '../../crypto/bytes.ts';
import { identityKey, newCaseKey } from '../../crypto/case-key.ts';
import { dummySlot } from '../../crypto/decoy.ts';
import { claimBlind, claimOf } from '../../crypto/claim.ts';
import { openEntry, sealEntry } from '../../crypto/entry.ts';
import { frame } from '../../crypto/frame.ts';
import { keyedHash } from '../../crypto/hash.ts';
import { NO_HASH } from '../../crypto/header.ts';
import { newEntropy, reporterKeys } from '../../crypto/receipt.ts';
import { parseSlotSet } from '../../crypto/slot-set.ts';
import { openSlotSet, sealSlotSet } from '../../crypto/slots.ts';
import { sodium } from '../../crypto/sodium.ts';
import { createApi } from '../../client/calls/api.ts';
import { encodeContent, type Content } from '../../client/case/kinds/table.ts';
import { sealIdentity } from '../../client/case/kinds/identity-box.ts';
import { nameSet } from '../../client/case/kinds/named-set.ts';
import { failureOf } from '../../client/calls/failure.ts';
import { getChallenge, readDirectory } from '../../server/api/anyone.ts';
import { appendEntry, readCase, readFeed, readSlotSets } from '../../server/api/officer.ts';
import { appendOwnEntry, openCase } from '../../server/api/reporter.ts';
import { REPORT } from '../stage/running.ts';
import { BASE, knownDirectory, officerInside, reporterInside } from '../stage/inside.ts';
import { freshWork } from '../stage/people.ts';
import { Enemy, hashOf, makeWorld, outcome, type Alter, type World } from '../stage/lying-server.ts';
import { forgetKeyrings } from '../stage/forget-keyrings.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());
beforeEach(async () => {
  await forgetKeyrings(world.inside.context);
});

const quiet = () => undefined;

/** A set for the officer's public key, holding a key that the enemy keeps. */
function enemySet(key: CaseKey, audience: 'shared' | 'officers', epoch: number, caseId: string): string {
  const { instance, people } = world.directories[1];
  const set = sealSlotSet({
    instance,
    caseId: typed('CaseId', fromBase64url(caseId)!),
    audience,
    epoch,
    directory: hashOf(world.directories[1]),
    key,
    readers: [people[0]!.kem],
  });
  return toBase64url(set);
}

/** A case nobody has worked in yet. */
async function newCase(): Promise<string> {
  const reporter = await reporterInside(world.inside);
  const { words } = await reporter.send(REPORT, quiet);
  return (await reporter.open(words.join(' '))).id;
}

test.each([
  ['the first note', 'officers', 0],
  ['a later note', 'officers', 1],
  ['a reply', 'shared', 1],
] as const)('%s is never sealed under a key the server made', async (what, audience, epoch) => {
  const id = what === 'a later note' ? world.ids[0] : await newCase();
  const key = newCaseKey();
  const sent: string[] = [];
  const add: Alter = (answer) => ({
    ...answer,
    slotSets: [...(answer['slotSets'] as string[]), enemySet(key, audience, epoch, id)],
  });
  const chain = audience === 'shared' ? 'shared' : 'internal';
  const enemy = new Enemy(world.inside.browser(), {
    [readCase.path]: (answer, asked) =>
      asked['chain'] === chain && asked['caseId'] === id ? add(answer, asked) : answer,
    [readSlotSets.path]: (answer, asked) =>
      (asked['cases'] as { caseId: string }[]).some(({ caseId }) => caseId === id)
        ? add(answer, asked)
        : answer,
    [appendEntry.path]: (answer, asked) => {
      sent.push(asked['entry'] as string);
      return answer;
    },
  });
  enemy.active = false;
  const officer = await officerInside(world.inside, world.recoveryWords, createApi(BASE, enemy.send));
  await officer.inbox.sync(quiet);
  await officer.cases.open(id);
  enemy.active = true;
  const written =
    what === 'a reply' ? officer.cases.reply(id, 'Ours only.') : officer.cases.addNote(id, 'Ours only.');
  expect(await outcome(() => written)).toEqual({ code: 'tampered', shown: null });
  expect(enemy.altered).toBeGreaterThan(0);
  const opens = sent.some((entry) => {
    try {
      return openEntry(fromBase64url(entry)!, key, () => undefined) !== null;
    } catch (error) {
      return failureOf(error) !== 'tampered';
    }
  });
  expect(opens).toBe(false);
  // The lie is not kept: with an honest server again, everything works.
  enemy.active = false;
  await officer.inbox.sync(quiet);
  await expect(officer.cases.addNote(id, 'Again.')).resolves.toMatchObject({ id });
});

test('a set the server slips into the feed of sets harms its case only while the server lies', async () => {
  const [id] = world.ids;
  const key = newCaseKey();
  const enemy = new Enemy(world.inside.browser(), {
    [readFeed.path]: (answer) => ({
      ...answer,
      cases: (answer['cases'] as { caseId: string; slotSets: number }[]).map((item) =>
        item.caseId === id ? { ...item, slotSets: item.slotSets + 1 } : item,
      ),
    }),
    [readSlotSets.path]: (answer) => ({
      ...answer,
      slotSets: [...(answer['slotSets'] as string[]), enemySet(key, 'shared', 1, id)],
    }),
  });
  const officer = await officerInside(world.inside, world.recoveryWords, createApi(BASE, enemy.send));
  const inbox = await officer.inbox.sync(quiet);
  expect(enemy.altered).toBeGreaterThan(0);
  expect(inbox.find((listed) => listed.id === id)?.trouble).not.toBeNull();
  expect(inbox.find((listed) => listed.id === world.ids[1])?.trouble).toBeNull();
  enemy.active = false;
  const after = await officerInside(world.inside, world.recoveryWords);
  await after.inbox.sync(quiet);
  await expect(after.cases.open(id)).resolves.toMatchObject({ text: 'The first report.' });
  expect((await after.inbox.sync(quiet)).find((listed) => listed.id === id)?.trouble).toBeNull();
});

test('a conflict the server makes up gives a reporter no words, and ends', async () => {
  const conflict = () =>
    Response.json({ error: 'conflict', head: { seq: 0, hash: toBase64url(NO_HASH) } }, { status: 409 });
  const enemy = new Enemy(world.inside.browser(), {
    [openCase.path]: conflict,
    [appendOwnEntry.path]: conflict,
  });
  const reporter = await reporterInside(world.inside, createApi(BASE, enemy.send));
  expect(await outcome(() => reporter.send(REPORT, quiet))).toEqual({ code: 'conflict', shown: null });
  await reporter.open(world.words[0]);
  expect((await outcome(() => reporter.write('message', 'x'))).code).toBe('conflict');
});

test('a next version of the directory that is honest is taken', async () => {
  const officer = await officerInside(world.inside, world.recoveryWords);
  const before = await knownDirectory(world.inside.api());
  expect(before.directory.version).toBe(2);
  await expect(officer.inbox.sync(quiet)).resolves.not.toHaveLength(0);
});

test('an answer without an end is cut off at the limit', async () => {
  let pulled = 0;
  const endless = () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    return new Response(
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pulled += chunk.length;
          controller.enqueue(chunk);
        },
      }),
    );
  };
  const enemy = new Enemy(world.inside.browser(), { [readDirectory.path]: endless });
  const api = createApi(BASE, enemy.send);
  expect((await outcome(() => api.call(readDirectory, {}))).code).toBe('bad-answer');
  expect(pulled).toBeLessThan(36 * 1024 * 1024);
});

test('a redirect is not followed', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = createApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect((await outcome(() => api.call(getChallenge, {}))).code).toBe('offline');
  expect(asked).toEqual(['/api/challenge']);
  await new Promise((resolve) => server.close(resolve));
});

/** A report by somebody who wrote their own page, sent to an honest server. */
async function hostileReport(bend: {
  report?: Partial<Content<'report'>>;
  /** Under which the header claims something else than the report says. */
  claimBlind?: ClaimBlind;
  /** Fields as no page would write them. */
  raw?: Record<string, unknown>;
  shared?: (set: SlotSetBytes) => SlotSetBytes;
}): Promise<void> {
  const api = world.inside.api();
  const known = await knownDirectory(api);
  const { instance, people } = known.directory;
  const keys = reporterKeys(newEntropy(), instance);
  const place = { instance, caseId: keys.caseId, epoch: 0, directory: known.hash };
  const key = newCaseKey();
  const shared = sealSlotSet({ ...place, audience: 'shared', key, readers: [people[0]!.kem] });
  const bent = bend.shared?.(shared) ?? shared;
  const custodians = sealSlotSet({ ...place, audience: 'custodians', key: newCaseKey(), readers: [] });
  const report: Content<'report'> = {
    door: 'official',
    text: 'Hostile.',
    answers: {},
    behalf: null,
    language: 'en',
    identity: {
      state: 'absent',
      box: sealIdentity(null, identityKey(keys.custodiansKey), place),
      custodians: [],
      days: 7,
    },
    sealing: {
      directory: { version: known.directory.version, hash: known.hash, authority: known.directory.authority },
      reporter: people[0]!.kem,
      sealedTo: [people[0]!.id],
      leftOut: [],
      slotSets: [bent, custodians].map(nameSet),
    },
    claim: { key: keys.proofKey, blind: claimBlind(keys.claimKey, 0, NO_HASH) },
    ...bend.report,
  };
  const { door, sealing, claim } = report;
  const honest = JSON.parse(text(encodeContent('report', report))) as Record<string, unknown>;
  const entry = sealEntry(
    {
      caseId: keys.caseId,
      chain: 'shared',
      seq: 0,
      previous: NO_HASH,
      audience: 'shared',
      epoch: 0,
      claim: claimOf(
        { proofKey: claim.key, report: { door, directory: sealing.directory.hash } },
        bend.claimBlind ?? claim.blind,
      ),
      author: { role: 'reporter', key: keys.signingPublicKey },
      kind: 'report',
      content: utf8(JSON.stringify({ ...honest, ...bend.raw })),
    },
    key,
    keys.signingSeed,
  );
  const slotSets = [bent, custodians];
  const bytes = slotSets.reduce((sum, set) => sum + set.length, entry.length);
  await api.call(openCase, { entry, slotSets, work: await freshWork(api, bytes) });
}

const HOSTILE: [string, () => Promise<void>][] = [
  [
    'a set that holds another key than it commits to',
    () =>
      hostileReport({
        shared: (set) => {
          const { headerBytes } = parseSlotSet(set);
          const lying = sealUnder(headerBytes);
          expect(() => openSlotSet(lying, world.officer.keys.kemSeed)).toThrow('bad-commitment');
          return lying;
        },
      }),
  ],
  ['control characters only', () => hostileReport({ report: { text: '\u0001'.repeat(30_000) } })],
  ['half characters only', () => hostileReport({ report: { text: '\ud800'.repeat(20_000) } })],
  ['a door that does not exist', () => hostileReport({ report: { door: '__proto__' } })],
  [
    'questions that do not exist',
    () => hostileReport({ report: { answers: { constructor: 'x' } as never } }),
  ],
  ['a door that fills a page of the keyring', () => hostileReport({ raw: { door: 'x'.repeat(150_000) } })],
  ['a language that fills one', () => hostileReport({ raw: { language: 'x'.repeat(150_000) } })],
  [
    'a claim that the report does not bear out',
    () => hostileReport({ claimBlind: typed('ClaimBlind', new Uint8Array(32)) }),
  ],
  ['people who do not exist', () => hostileReport({ report: { sealing: foreignPeople() } })],
];

/** A set whose first slot opens for the officer, under any header: what `sealSlotSet` would not make. */
function sealUnder(header: Uint8Array): SlotSetBytes {
  const reader = world.directories[1].people[0]!.kem;
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(reader);
  const wrapping = keyedHash(sharedSecret, 'sotto/slot/v1', header, reader, ciphertext);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    newCaseKey(),
    frame('sotto/slot-aead/v1', header, reader, ciphertext),
    null,
    new Uint8Array(24),
    wrapping,
  );
  return concat(header, ciphertext, sealed, ...Array.from({ length: 7 }, dummySlot)) as SlotSetBytes;
}

function foreignPeople(): Content<'report'>['sealing'] {
  const { version, authority } = world.directories[1];
  return {
    directory: { version, hash: hashOf(world.directories[1]), authority },
    reporter: world.directories[1].people[0]!.kem,
    sealedTo: [typed('PersonId', new Uint8Array(16))],
    leftOut: [typed('PersonId', new Uint8Array(16).fill(1))],
    slotSets: [],
  };
}

test.each(HOSTILE)('a hostile report, %s, leaves the inbox as it is', async (_, send) => {
  await send();
  const officer = await officerInside(world.inside, world.recoveryWords);
  const inbox = await officer.inbox.sync(quiet);
  for (const id of world.ids) expect(inbox.find((listed) => listed.id === id)?.trouble).toBeNull();
  const again = await officerInside(world.inside, world.recoveryWords);
  expect(await again.inbox.sync(quiet)).toHaveLength(inbox.length);
});
