/** The office page and invitations, as built, with a real server and two people in real browsers. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { notaryReference } from '../../crypto/id.ts';
import type { Language } from '../../client/messages/languages.ts';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import { checkDirectory } from '../../client/directory/directory.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { readInvitations } from '../../server/api/authority.ts';
import { notaryToName } from '../../server/instance/notary.ts';
import { admitColleague } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { apiOf, newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { SERVER_KEY_TEXT } from '../stage/server-key.ts';
import { startMiddle } from '../stage/middle.ts';
import { launch, open } from '../stage/browsers.ts';
import { ENGINES, otherWays } from '../stage/engines.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { choose, click, fill, press, says, type } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';
import { usualRightsAt } from '../stage/usual-rights.ts';

let instance: Instance;
let made: SetupResult;
let address: string;
let database: Uint8Array;
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
  address = `http://localhost:${new URL(instance.url).port}/officer/`;
});
afterEach(() => instance.stop());

const COLLEAGUE = { account: 'bela', passphrase: 'seven quiet herons wade', name: 'Deputy head' };

type Look = (screen: string) => Promise<void>;

async function visit(browser: Browser, at = address, language: Language = 'en', look?: Look) {
  const page = await open(browser, { language });
  const judge = isTranslated ? await translated(page, names) : look;
  await page.goto(at);
  return new OfficerJourney(page, language, judge);
}

/** What no translator may touch, and where one is at work: not in every browser. */
const names = [SETUP.officerName, COLLEAGUE.name, 'Suppliers'];
let isTranslated = false;

const newestDirectory = async () => checkDirectory(await apiOf(instance).call(readDirectory, {}), null);

/** The authority in the opened office. */
async function openOffice(authority: OfficerJourney): Promise<void> {
  await authority.signInByWords(made.recoveryWords);
  await authority.press('frame.office');
  await authority.says('office.unlock');
  await authority.fill('signIn.words', made.recoveryWords.join(' '));
  await authority.press('office.open');
  await authority.says('office.people');
}

async function invite(authority: OfficerJourney): Promise<string> {
  await authority.press('office.invite');
  const shown = await authority.page.waitForSelector('.invited .address');
  return shown!.evaluate((element) => element.textContent.trim());
}

/** From the link to the six words, which it returns with the recovery words. */
async function takeUp(newcomer: OfficerJourney): Promise<{ six: string; recovery: string[] }> {
  await newcomer.at('link.invitation.title');
  await newcomer.fill('setup.officer.account', COLLEAGUE.account);
  await newcomer.fill('passphrase.new', COLLEAGUE.passphrase);
  await newcomer.fill('passphrase.again', COLLEAGUE.passphrase);
  const recovery = await newcomer.makeKeys();
  await newcomer.typeBack(recovery, 'invitation.compare.title');
  return { six: await fingerprint(newcomer.page), recovery };
}

const fingerprint = (page: Page) => page.$eval('.fingerprint', (element) => element.textContent.trim());

async function admit(
  authority: OfficerJourney,
  six: string,
  role: 'officer' | 'custodian' = 'officer',
): Promise<void> {
  await authority.page.bringToFront();
  await authority.press('case.refresh');
  await says(authority.page, six);
  await authority.press('office.admit');
  await authority.at('office.admit.title');
  await authority.press('office.publish');
  await authority.says('office.admit.heard.missing');
  await choose(authority.page, authority.t('office.admit.heard'));
  await authority.fill('office.rename.label', COLLEAGUE.name);
  if (role === 'custodian') await choose(authority.page, authority.t('office.role.custodian'));
  await authority.press('office.publish');
  await authority.says('office.change.person-added', { name: COLLEAGUE.name });
}

describe.each(ENGINES)('%s', (name) => {
  const other = otherWays(name);
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
    isTranslated = name === 'chromium';
  });
  afterAll(async () => {
    isTranslated = false;
    await browser.close();
  });

  test('somebody is invited, compares six words, is admitted, suspended, restored and removed', async () => {
    const authority = await visit(browser);
    await openOffice(authority);
    const link = await invite(authority);
    const newcomer = await visit(browser, link);
    const { six } = await takeUp(newcomer);
    names.push(link, six);
    expect(await newcomer.page.evaluate(() => location.href)).toBe(address);
    expect(six.split(' ')).toHaveLength(6);
    await newcomer.press('invitation.done');
    await newcomer.signInByPassphrase(COLLEAGUE.account, COLLEAGUE.passphrase);
    await newcomer.says('failure.not-admitted');

    await admit(authority, six);
    await newcomer.page.bringToFront();
    await newcomer.press('signIn.submit');
    await newcomer.at('inbox.title');
    await newcomer.says('inbox.fresh');
    const buttons = await newcomer.page.$$eval('button', (all) => all.map((one) => one.textContent));
    expect(buttons).toContain(newcomer.t('lock.button'));
    expect(buttons).not.toContain(newcomer.t('frame.office'));

    await authority.page.bringToFront();
    await press(authority.page, `${authority.t('office.suspend')}: ${COLLEAGUE.name}`);
    await authority.says('office.suspend.text');
    await authority.at('office.title');
    await authority.press('office.publish');
    await authority.says('office.change.person-suspended', { name: COLLEAGUE.name });
    await newcomer.page.bringToFront();
    await newcomer.press('inbox.refresh');
    await newcomer.says('lock.ended');
    await newcomer.signInByPassphrase(COLLEAGUE.account, COLLEAGUE.passphrase);
    await newcomer.says('failure.access-ended');

    await authority.page.bringToFront();
    await press(authority.page, `${authority.t('office.restore')}: ${COLLEAGUE.name}`);
    await authority.press('office.publish');
    await authority.says('office.change.person-restored', { name: COLLEAGUE.name });
    await newcomer.page.bringToFront();
    await newcomer.press('signIn.submit');
    await newcomer.at('inbox.title');

    await authority.page.bringToFront();
    await press(authority.page, `${authority.t('office.remove')}: ${COLLEAGUE.name}`);
    await authority.press('office.publish');
    await authority.says('office.change.person-removed', { name: COLLEAGUE.name });
    await authority.at('office.title');
    await newcomer.page.bringToFront();
    await newcomer.press('inbox.refresh');
    await newcomer.says('lock.ended');

    const again = await visit(browser, link);
    await again.at('setup.refused.title');
    await again.says('link.invitation.refused.used');
  });

  test.each(other)(
    'a custodian is invited and admitted, stands at the doors as one, and finds nothing to decide',
    async () => {
      const authority = await visit(browser);
      await openOffice(authority);
      const newcomer = await visit(browser, await invite(authority));
      const { six } = await takeUp(newcomer);
      await admit(authority, six, 'custodian');
      const { directory } = await newestDirectory();
      const { id, role } = directory.people.find((person) => person.name === COLLEAGUE.name)!;
      expect(role).toBe('custodian');
      for (const door of directory.doors) {
        expect(door.custodians).toEqual([id]);
        expect(door.readers).not.toContainEqual(id);
      }
      await newcomer.page.bringToFront();
      await newcomer.press('invitation.done');
      await newcomer.signInByPassphrase(COLLEAGUE.account, COLLEAGUE.passphrase);
      await newcomer.says('inbox.custodian.none.title');
    },
  );

  test.each(other)('a door gets other words and needs a reader; a new door opens, and goes', async () => {
    const authority = await visit(browser);
    await openOffice(authority);
    await press(authority.page, `${authority.t('office.door.edit')}: Everyone else`);
    await authority.at('office.door.title', { door: 'Everyone else' });
    await fill(
      authority.page,
      authority.t('setup.doors.title.in', { language: 'English' }),
      'Members of the public',
    );
    await choose(authority.page, SETUP.officerName);
    await authority.press('office.publish');
    await authority.says('office.door.readers.none');
    await choose(authority.page, SETUP.officerName);
    // An office of before there was this: it takes the default, and adapts it.
    await authority.says('office.rights.none');
    await authority.press('office.rights.usual');
    await authority.fill('office.contact.phone', '113');
    await authority.press('office.contact.add');
    await authority.press('office.publish');
    await authority.says('office.contact.missing.reach');
    await type(authority.page, '#contact-1-name-en', 'Ombudsman');
    await type(authority.page, '#contact-1-what-en', 'Any public body');
    await type(authority.page, '#contact-1-address', '1 Example Street');
    await authority.press('office.publish');
    await authority.at('office.title');
    await authority.says('office.change.door-wording', { name: 'Members of the public' });
    await authority.says('office.change.door-rights', { name: 'Members of the public' });
    const usual = usualRightsAt('public');
    const rights = (await newestDirectory()).directory.doors[1]!.rights!;
    expect(rights.text).toEqual(usual.text);
    expect(rights.contacts).toEqual([
      { ...usual.contacts[0], phone: '113' },
      {
        kind: 'channel',
        name: { en: 'Ombudsman' },
        what: { en: 'Any public body' },
        phone: '',
        address: '1 Example Street',
      },
    ]);

    await authority.press('office.door.add');
    await authority.at('office.door.new');
    await fill(authority.page, authority.t('setup.doors.title.in', { language: 'English' }), 'Suppliers');
    await fill(
      authority.page,
      authority.t('setup.doors.text.in', { language: 'English' }),
      'You sell to the state.',
    );
    await choose(authority.page, SETUP.officerName);
    await authority.press('office.publish');
    await authority.says('office.change.door-added', { name: 'Suppliers' });

    await press(authority.page, `${authority.t('office.door.edit')}: Suppliers`);
    await authority.press('office.door.remove');
    await authority.says('office.door.remove.text');
    await authority.at('office.door.title', { door: 'Suppliers' });
    await authority.confirm();
    await authority.says('office.change.door-removed', { name: 'Suppliers' });
    await authority.at('office.title');
    const { directory } = await newestDirectory();
    expect(directory.doors.map((door) => door.title['en'])).toEqual([
      'Public officials',
      'Members of the public',
    ]);
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test('another version that comes first is shown, and nothing typed is lost', async () => {
    const authority = await visit(browser);
    await openOffice(authority);
    await press(authority.page, `${authority.t('office.rename')}: ${SETUP.officerName}`);
    await fill(authority.page, authority.t('office.rename.label'), 'Head of ethics');

    const elsewhere = await newOfficer(instance, made.recoveryWords);
    const view = await elsewhere.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
    await elsewhere.office.publish({ ...draftOf(view), name: { en: 'Ethics Office' } });

    await authority.press('office.publish');
    await authority.says('office.conflict');
    await authority.says('office.change.office-renamed', { name: 'Ethics Office' });
    await authority.press('office.publish');
    await authority.says('office.change.person-renamed', { name: 'Head of ethics' });
    expect((await elsewhere.office.view()).name).toEqual({ en: 'Ethics Office' });
  });

  test.each<Language>(['en', 'ar'])(
    'somebody lost is replaced in one version: doors and oversight go over: %s',
    async (language) => {
      const { authority: signs, published } = await admitColleague(instance, made, COLLEAGUE);
      const [first, second] = published.people;
      const doors = published.doors.map((door, i) => ({
        ...door,
        readers: [i === 0 ? second!.id : first!.id],
        oversight: i === 0 ? [] : [second!.id],
      }));
      await signs.office.publish({ ...draftOf(published), doors });
      const authority = await visit(browser, address, language);
      const { page } = authority;
      await openOffice(authority);
      const token = /invite=([^&]*)/.exec(await invite(authority))![1]!;
      const newcomer = new OfficerSession(apiOf(instance));
      const account = { accountName: 'chen', passphrase: COLLEAGUE.passphrase };
      const taken = await newcomer.invitation.takeUp({ token, authority: made.authority, ...account });
      await authority.press('case.refresh');
      await says(page, taken.words.join(' '));
      await authority.press('office.admit');
      await choose(page, authority.t('office.admit.heard'));
      await authority.fill('office.rename.label', 'Third officer');
      await click(
        page,
        `::-p-xpath(//fieldset[contains(., "${authority.t('office.admit.replaces')}")]//label[contains(., "${COLLEAGUE.name}")])`,
      );
      // Who leaves was the only reader of one door: the new one is at it already, and may not be taken away.
      const title = published.doors[0]!.title['en']!;
      await choose(page, title);
      await authority.press('office.publish');
      await authority.says('office.door.last', { door: title });
      const troubles: string[] = [];
      for (const width of [1280, 320]) {
        await page.setViewport({ width, height: 640 });
        troubles.push(...(await troublesOf(page)));
        await picture(page, `replacing-${language}-${width}`);
      }
      expect(troubles).toEqual([]);
      await choose(page, title);
      await authority.press('office.publish');
      await authority.says('office.change.person-added', { name: 'Third officer' });
      await authority.says('office.change.person-removed', { name: COLLEAGUE.name });
      const { directory } = await newestDirectory();
      const names = (ids: readonly Uint8Array[]) =>
        ids.map((id) => directory.people.find((person) => String(person.id) === String(id))?.name);
      expect(directory.doors.map((door) => [names(door.readers), names(door.oversight)])).toEqual([
        [['Third officer'], []],
        [[SETUP.officerName], ['Third officer']],
      ]);
      expect(directory.version).toBe(4);
    },
  );

  test('a key that the server has drawn for its stamps is named once its letters were compared', async () => {
    await instance.stop();
    const key = `${SERVER_KEY_TEXT}.${toBase64url(new Uint8Array(32).fill(7))}`;
    instance = await startInstance({ pagesFolder: inject('pagesFolder'), database, key });
    address = `http://localhost:${new URL(instance.url).port}/officer/`;
    const reference = notaryReference((await notaryToName(instance.context))!);
    expect(reference).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    const authority = await visit(browser, address, 'ar');
    await openOffice(authority);
    await authority.says('office.notary.title');
    await says(authority.page, reference);
    await authority.page.setViewport({ width: 320, height: 640 });
    expect(await troublesOf(authority.page)).toEqual([]);
    await picture(authority.page, 'notary-ar-320');
    await authority.press('office.notary.name');
    await authority.says('office.notary.compare');
    await authority.press('office.publish');
    await authority.says('office.change.notary', { name: reference });
    expect(await authority.page.$('.notice.warning')).toBeNull();
    expect(await notaryToName(instance.context)).toBeNull();
  });

  test('the office opens only with the secret, and is closed again when it is left', async () => {
    const authority = await visit(browser);
    await authority.signInByWords(made.recoveryWords);
    await authority.press('frame.office');
    await authority.fill('signIn.words', `${'abandon '.repeat(11)}about`);
    await authority.press('office.open');
    await authority.says('failure.wrong-secret');
    await authority.fill('signIn.words', made.recoveryWords.join(' '));
    await authority.press('office.open');
    await authority.says('office.people');
    await authority.press('case.back');
    await authority.at('inbox.title');
    await authority.press('frame.office');
    await authority.says('office.unlock');
    expect(await authority.page.$('#people')).toBeNull();
  });

  test('a withdrawn invitation, and one whose link names another authority, are refused', async () => {
    const authority = await visit(browser);
    await openOffice(authority);
    const link = await invite(authority);
    const other = await visit(browser, link.replace(/authority=.*/, `authority=${'A'.repeat(43)}`));
    await other.says('failure.wrong-authority');
    await authority.press('office.withdraw');
    await authority.says('office.withdraw.text');
    await authority.confirm();
    await authority.says('office.invitations.none');
    const late = await visit(browser, link);
    await late.at('setup.refused.title');
    expect(await late.page.$('input')).toBeNull();
  });

  test.each<Language>(['en', 'ar'])(
    'keys that the server exchanges after the words were compared are not admitted, and the form stays: %s',
    async (language) => {
      const middle = await startMiddle(instance.url);
      try {
        const authority = await visit(browser, `${middle.url}officer/`, language);
        const { page } = authority;
        await openOffice(authority);
        const link = await invite(authority);
        const form = { authority: made.authority, accountName: 'bela', passphrase: COLLEAGUE.passphrase };
        const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invite')!;
        const { words } = await new OfficerSession(apiOf(instance)).invitation.takeUp({ ...form, token });
        await authority.press('case.refresh');
        await says(page, words.join(' '));
        await authority.press('office.admit');
        await choose(page, authority.t('office.admit.heard'));
        await authority.fill('office.rename.label', COLLEAGUE.name);
        const { kem } = (await newestDirectory()).directory.people[0]!;
        middle.change(readInvitations.path, (body) =>
          body.replace(/"kem":"[^"]*"/, `"kem":"${toBase64url(kem)}"`),
        );
        await authority.press('office.publish');
        await authority.says('failure.other-keys');
        expect(await page.$eval('#name', (field) => (field as HTMLInputElement).value)).toBe(COLLEAGUE.name);
        expect((await newestDirectory()).directory.version).toBe(1);
        const troubles: string[] = [];
        for (const width of [1280, 320]) {
          await page.setViewport({ width, height: 640 });
          for (const scheme of ['light', 'dark']) {
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
            for (const trouble of await troublesOf(page)) troubles.push(`${width}, ${scheme}: ${trouble}`);
            await picture(page, `other-keys-${language}-${width}-${scheme}`);
          }
        }
        expect(troubles).toEqual([]);
      } finally {
        await middle.stop();
      }
    },
  );

  test.each<Language>(['en', 'fr', 'ar'])(
    'every screen is accessible and fits 320 pixels: %s',
    async (language) => {
      const troubles: string[] = [];
      let page: Page;
      const look = async (screen: string) => {
        for (const width of [1280, 320]) {
          await page.setViewport({ width, height: 640 });
          for (const trouble of await troublesOf(page)) troubles.push(`${screen} at ${width}: ${trouble}`);
          await picture(page, `${language}-${width}-${screen}`);
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
          for (const trouble of await troublesOf(page)) troubles.push(`${screen}, dark: ${trouble}`);
          await picture(page, `${language}-${width}-dark-${screen}`);
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
        }
      };
      const authority = await visit(browser, address, language, look);
      page = authority.page;
      await openOffice(authority);
      const link = await invite(authority);
      await look('office');
      await press(page, `${authority.t('office.rename')}: ${SETUP.officerName}`);
      await look('office, renaming');
      await page.keyboard.press('Escape');
      await authority.press('office.door.add');
      await authority.at('office.door.new');
      await authority.press('office.rights.usual');
      await authority.press('office.contact.add');
      await authority.press('office.publish');
      await look('office, door, errors');
      await authority.press('office.cancel');
      const newcomer = await visit(browser, link, language, look);
      page = newcomer.page;
      const { six } = await takeUp(newcomer);
      page = authority.page;
      await admit(authority, six);
      await look('office, admitted');
      expect(troubles).toEqual([]);
    },
  );
});
