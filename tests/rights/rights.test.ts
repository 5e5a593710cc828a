/** Rights and whom else to turn to: in the directory, in older ones without, and as plain text without JavaScript. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesFor } from '../../client/directory/changes.ts';
import { formatDirectory, parseDirectory, type Directory } from '../../server/api/directory.ts';
import { MOST_CONTACTS, type Rights } from '../../server/api/rights.ts';
import { createApp } from '../../server/app.ts';
import { BASE, scratchSqlite, serveInside, type Inside } from '../stage/inside.ts';
import { addVersions, makeWorld, nextOf, type World } from '../stage/lying-server.ts';
import { usualRightsAt } from '../stage/usual-rights.ts';

const OMBUDSMAN: Rights['contacts'][number] = {
  kind: 'channel',
  name: { en: 'Ombudsman', fr: 'Défenseur des droits', ar: 'أمين المظالم' },
  what: { en: 'Reports about any public body', fr: 'Signalements', ar: 'بلاغات عن أي هيئة عامة' },
  phone: '+1 (555) 01 00',
  address: '1 Example Street',
};
const RIGHTS: Rights = {
  text: { en: 'Nobody may punish you.\n\nAsk.', fr: 'Nul ne peut vous punir.', ar: 'لا يحق لأحد أن يعاقبك.' },
  contacts: [OMBUDSMAN, ...usualRightsAt('official').contacts],
};

let world: World;
let pages: string;
beforeAll(async () => {
  world = await makeWorld();
  pages = await mkdtemp(join(tmpdir(), 'sotto-pages-'));
  await mkdir(join(pages, 'rights'));
  await writeFile(join(pages, 'rights/usual.public.en.txt'), 'In general: ask.');
  await writeFile(join(pages, 'rights/usual.public.ar.txt'), 'عمومًا: اسأل.');
});
afterAll(async () => {
  await world.remove();
  await rm(pages, { recursive: true });
});

function withRights(directory: Directory, rights: Rights | undefined): Directory {
  return { ...directory, doors: directory.doors.map((door) => ({ ...door, rights })) };
}

test('a directory of before there was this is read as it is, and one with it keeps it', () => {
  const [older] = world.directories;
  expect(formatDirectory(older)).not.toContain('rights');
  expect(parseDirectory(formatDirectory(older))!.doors[0]!.rights).toBeUndefined();
  const read = parseDirectory(formatDirectory(withRights(older, RIGHTS)));
  expect(read!.doors.map(({ rights }) => rights)).toEqual(older.doors.map(() => RIGHTS));
});

test('what is out of bounds makes a directory none', () => {
  const [older] = world.directories;
  const isRead = (rights: unknown) => {
    const json = JSON.parse(formatDirectory(older)) as { doors: object[] };
    json.doors[0] = { ...json.doors[0], rights };
    return parseDirectory(JSON.stringify(json)) !== null;
  };
  const contact = (part: object) => ({ ...RIGHTS, contacts: [{ ...OMBUDSMAN, ...part }] });
  const many = (count: number) => ({ ...RIGHTS, contacts: Array.from({ length: count }, () => OMBUDSMAN) });
  const right = [
    RIGHTS,
    many(MOST_CONTACTS),
    contact({ phone: '', address: '' }),
    contact({ phone: '1'.repeat(60), address: 'a'.repeat(200), name: { en: 'n'.repeat(200) } }),
  ];
  expect(right.filter((rights) => !isRead(rights))).toEqual([]);
  const wrong = [
    null,
    {},
    { ...RIGHTS, more: 1 },
    { ...RIGHTS, text: { fr: 'Sans anglais.' } },
    { ...RIGHTS, text: { en: 'x'.repeat(20_001) } },
    many(MOST_CONTACTS + 1),
    contact({ kind: 'friend' }),
    contact({ name: { fr: 'Sans anglais' } }),
    contact({ name: { en: 'n'.repeat(201) } }),
    contact({ what: { en: 'w'.repeat(201) } }),
    contact({ phone: '1'.repeat(61) }),
    contact({ phone: '1\n2' }),
    contact({ address: 'a'.repeat(201) }),
    contact({ address: 'a\u2028b' }),
    contact({ more: 1 }),
  ];
  expect(wrong.filter(isRead)).toEqual([]);
});

test('a change of rights alone is no change that a reporter has to agree to', () => {
  const [older] = world.directories;
  const choice = { door: older.doors[0]!.id, leftOut: [] };
  expect(changesFor(older, withRights(older, RIGHTS), choice)).toBeNull();
});

/** What a browser without scripts gets. */
async function asked(inside: Pick<Inside, 'context'>, path: string) {
  const answer = await createApp(inside.context, pages).request(BASE + path);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, '');

test('before an office has said anything, what holds in general is there as plain text', async () => {
  const scratch = await scratchSqlite();
  const fresh = await serveInside(scratch.db, null);
  expect(plain((await asked(fresh, '/rights/en.txt')).text)).toBe('In general: ask.\n');
  expect(plain((await asked(fresh, '/rights/ar.txt')).text)).toBe('عمومًا: اسأل.\n');
  // In no language of these: in English.
  expect(plain((await asked(fresh, '/rights/sv.txt')).text)).toBe('In general: ask.\n');
  expect(plain((await asked(fresh, '/rights.txt')).text)).toBe('In general: ask.\n\n\nعمومًا: اسأل.\n');
  expect((await asked(fresh, '/rights/EN.txt')).status).toBe(404);
  // An office that says nothing of its own: under its name, and at its doors.
  const { text } = await asked(world.inside, '/rights/en.txt');
  expect(plain(text)).toContain('In general: ask.');
  await scratch.remove();
});

test('what the office says is there in each language as plain text, from the newest directory', async () => {
  await addVersions(world, [withRights(nextOf(world.directories.at(-1)!), RIGHTS)]);
  for (const language of ['en', 'fr', 'ar'] as const) {
    const { status, headers, text } = await asked(world.inside, `/rights/${language}.txt`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const said = plain(text);
    const [door] = world.directories.at(-1)!.doors;
    expect(said).toContain(door!.title[language] ?? door!.title['en']!);
    expect(said).toContain(RIGHTS.text[language]!);
    expect(said).toContain(
      `${OMBUDSMAN.name[language]}: ${OMBUDSMAN.what[language]}\n+1 (555) 01 00\n1 Example Street`,
    );
    // Help in danger comes first, wherever the office put it.
    expect(said.indexOf('\n112\n')).toBeLessThan(said.indexOf('+1 (555)'));
    // Each line in its own direction.
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !/^\u2068.*\u2069$/.test(line))).toEqual([]);
  }
  const all = plain((await asked(world.inside, '/rights.txt')).text);
  const places = (['en', 'ar', 'fr'] as const).map((language) => all.indexOf(RIGHTS.text[language]!));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});
