/** A device that keeps passkeys, as Chromium simulates one. */
import type { CDPSession, Page } from 'puppeteer-core';

export class Authenticator {
  readonly #client: CDPSession;
  readonly id: string;

  private constructor(client: CDPSession, id: string) {
    this.#client = client;
    this.id = id;
  }

  /** Puts a device into a page's computer: it says yes to everything at once. @param hasPrf what the passkeys can open */
  static async of(page: Page, hasPrf = true): Promise<Authenticator> {
    const client = await page.createCDPSession();
    await client.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      ctap2Version: 'ctap2_1',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    } as const;
    const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', { options });
    return new Authenticator(client, authenticatorId);
  }

  async credentials() {
    const { credentials } = await this.#client.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    return credentials;
  }

  /** From now on whoever is at the device is not its owner. After some tries it listens to nobody. */
  async refuse(): Promise<void> {
    await this.#client.send('WebAuthn.setUserVerified', { authenticatorId: this.id, isUserVerified: false });
  }

  async remove(): Promise<void> {
    await this.#client.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.id });
  }

  async forget(): Promise<void> {
    await this.#client.send('WebAuthn.clearCredentials', { authenticatorId: this.id });
  }
}
