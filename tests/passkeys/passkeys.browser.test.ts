/** Passkeys, as built, with a real server, in a real browser with a simulated device. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Language } from '../../client/messages/languages.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { makeOffice } from '../stage/made-office.ts';
import { newOfficer, SETUP, startInstance, type Instance } from '../stage/running.ts';
import { Authenticator } from '../stage/authenticator.ts';
import { launch, open } from '../stage/browsers.ts';
import { troublesOf } from '../stage/inspect.ts';
import { OfficerJourney } from '../stage/officer-page.ts';
import { picture } from '../stage/picture.ts';
import { click, paste, type } from '../stage/reporter-page.ts';
import { translated } from '../stage/translator.ts';

let instance: Instance;
let made: SetupResult;
let database: Uint8Array;
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ pagesFolder: inject('pagesFolder'), database });
});
afterEach(() => instance.stop());

async function newPage(
  browser: Browser,
  language: Language = 'en',
  isTranslated = false,
): Promise<OfficerJourney> {
  const page = await open(browser, { language });
  const judge = isTranslated ? await translated(page, [SETUP.officerName, 'Telephone']) : null;
  // Passkeys need a secure context and a name: an address of numbers has none.
  await page.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
  return new OfficerJourney(page, language, async (screen) => {
    await judge?.(screen);
    expect(await troublesOf(page)).toEqual([]);
  });
}

async function toAccount(officer: OfficerJourney): Promise<void> {
  await officer.says('inbox.fresh');
  await officer.press('frame.account');
  await officer.at('account.title');
}

/** Types what was signed in with, and a name. */
async function beginAdding(officer: OfficerJourney, name: string, type: () => Promise<void>): Promise<void> {
  await officer.press('account.passkey.add');
  await officer.at('account.passkey.add.title');
  await type();
  await officer.fill('account.passkey.name', name);
  await officer.press('account.passkey.add.next');
}

const typeWords = (officer: OfficerJourney) => () =>
  paste(officer.page, officer.t('account.present.words'), made.recoveryWords.join(' '));
const typePassphrase = (officer: OfficerJourney) => async () => {
  await type(officer.page, '#secret', SETUP.passphrase);
};

async function addPasskey(officer: OfficerJourney, name: string, type: () => Promise<void>): Promise<void> {
  await beginAdding(officer, name, type);
  await officer.at('account.passkey.create.title');
  await officer.press('account.passkey.create');
  await officer.at('account.title');
  await officer.says('account.passkeyAdd.done');
}

/** Waits until the list has these names, in any order. */
async function listed(officer: OfficerJourney, ...names: string[]): Promise<void> {
  const shown = () =>
    officer.page.$$eval('[aria-labelledby=passkeys] li strong', (all) => all.map((one) => one.textContent));
  await expect.poll(async () => (await shown()).sort()).toEqual(names);
}

async function lock(officer: OfficerJourney): Promise<void> {
  await officer.press('lock.button');
  await officer.at('signIn.title');
}

describe('chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch('chromium');
  });
  afterAll(() => browser.close());

  test('added on two devices; each signs in without a name, opens the office, and unlocks nothing once it is removed', async () => {
    const officer = await newPage(browser, 'en', true);
    const laptop = await Authenticator.of(officer.page);
    await officer.signInByPassphrase();
    await toAccount(officer);
    await officer.says('account.passkeys.none');
    await addPasskey(officer, 'Work laptop', typePassphrase(officer));
    await listed(officer, 'Work laptop');
    const [credential] = await laptop.credentials();
    expect(credential).toMatchObject({ isResidentCredential: true, rpId: 'localhost' });
    // What the device is told of the account is a hash.
    expect(Buffer.from(credential!.userHandle!, 'base64')).toHaveLength(16);

    // The same device gets no second one.
    await beginAdding(officer, 'Again', typePassphrase(officer));
    await officer.at('account.passkey.create.title');
    await officer.press('account.passkey.create');
    await officer.says('failure.passkey-known');
    await officer.press('account.back');

    await lock(officer);
    await officer.press('signIn.usePasskey');
    await officer.at('inbox.title');
    await toAccount(officer);
    await officer.says('account.passkey.used');
    // What the device signed was verified, down to its counter.
    const [counted] = await instance.context.db.selectFrom('passkeys').select('counter').execute();
    const { signCount } = (await laptop.credentials())[0]!;
    expect(signCount).toBeGreaterThan(0);
    expect(counted).toEqual({ counter: signCount });

    // What asks for the secret once more asks for the passkey.
    await officer.press('frame.office');
    await officer.at('office.title');
    await officer.says('passkey.asked');
    await officer.press('office.open');
    await officer.says('office.reads');

    // Another device, another browser.
    const other = await newPage(browser, 'en', true);
    const phone = await Authenticator.of(other.page);
    await other.press('signIn.usePasskey');
    await other.says('failure.passkey-cancelled');
    await other.signInByWords(made.recoveryWords);
    await toAccount(other);
    await addPasskey(other, 'Phone', typeWords(other));
    await listed(other, 'Phone', 'Work laptop');
    await lock(other);
    await other.press('signIn.usePasskey');
    await other.at('inbox.title');
    await toAccount(other);
    expect(await phone.credentials()).toHaveLength(1);

    await click(other.page, `button[aria-label="${other.t('account.passkey.rename')}: Phone"]`);
    await other.at('account.passkey.rename.title', { name: 'Phone' });
    await other.says('passkey.asked');
    await type(other.page, '#name', 'Work laptop');
    await other.press('account.passkey.rename.confirm');
    await other.says('account.passkey.name.taken');
    await type(other.page, '#name', 'Telephone');
    await other.press('account.passkey.rename.confirm');
    await other.says('account.passkeyRename.done');
    await listed(other, 'Telephone', 'Work laptop');

    // The laptop's is removed, by the phone's.
    await other.press(`account.passkey.remove`);
    await other.at('account.passkey.remove.title', { name: 'Work laptop' });
    await other.press('account.passkey.remove.confirm');
    await other.at('account.title');
    await other.says('account.passkeyRemove.done');
    await listed(other, 'Telephone');
    await other.at('account.title');
    expect(await instance.context.db.selectFrom('passkeys').select('id').execute()).toHaveLength(1);
    await officer.page.reload();
    await officer.at('signIn.title');
    await officer.press('signIn.usePasskey');
    await officer.says('signIn.refused.passkey');
  });

  test('passphrase and passkey together: neither alone; the words alone; and off again', async () => {
    const officer = await newPage(browser);
    const { page } = officer;
    await Authenticator.of(page);
    await officer.signInByPassphrase();
    await toAccount(officer);
    await addPasskey(officer, 'Work laptop', typePassphrase(officer));
    await officer.press('account.second.turnOn');
    await officer.at('account.second.turnOn');
    await officer.says('account.second.words');
    await type(page, '#secret', SETUP.passphrase);
    await officer.press('account.second.turnOn');
    await officer.at('account.title');
    await officer.says('account.both.done');
    await officer.says('account.unlocks.both');
    await officer.says('account.passkey.used');

    await lock(officer);
    await officer.signInByPassphrase();
    await officer.says('signIn.refused.alone');
    await officer.press('signIn.usePasskey');
    await officer.says('signIn.refused.passkey');
    await officer.press('signIn.useBoth');
    await type(page, '#secret', 'not my passphrase at all');
    await officer.press('signIn.submit');
    await officer.says('signIn.refused.both');
    await type(page, '#secret', SETUP.passphrase);
    await officer.press('signIn.submit');
    await officer.at('inbox.title');
    await newOfficer(instance, made.recoveryWords);

    await toAccount(officer);
    await officer.press('account.second.turnOff');
    await officer.at('account.second.turnOff');
    await type(page, '#secret', SETUP.passphrase);
    await officer.press('account.second.turnOff');
    await officer.at('account.title');
    await officer.says('account.either.done');
    const unlocks = await instance.context.db.selectFrom('unlocks').select('method').execute();
    expect(unlocks.map(({ method }) => method).sort()).toEqual(['passphrase', 'words']);
    await lock(officer);
    await officer.signInByPassphrase();
    await officer.at('inbox.title');
  });

  test('with the device lost, the words put a new one in force beside a passphrase that is chosen', async () => {
    const officer = await newPage(browser);
    const { page } = officer;
    const device = await Authenticator.of(page);
    await officer.signInByWords(made.recoveryWords);
    await toAccount(officer);
    await addPasskey(officer, 'Lost', typeWords(officer));
    await officer.press('account.second.turnOn');
    await officer.at('account.second.turnOn');
    await typeWords(officer)();
    await officer.press('account.second.turnOn');
    await officer.says('passphrase.short', { least: '14' });
    await type(page, '#passphrase', 'seven quiet lanterns by the ford');
    await type(page, '#again', 'seven quiet lanterns by the ford');
    await officer.press('account.second.turnOn');
    await officer.says('account.both.done');
    await device.forget();
    await officer.press('account.passkey.add');
    await officer.at('account.passkey.add.title');
    await typeWords(officer)();
    await type(page, '#passphrase', SETUP.passphrase);
    await type(page, '#again', SETUP.passphrase);
    await officer.fill('account.passkey.name', 'Found');
    await officer.press('account.passkey.add.next');
    await officer.at('account.passkey.create.title');
    // Excluded is what the account knows: the device was emptied, so it may make one again.
    await officer.press('account.passkey.create');
    await officer.says('account.passkeyAdd.done');
    await lock(officer);
    await officer.press('signIn.useBoth');
    await type(page, '#secret', SETUP.passphrase);
    await officer.press('signIn.submit');
    await officer.at('inbox.title');
    expect(await device.credentials()).toHaveLength(1);
  });

  test('refused by its owner, or unfit: said in words, nothing is stored, and it can be tried again', async () => {
    const officer = await newPage(browser);
    const { page } = officer;
    const device = await Authenticator.of(page);
    await officer.signInByWords(made.recoveryWords);
    await toAccount(officer);
    await officer.press('account.passkey.add');
    await officer.press('account.passkey.add.next');
    await officer.says('account.passkey.name.missing');
    await officer.press('account.back');
    await beginAdding(officer, 'Laptop', typeWords(officer));
    await officer.at('account.passkey.create.title');
    await device.refuse();
    await officer.press('account.passkey.create');
    await officer.says('failure.passkey-cancelled');
    expect(await instance.context.db.selectFrom('passkeys').select('id').execute()).toEqual([]);
    await device.remove();
    await Authenticator.of(page);
    await officer.press('account.passkey.create');
    await officer.says('account.passkeyAdd.done');

    const other = await newPage(browser);
    await Authenticator.of(other.page, false);
    await other.signInByWords(made.recoveryWords);
    await toAccount(other);
    await beginAdding(other, 'Without PRF', typeWords(other));
    await other.at('account.passkey.create.title');
    await other.press('account.passkey.create');
    await other.says('failure.passkey-unfit');
    expect(await instance.context.db.selectFrom('passkeys').select('id').execute()).toHaveLength(1);
  });

  test.each(['en', 'ar'] as const)(
    '%s: at another address than the line’s, the page says so, and no passkey is made',
    async (language) => {
      const elsewhere = await startInstance({
        pagesFolder: inject('pagesFolder'),
        database,
        publicUrl: 'https://line.example',
      });
      try {
        const { recoveryWords } = made;
        const page = await open(browser, { language });
        await page.goto(`http://localhost:${new URL(elsewhere.url).port}/officer/`);
        const officer = new OfficerJourney(page, language);
        const device = await Authenticator.of(page);
        const show = async (name: string) => {
          for (const scheme of ['light', 'dark']) {
            for (const width of [320, 1280]) {
              await page.setViewport({ width, height: 800 });
              await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
              expect(await troublesOf(page)).toEqual([]);
              await picture(page, `passkeys-elsewhere-${name}-${language}-${width}-${scheme}`);
            }
          }
        };
        await officer.press('signIn.usePasskey');
        await officer.says('failure.wrong-address');
        await show('sign-in');
        await officer.signInByWords(recoveryWords);
        await toAccount(officer);
        const type = () => paste(page, officer.t('account.present.words'), recoveryWords.join(' '));
        await beginAdding(officer, 'Laptop', type);
        await officer.says('failure.wrong-address');
        await show('add');
        expect(await device.credentials()).toEqual([]);
      } finally {
        await elsewhere.stop();
      }
    },
  );

  test('where the browser has no passkeys, there is no button for them, and the page says so', async () => {
    const page = await open(browser);
    await page.evaluateOnNewDocument('delete globalThis.PublicKeyCredential');
    await page.goto(`http://localhost:${new URL(instance.url).port}/officer/`);
    const officer = new OfficerJourney(page);
    await officer.signInByWords(made.recoveryWords);
    await toAccount(officer);
    await officer.says('account.passkeys.unfit');
    const text = await page.$eval('main', (main) => main.textContent);
    expect(text).not.toContain(officer.t('account.passkey.add'));
    await lock(officer);
    expect(await page.$eval('main', (main) => main.textContent)).not.toContain(
      officer.t('signIn.usePasskey'),
    );
  });

  test.each(['en', 'ar'] as const)(
    '%s: on a phone and in the dark nothing is too wide, nothing is out of reach',
    async (language) => {
      const officer = await newPage(browser, language);
      const { page } = officer;
      const show = async (name: string) => {
        for (const width of [320, 1280]) {
          await page.setViewport({ width, height: 800 });
          for (const value of ['light', 'dark'] as const) {
            await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
            expect(await troublesOf(page)).toEqual([]);
            await picture(page, `passkeys-${name}-${language}-${width}-${value}`);
          }
        }
      };
      await Authenticator.of(page);
      await officer.says('signIn.usePasskey');
      await show('sign-in');
      await officer.press('signIn.useBoth');
      await show('sign-in-both');
      await officer.press('signIn.usePassphraseAlone');
      await officer.signInByWords(made.recoveryWords);
      await toAccount(officer);
      await beginAdding(officer, `Laptop ${language}`, typeWords(officer));
      await officer.at('account.passkey.create.title');
      await show('create');
      await officer.press('account.passkey.create');
      await officer.says('account.passkeyAdd.done');
      await show('account');
      await officer.press('account.passkey.add');
      await officer.at('account.passkey.add.title');
      await show('add');
      await officer.press('account.back');
      await officer.press('account.passkey.rename');
      await officer.says('account.passkey.rename.hint');
      await show('rename');
      await officer.press('account.back');
      await officer.press('account.passkey.remove');
      await officer.says('account.passkey.remove.hint');
      await show('remove');
      await officer.press('account.back');
      await officer.press('account.second.turnOn');
      await officer.at('account.second.turnOn');
      await show('second');
      await page.close();
    },
  );
});

describe('firefox', () => {
  test('the page works as before, and offers passkeys only where the browser says that they can open something', async () => {
    const browser = await launch('firefox');
    try {
      const officer = await newPage(browser);
      const { page } = officer;
      await officer.signInByPassphrase();
      await officer.at('inbox.title');
      await toAccount(officer);
      await officer.says('account.passkeys.none');
      const can = await page.evaluate(async () => {
        const known = globalThis.PublicKeyCredential as unknown as
          { getClientCapabilities?: () => Promise<Record<string, boolean>> } | undefined;
        return known && (await known.getClientCapabilities?.())?.['extension:prf'] !== false;
      });
      const offered = can === true ? 'account.passkey.add' : 'account.passkeys.unfit';
      await officer.says(offered);
      expect(await troublesOf(page)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
