/** The notary has another key from some version of the directory on: what was stamped before stays right. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkProof } from '../../client/proof/check.ts';
import { parseBody, parseProof } from '../../client/proof/format.ts';
import { createApi } from '../../client/calls/api.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { typed, utf8, type SigningSeed } from '../../crypto/bytes.ts';
import { signerOf, signingPublicKey } from '../../crypto/signature.ts';
import { sodium } from '../../crypto/sodium.ts';
import { readDirectoryVersion } from '../../server/api/anyone.ts';
import { createApp } from '../../server/app.ts';
import { NewestDirectory } from '../../server/instance/newest-directory.ts';
import { BASE, officerInside, reporterInside } from '../stage/inside.ts';
import { addVersions, makeWorld, nextOf, type World } from '../stage/lying-server.ts';
import { browserFetch, REPORT } from '../stage/running.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

const quiet = () => undefined;
const seedOf = (label: string): SigningSeed =>
  typed('SigningSeed', sodium.crypto_generichash(32, utf8(label), null));

/** The same server on the same data, whose notary has another key. */
function serveWith(label: string) {
  const seed = seedOf(label);
  const { context } = world.inside;
  const [first] = context.instance.notaries;
  const notary = { ...first!, key: signingPublicKey(seed), stamper: signerOf(seed) };
  const instance = { ...context.instance, notaries: [notary] };
  // Whatever the directory names, it stamps with its own.
  const newest = Object.assign(new NewestDirectory(context.db), { notary: async () => notary.key });
  const app = createApp({ ...context, instance, newest }, null);
  const asked: string[] = [];
  const api = () =>
    createApi(
      BASE,
      browserFetch(async (input, init) => {
        const request = new Request(input, init);
        const { pathname, searchParams } = new URL(request.url);
        if (pathname === readDirectoryVersion.path) asked.push(searchParams.get('version')!);
        return app.fetch(request);
      }),
    );
  return { asked, api, notary: notary.key };
}

test('reporters and officers read what older keys stamped, and write on under the new one', async () => {
  const [phrase, other] = world.words;
  const between = serveWith('the second');
  const [, newest] = world.directories;
  const second = nextOf(newest, { notary: between.notary });
  await addVersions(world, [second]);
  const early = new ReporterSession(between.api());
  await early.open(phrase);
  await early.write('message', 'Under the second key.');

  const now = serveWith('the third');
  const versions = [nextOf(second, { notary: now.notary })];
  // More than are asked for at once.
  for (let i = 0; i < 10; i++) versions.push(nextOf(versions.at(-1)!));
  await addVersions(world, versions);
  const reporter = new ReporterSession(now.api());
  expect((await reporter.open(phrase)).items.at(-1)).toMatchObject({ text: 'Under the second key.' });
  await reporter.write('message', 'Under the third key.');
  const officer = await officerInside(world.inside, world.recoveryWords, now.api());
  await officer.inbox.sync(quiet);
  const opened = await officer.cases.open(world.ids[0]);
  expect(opened.items.at(-1)).toMatchObject({ text: 'Under the third key.' });
  await officer.cases.reply(world.ids[0], 'So is this.');
  const view = await new ReporterSession(now.api()).open(phrase);
  expect(view.items.slice(-3)).toMatchObject([
    { text: 'Under the second key.' },
    { text: 'Under the third key.' },
    { text: 'So is this.' },
  ]);
  // A proof has every key that it takes, and no version besides.
  await reporter.refresh();
  const entries = view.items.slice(-3).map(({ id }) => id);
  await reporter.draftProof({ for: 'A court', report: 'opened', entries });
  const file = utf8(await reporter.signProof(null));
  expect(checkProof(file).entries).toHaveLength(3);
  expect(parseBody(parseProof(file).text).directories).toHaveLength(3);
  expect((await officer.cases.open(world.ids[1])).notes).toHaveLength(1);
  await new ReporterSession(now.api()).open(other);
});

test('no version is asked for where every stamp is by the newest key', async () => {
  const { api, asked } = serveWith('the third');
  const reporter = await reporterInside(world.inside, api());
  const { words } = await reporter.send(REPORT, quiet);
  await reporter.open(words.join(' '));
  await reporter.write('message', 'More.');
  expect(asked).toEqual([]);
});

test('a key that no version names stamps nothing', async () => {
  const { api, asked } = serveWith('a stranger');
  const reporter = await reporterInside(world.inside, api());
  await expect(reporter.send(REPORT, quiet)).rejects.toMatchObject({ code: 'bad-stamp' });
  expect(asked).toContain('1');
  const known = new ReporterSession(api());
  await known.open(world.words[0]);
  await expect(known.write('message', 'Never stamped right.')).rejects.toMatchObject({ code: 'bad-stamp' });
});
