/** Coming back in after losing everything: asking colleagues, and finishing with their shares (PROTOCOL §9.1). */
import { equal, LENGTH, typed, type Entropy, type SigningPublicKey } from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { accountIdOf } from '../../../../crypto/id.ts';
import { personKeys, wipePersonKeys } from '../../../../crypto/person.ts';
import { newEntropy } from '../../../../crypto/receipt.ts';
import * as recovery from '../../../../crypto/recovery.ts';
import { recoveryKeys, wipeRecoveryKeys, type RecoveryKeys } from '../../../../crypto/recovery-keys.ts';
import { combineShares, seedsOf } from '../../../../crypto/shares.ts';
import { signingPublicKey } from '../../../../crypto/signature.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import type { Day } from '../../../../crypto/stamp.ts';
import { fromWords, toWords } from '../../../../crypto/words.ts';
import type * as z from 'zod/mini';
import { getChallenge, readDirectory } from '../../../../server/api/anyone.ts';
import type { Directory } from '../../../../server/api/directory.ts';
import { LIMITS } from '../../../../server/api/limits.ts';
import { askRecovery, finishRecovery, readOwnRecovery } from '../../../../server/api/recovery.ts';
import { ApiError, dayBy, type Api } from '../../../calls/api.ts';
import { addDays } from '../../../case/kinds/days.ts';
import { checkDirectory, findPerson } from '../../../directory/directory.ts';
import { Failure } from '../../../calls/failure.ts';
import { withWork, workFor } from '../../../calls/work.ts';
import { newAccount } from '../account/account.ts';
import { gather, type Asked, type Gathered, type OwnRecovery, type RecoveryStatus } from './gathered.ts';

interface Asking extends Asked {
  readonly name: string;
  readonly entropy: Entropy;
  /** Whether it may have arrived: from then on only the same bytes are sent. */
  readonly isSent: boolean;
}

interface Completion {
  readonly passphrase: string;
  readonly sent: z.output<typeof finishRecovery.request>;
}

export class RecoveryAsk {
  readonly #api: Api;
  #asking: Asking | null = null;
  /** A completion that was sent and that no answer came to: the server may have it. */
  #unsettled: Completion | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Makes twelve new words for an account by name. Nothing is sent. */
  async make(name: string): Promise<string[]> {
    const entropy = newEntropy();
    await this.#begin(name, entropy);
    return toWords(entropy);
  }

  /** Asks colleagues, once the words are kept. May be sent again where no answer came. */
  async ask(): Promise<RecoveryStatus> {
    const work = workFor('request', LENGTH.RecoveryRequest);
    await withWork(
      async () => (await this.#api.call(getChallenge, work)).challenge,
      async (done) => {
        // Dated by the server's day, which comes with the challenge.
        const { keys, request } = this.#dated();
        const signature = recovery.signAsking(keys.signingSeed, request);
        await this.#api.call(askRecovery, { request, signature, work: done });
      },
    );
    return this.status();
  }

  /**
   * Comes back to what was asked before.
   * @throws CryptoError `bad-words`; ApiError `not-found`
   */
  async find(name: string, words: string): Promise<RecoveryStatus> {
    const entropy = fromWords(words);
    const { instance, keys } = await this.#prepare(name, entropy);
    const { request } = await this.#read(instance, keys);
    await this.#begin(name, entropy, recovery.parseRequest(request).expires);
    return this.status();
  }

  async status(): Promise<RecoveryStatus> {
    const { status, shares } = await this.#gather();
    for (const share of shares) sodium.memzero(share);
    return status;
  }

  /** Whether a completion was sent and no answer came: only the same one can be sent again. */
  async isUnsettled(): Promise<boolean> {
    return this.#unsettled !== null;
  }

  /**
   * Puts a new passphrase, and the new words, in the place of all that unlocked the account.
   * @param passphrase null for the one that was sent before
   * @throws CryptoError `tampered` when the shares do not give back the keys that the directory names; Failure
   * `conflict` for another passphrase than the one that may be in force already, or too few shares
   */
  async finish(passphrase: string | null): Promise<void> {
    const before = this.#unsettled;
    if (passphrase === null ? before === null : before !== null && before.passphrase !== passphrase)
      throw new Failure('conflict');
    const completion = before ?? {
      passphrase: passphrase!,
      sent: await this.#prepareFinish(passphrase!),
    };
    try {
      await this.#api.call(finishRecovery, completion.sent);
    } catch (error) {
      // Without an answer to trust the same bytes are sent again, until they are taken or refused for good.
      if (isLost(error)) this.#unsettled = completion;
      else if (isRefused(error)) this.#unsettled = null;
      throw error;
    }
    this.#wipe();
  }

  #wipe(): void {
    if (this.#asking !== null) {
      wipeRecoveryKeys(this.#asking.keys);
      sodium.memzero(this.#asking.entropy);
    }
    this.#asking = null;
    this.#unsettled = null;
  }

  async #prepareFinish(passphrase: string) {
    const asking = this.#current();
    const { directory, account, name, id, entropy } = asking;
    const { status, owner, shares } = await this.#gather();
    if (owner === null || shares.length < status.threshold) throw new Failure('conflict');
    const secret = await combineShares(shares.slice(0, status.threshold));
    const { person: seed, authority } = seedsOf(secret);
    const keys = personKeys(seed);
    try {
      const person = findPerson(directory, owner);
      const isTheirs =
        person !== undefined &&
        equal(person.kem, keys.kemPublicKey) &&
        equal(person.signing, keys.signingPublicKey);
      if (!isTheirs) throw new CryptoError('tampered', 'shares of another key');
      const isAuthority = equal(signingPublicKey(authority), directory.authority);
      const seeds = { person: seed, authority: isAuthority ? authority : null };
      const secrets = { name, passphrase, recovery: typed('Entropy', entropy.slice()) };
      const made = newAccount(directory, owner, seeds, secrets).account;
      const done = recovery.formatDone({
        instance: directory.instance,
        request: id,
        owner,
        day: dayBy(this.#api),
        unlocks: recovery.unlocksHash(account, made),
      });
      return { account: made, done, signature: recovery.signDone(keys.signingSeed, done) };
    } finally {
      for (const bytes of [secret, seed, authority, ...shares]) sodium.memzero(bytes);
      wipePersonKeys(keys);
    }
  }

  async #prepare(name: string, entropy: Entropy) {
    const { directory } = checkDirectory(await this.#api.call(readDirectory, {}), null);
    const { instance } = directory;
    const account = accountIdOf(instance, name);
    return { directory, instance, account, keys: recoveryKeys(entropy, instance, account) };
  }

  /** @param known last day it can be answered, where it was asked before; for a new one it follows from the server's day */
  async #begin(name: string, entropy: Entropy, known: Day | null = null): Promise<void> {
    const { directory, instance, account, keys } = await this.#prepare(name, entropy);
    const expires = known ?? this.#lastDay();
    const request = requestOf(instance, account, keys, expires);
    this.#wipe();
    const id = recovery.requestHash(request);
    this.#asking = { name, account, directory, entropy, keys, request, id, isSent: known !== null };
  }

  /** What is to be sent: writing down words can take longer than the day they were made on. */
  #dated(): Asking {
    const asking = this.#current();
    if (asking.isSent) return asking;
    const { directory, account, keys } = asking;
    const request = requestOf(directory.instance, account, keys, this.#lastDay());
    return (this.#asking = { ...asking, request, id: recovery.requestHash(request), isSent: true });
  }

  #lastDay(): Day {
    return addDays(dayBy(this.#api), LIMITS.recoveryDays) as Day;
  }

  async #read(instance: Directory['instance'], keys: RecoveryKeys): Promise<OwnRecovery> {
    const { challenge } = await this.#api.call(getChallenge, {});
    const publicKey: SigningPublicKey = keys.signingPublicKey;
    const signature = recovery.signReading(keys.signingSeed, instance, publicKey, challenge.signature);
    return this.#api.call(readOwnRecovery, { publicKey, challenge, signature });
  }

  async #gather(): Promise<Gathered> {
    const asking = this.#current();
    // Whoever has left the office since does not count any more.
    const newest = checkDirectory(await this.#api.call(readDirectory, {}), asking.directory.authority);
    const own = await this.#read(asking.directory.instance, asking.keys);
    // Another request than was made, with other keys in it, would have other words.
    if (!equal(own.request, asking.request)) throw new CryptoError('tampered', 'another request');
    return gather(own, { ...asking, directory: newest.directory });
  }

  #current(): Asking {
    if (this.#asking === null) throw new Failure('locked');
    return this.#asking;
  }
}

function requestOf(
  instance: Directory['instance'],
  account: Asked['account'],
  { kemPublicKey: kem, signingPublicKey: signing }: RecoveryKeys,
  expires: Day,
) {
  return recovery.formatRequest({ instance, account, kem, signing, expires });
}

function isLost(error: unknown): boolean {
  return error instanceof ApiError && ['offline', 'bad-answer', 'unavailable'].includes(error.code);
}

/** Whether the server never took it, and will not. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiError && ['conflict', 'not-found', 'bad-request'].includes(error.code);
}
