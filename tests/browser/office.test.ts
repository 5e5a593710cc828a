/** The office page and invitations, as built, with a real server and two people in real browsers. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import type { Language } from '../../client/messages/languages.ts';
import { draftOf } from '../../client/officer/office-draft.ts';
import { checkDirectory } from '../../client/directory.ts';
import { OfficerSession } from '../../client/officer/session.ts';
import type { SetupResult } from '../../client/officer/setup.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { readInvitations } from '../../server/api/authority.ts';
import { admitColleague } from '../colleague.ts';
import { makeOffice } from '../made-office.ts';
import { apiOf, newOfficer, SETUP, startInstance, type Instance } from '../running.ts';
import { startMiddle } from './middle.ts';
import { launch, open, type BrowserName } from './browsers.ts';
import { troublesOf } from './inspect.ts';
import { OfficerJourney } from './officer-page.ts';
import { picture } from './picture.ts';
import { choose, click, fill, press, says } from './reporter-page.ts';

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
  await page.goto(at);
  return new OfficerJourney(page, language, look);
}

const newestDirectory = async () => checkDirectory(await apiOf(instance).call(readDirectory, {}), null);

/** The authority in the opened office. */
async function openOffice(authority: OfficerJourney): Promise<void> {
  await authority.signInByWords(made.recoveryWords);
  await authority.press('desk.office');
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
  await authority.press('desk.refresh');
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

describe.each<BrowserName>(['chromium', 'firefox'])('%s', (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser.close());

  test('somebody is invited, compares six words, is admitted, suspended, restored and removed', async () => {
    const authority = await visit(browser);
    await openOffice(authority);
    const link = await invite(authority);
    const newcomer = await visit(browser, link);
    const { six } = await takeUp(newcomer);
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
    expect(buttons).not.toContain(newcomer.t('desk.office'));

    await authority.page.bringToFront();
    await press(authority.page, `${authority.t('office.suspend')}: ${COLLEAGUE.name}`);
    await authority.says('office.suspend.text');
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
    await newcomer.page.bringToFront();
    await newcomer.press('inbox.refresh');
    await newcomer.says('lock.ended');

    const again = await visit(browser, link);
    await again.at('setup.refused.title');
    await again.says('link.invitation.refused.used');
  });

  test('a custodian is invited and admitted, stands at the doors as one, and finds nothing to decide', async () => {
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
  });

  test('a door gets other words and needs a reader; a new door opens, and goes', async () => {
    const authority = await visit(browser);
    await openOffice(authority);
    await press(authority.page, `${authority.t('office.door.edit')}: Everyone else`);
    await authority.at('office.door.title', { door: 'Everyone else' });
    await authority.fill('setup.doors.title.en', 'Members of the public');
    await choose(authority.page, SETUP.officerName);
    await authority.press('office.publish');
    await authority.says('office.door.readers.none');
    await choose(authority.page, SETUP.officerName);
    await authority.press('office.publish');
    await authority.at('office.title');
    await authority.says('office.change.door-wording', { name: 'Members of the public' });

    await authority.press('office.door.add');
    await authority.at('office.door.new');
    await authority.fill('setup.doors.title.en', 'Suppliers');
    await authority.fill('setup.doors.text.en', 'You sell to the state.');
    await choose(authority.page, SETUP.officerName);
    await authority.press('office.publish');
    await authority.says('office.change.door-added', { name: 'Suppliers' });

    await press(authority.page, `${authority.t('office.door.edit')}: Suppliers`);
    await authority.press('office.door.remove');
    await authority.says('office.door.remove.text');
    await authority.confirm();
    await authority.says('office.change.door-removed', { name: 'Suppliers' });
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
      await authority.press('desk.refresh');
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

  test('the office opens only with the secret, and is closed again when it is left', async () => {
    const authority = await visit(browser);
    await authority.signInByWords(made.recoveryWords);
    await authority.press('desk.office');
    await authority.fill('signIn.words', `${'abandon '.repeat(11)}about`);
    await authority.press('office.open');
    await authority.says('failure.wrong-secret');
    await authority.fill('signIn.words', made.recoveryWords.join(' '));
    await authority.press('office.open');
    await authority.says('office.people');
    await authority.press('desk.back');
    await authority.at('inbox.title');
    await authority.press('desk.office');
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
        await authority.press('desk.refresh');
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
