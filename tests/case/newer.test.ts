/** Entries written by a page of a later version, and what an older page makes of them. */
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../crypto/bytes.ts';
import { contentOf, encodeContent } from '../../client/case/kinds/table.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { codeOf } from '../crypto/code-of.ts';
import { makeWorld, outcome, type World } from '../stage/lying-server.ts';
import { BASE, officerInside, reporterInside } from '../stage/inside.ts';
import { REPORT } from '../stage/running.ts';
import { createApi } from '../../client/calls/api.ts';
import { Spoiler } from '../stage/spoiler.ts';

describe('content', () => {
  const read = (kind: string, content: object) => contentOf({ kind, content: utf8(JSON.stringify(content)) });
  const code = (kind: string, content: object) => codeOf(() => read(kind, content));

  test('of a kind that may be passed over is passed over, whatever it is', () => {
    expect(read('?later', { any: 'thing' })).toEqual({ kind: null, content: null, hasMore: true });
    expect(contentOf({ kind: '?later', content: utf8('no JSON') }).kind).toBeNull();
  });

  test('of a kind that may not be passed over is of a later version', () => {
    for (const kind of ['later', '', '__proto__', 'constructor', 'Message']) {
      expect([kind, code(kind, {})]).toEqual([kind, 'newer']);
    }
  });

  test('with a field that may be passed over says so, and is read', () => {
    const found = read('message', { text: 'A word', '?mood': 'calm' });
    expect(found).toMatchObject({ content: { text: 'A word' }, hasMore: true });
    expect(
      contentOf({ kind: 'message', content: encodeContent('message', { text: 'A word' }) }).hasMore,
    ).toBe(false);
  });

  test('with a field that may not be passed over is of a later version; with one missing it is none', () => {
    expect(code('message', { text: 'A word', sealedTo: [] })).toBe('newer');
    expect(code('message', { '?text': 'A word' })).toBe('malformed');
    for (const json of ['[]', '"text"', '1', 'null', '{'])
      expect([json, codeOf(() => contentOf({ kind: 'message', content: utf8(json) }))]).toEqual([
        json,
        'malformed',
      ]);
  });
});

describe('a case in which a later page wrote', () => {
  const quiet = () => undefined;
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  const again = async (words: string) => {
    const reporter = new ReporterSession(createApi(BASE, world.inside.browser()));
    return { reporter, view: await reporter.open(words) };
  };

  async function newCase() {
    const reporter = await reporterInside(world.inside);
    const words = (await reporter.send({ ...REPORT, text: 'For a later page.' }, quiet)).words.join(' ');
    const { id } = await reporter.open(words);
    const officer = await officerInside(world.inside, world.recoveryWords);
    await officer.inbox.sync(quiet);
    await officer.cases.open(id);
    await officer.cases.addNote(id, 'A note.');
    return { id, words, officer, spoiler: new Spoiler(world.officer, id) };
  }

  test('what may be passed over, on either chain, and everything else goes on', async () => {
    const { id, words, officer, spoiler } = await newCase();
    await spoiler.write('?later', { sealed: 'x' });
    await spoiler.write('message', { text: 'Read this.', '?mood': 'calm' });
    await spoiler.write('?later', {}, 'internal');
    const { reporter, view } = await again(words);
    expect(view.unreadable).toBeNull();
    expect(view.items.map(({ kind, hasMore }) => [kind, hasMore])).toEqual([
      ['access', false],
      ['unknown', true],
      ['message', true],
    ]);
    expect((await reporter.write('message', 'After it.')).items).toHaveLength(4);
    await officer.inbox.sync(quiet);
    const opened = await officer.cases.reply(id, 'After that.');
    expect(opened.unreadable).toEqual({ shared: null, internal: null });
    expect(opened.notes.map(({ kind }) => kind)).toEqual(['note', 'unknown']);
    expect((await officer.cases.addNote(id, 'Another.')).notes).toHaveLength(3);
  });

  test('what may not be passed over: nothing is written after it, and it is not called altered', async () => {
    const { id, words, officer, spoiler } = await newCase();
    await spoiler.write('later', {});
    const { reporter, view } = await again(words);
    expect(view.unreadable).toMatchObject({ number: 3, isNewer: true });
    expect(await outcome(() => reporter.write('message', 'After it.'))).toMatchObject({ code: 'unreadable' });
    expect((await officer.cases.open(id)).unreadable.shared).toMatchObject({ isNewer: true });
    expect(await outcome(() => officer.cases.reply(id, 'After it.'))).toMatchObject({ code: 'unreadable' });
  });
});
