/** All an officer's page does with keys and the server. Runs in a worker; nothing here touches the page. */
import { LENGTH, typed, type PersonId } from '../../crypto/bytes.ts';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { caseReference } from '../../crypto/id.ts';
import { prfInput } from '../../crypto/passkey.ts';
import { wipePersonKeys } from '../../crypto/person.ts';
import { newEntropy } from '../../crypto/receipt.ts';
import { sodium } from '../../crypto/sodium.ts';
import { wipeUnlockKeys } from '../../crypto/vault.ts';
import { toWords } from '../../crypto/words.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { endSessions, readSessions } from '../../server/api/account.ts';
import { signOut } from '../../server/api/officer.ts';
import { startPasskey } from '../../server/api/passkeys.ts';
import { ApiError, type Api } from '../api.ts';
import { wordsState, type WordsState } from '../words-state.ts';
import type { StatusChange } from '../case/content.ts';
import type { Identity } from '../case/identity-box.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../directory.ts';
import { Failure } from '../failure.ts';
import {
  openAuthoritySeed,
  unlockKeys,
  type PasskeyAnswer,
  type Secret,
  type StoredAccount,
} from './account.ts';
import { CaseDesk, type OpenCase } from './case-desk.ts';
import { colleaguesOf, type Colleague } from './colleagues.ts';
import { newerDirectory, remember } from './followed-directory.ts';
import { chooseHelpers, readHelpers, type HelpersView } from './helpers.ts';
import { goThrough, type CasesDone, type CasesProgress } from './go-through.ts';
import { syncInbox, type SyncProgress } from './inbox.ts';
import { toInboxCase, type InboxCase } from './inbox-case.ts';
import {
  checkInvitationLink,
  takeUpInvitation,
  type InvitationForm,
  type InvitationResult,
} from './invitation.ts';
import { openAccount, type OpenAccount } from './sign-in.ts';
import type { Keyring } from './keyring.ts';
import type { KeyringCase } from './keyring-case.ts';
import { Office, type OfficeDraft, type OfficeView } from './office.ts';
import {
  PasskeyDesk,
  type NewPasskey,
  type OwnPasskeys,
  type PasskeyCreation,
  type PasskeyRequest,
} from './own-passkeys.ts';
import { RecoveryAsk, type RecoveryStatus } from './recovery-ask.ts';
import { RecoveryHelp, type RecoveriesView } from './recovery-help.ts';
import { prepareChange, sendChange, type ReadyChange } from './unlock-change.ts';
import { tryHere, type SlotReader, type SlotTrying, type StartTrying } from './slot-trying.ts';
import { checkSetupLink, InstanceSetup, type SetupForm, type SetupResult } from './setup.ts';

export interface SignedIn {
  /** base64url of this officer's id in the directory. */
  readonly person: string;
  /** What was signed in with: opening the office takes it once more. */
  readonly method: Secret['method'];
  /** This officer's name or role in the directory. */
  readonly name: string;
  readonly role: 'officer' | 'custodian';
  /** Whether this account holds the authority's key: it may open the office. */
  readonly isAuthority: boolean;
  /** Name of the office, by language. */
  readonly instanceName: Readonly<Record<string, string>>;
  /** Titles of doors by id, each by language. */
  readonly doors: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A session of this account. */
export interface OwnSession {
  /** base64url. */
  readonly id: string;
  /** UTC day it began. */
  readonly day: string;
  readonly isThis: boolean;
}

/** What handing over would do. */
export interface HandOverChoices {
  readonly colleagues: readonly Colleague[];
  /** Open cases that this officer reads. */
  readonly cases: number;
  /** Those among them that could not be checked, and can't be given. */
  readonly unsound: number;
}

interface SignedInState extends OpenAccount {
  readonly desk: CaseDesk;
  readonly passkeys: PasskeyDesk;
  stored: StoredAccount;
  /** New recovery words that were shown, and are not in force yet. */
  newWords: ReadyChange | null;
  known: KnownDirectory;
  /** Open only while the authority's key is unlocked. */
  office: Office | null;
}

/** How often the inbox is brought up to date while another device keeps storing the keyring, before giving up. */
const TRIES = 5;

export class OfficerSession {
  readonly #api: Api;
  readonly #setup: InstanceSetup;
  readonly #recovery: RecoveryAsk;
  readonly #help: RecoveryHelp;
  readonly #startTrying: StartTrying;
  readonly #trying = new Set<SlotTrying>();
  #state: SignedInState | null = null;
  #handsOver = false;

  constructor(api: Api, startTrying: StartTrying = tryHere) {
    this.#api = api;
    this.#startTrying = startTrying;
    this.#setup = new InstanceSetup(api);
    this.#recovery = new RecoveryAsk(api);
    this.#help = new RecoveryHelp(api);
  }

  /** @throws Failure `setup-refused` when the link was used */
  async checkSetup(token: string): Promise<void> {
    await checkSetupLink(this.#api, token);
  }

  async setUp(form: SetupForm): Promise<SetupResult> {
    return this.#setup.run(form);
  }

  /** @throws Failure `setup-refused` when the invitation was used, withdrawn, or has expired */
  async checkInvitation(token: string, authority: string): Promise<void> {
    await checkInvitationLink(this.#api, token, authority);
  }

  async takeUpInvitation(form: InvitationForm): Promise<InvitationResult> {
    return takeUpInvitation(this.#api, form);
  }

  /** Makes the words of somebody who lost everything. @param name of the account */
  async makeRecovery(name: string): Promise<string[]> {
    return this.#recovery.make(name);
  }

  /** Asks colleagues, once the words are kept. */
  async askRecovery(): Promise<RecoveryStatus> {
    return this.#recovery.send();
  }

  /** @throws Failure `not-found`, `bad-words` */
  async findRecovery(name: string, words: string): Promise<RecoveryStatus> {
    return this.#recovery.find(name, words);
  }

  async recoveryStatus(): Promise<RecoveryStatus> {
    return this.#recovery.status();
  }

  /** Opens the account again, with what colleagues gave. @param passphrase null for the one sent before */
  async finishRecovery(passphrase: string | null): Promise<void> {
    return this.#recovery.finish(passphrase);
  }

  /** Whether a passphrase was sent that may be in force already: only that one can be sent again. */
  async isRecoveryUnsettled(): Promise<boolean> {
    return this.#recovery.isUnsettled;
  }

  /** What is right or wrong with recovery words, without asking anybody. */
  async checkWords(input: string): Promise<WordsState> {
    return wordsState(input);
  }

  /**
   * Signs in and opens the keyring.
   * @throws Failure `signed-out` for an unknown account and a wrong secret alike; `bad-words` before any request
   */
  async signIn(name: string, secret: Secret): Promise<SignedIn> {
    const opened = await openAccount(this.#api, name, secret);
    const desk = new CaseDesk({ api: this.#api, ...opened });
    const state = { ...opened, desk, office: null, newWords: null };
    this.#state = Object.assign(state, { passkeys: new PasskeyDesk(this.#api, state) });
    return this.profile();
  }

  /** Who is signed in, and the office's names as the newest directory has them. */
  async profile(): Promise<SignedIn> {
    const { known, person, stored } = this.#signedIn();
    const { directory } = known;
    const doors = Object.fromEntries(directory.doors.map((door) => [door.id, door.title]));
    return {
      person: toBase64url(person),
      method: stored.method,
      name: findPerson(directory, person)?.name ?? '',
      role: findPerson(directory, person)?.role ?? 'officer',
      isAuthority: stored.authorityVault !== null,
      instanceName: directory.name,
      doors,
    };
  }

  /**
   * Brings the inbox up to date: new slot sets tried, changed cases verified, the keyring stored.
   * @returns every case this officer can open, in no particular order
   */
  async inbox(onProgress: (progress: SyncProgress) => void): Promise<InboxCase[]> {
    const state = this.#signedIn();
    const { keyring, desk, keys } = state;
    await this.#refreshDirectory(state);
    const startTrying = (cases: number) => this.#tryWith(keys, cases);
    for (let tries = 1; ; tries++) {
      try {
        await syncInbox({ api: this.#api, keyring, desk, startTrying, onProgress });
        break;
      } catch (error) {
        // Another device stored the keyring in between: take its pages, and find again what is missing.
        const again = error instanceof ApiError && error.code === 'conflict' && tries < TRIES;
        if (!again) throw error;
        await keyring.load();
      }
    }
    return keyring.cases.filter(({ left }) => left === null).map(toInboxCase);
  }

  /** Tries slot sets until that is over, or this session. */
  #tryWith(reader: SlotReader, cases: number): SlotTrying {
    if (this.#state === null) throw new Failure('locked');
    const trying = this.#startTrying(reader, cases);
    this.#trying.add(trying);
    const end = () => {
      this.#trying.delete(trying);
      trying.end();
    };
    return { open: (sets) => trying.open(sets), end };
  }

  /** Colleagues come and go while somebody is signed in: their entries need the newest directory. */
  async #refreshDirectory(state: SignedInState): Promise<void> {
    const newer = await newerDirectory(this.#api, state.known, state.keyring);
    if (newer !== null) this.#take(newer, state);
  }

  /** The inbox as the keyring has it, without asking the server: at once after signing in. */
  async knownInbox(): Promise<InboxCase[]> {
    return this.#signedIn()
      .keyring.cases.filter(({ summary, left }) => summary !== null && left === null)
      .map(toInboxCase);
  }

  /**
   * Reads a case. The first time, an access entry tells the reporter that it was opened.
   * @param id from the inbox
   */
  async openCase(id: string): Promise<OpenCase> {
    const open = () => this.#change(id, (desk, known) => desk.open(known));
    const opened = await open();
    const { shared, internal } = opened.unreadable;
    if (shared === null && internal === null) return opened;
    // It may be by somebody who came to the office since the directory was read.
    await this.#refreshDirectory(this.#signedIn());
    return open();
  }

  async reply(id: string, text: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.write(known, 'shared', 'message', { text }));
  }

  async setStatus(id: string, status: StatusChange, reason: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.write(known, 'shared', 'status', { status, reason }));
  }

  /**
   * Gives a colleague access to a case.
   * @param person base64url of the colleague's id
   * @throws Failure `left-out` for somebody the reporter left out
   */
  async grant(id: string, person: string): Promise<OpenCase> {
    return this.#change(id, async (desk, known) => {
      await desk.grant(known, personId(person));
      return desk.open(known);
    });
  }

  /** Ends a colleague's access to a case: its keys change, and the others read on. */
  async endAccess(id: string, person: string): Promise<OpenCase> {
    return this.#change(id, async (desk, known) => {
      await desk.rotate(known, [personId(person)]);
      return desk.open(known);
    });
  }

  /** Ends this officer's own access to a case: its keys change, and the others read on. */
  async recuse(id: string): Promise<void> {
    const { keyring, desk, person } = this.#signedIn();
    const known = keyring.find(id);
    if (known === undefined) throw new Failure('not-found');
    await desk.inTurn(known, async () => {
      await desk.rotate(known, [person]);
      keyring.leave(known);
    });
    await this.#saveKeyring(keyring);
  }

  /**
   * Changes the keys of every open case that somebody who left the office could still read. May be stopped
   * and begun again at any time: what is done is done. A case that fails is left for another time.
   */
  async rotate(onProgress: (progress: CasesProgress) => void): Promise<CasesDone> {
    const { desk, keyring } = this.#signedIn();
    const cases = keyring.cases.filter((known) => desk.isToRotate(known));
    return this.#changeAll(cases, onProgress, async (known) => {
      if (!desk.isToRotate(known)) return false;
      // The conversation has its new key then; that the notes have not must be said all the same.
      if (!(await desk.rotate(known))) throw new Failure('unreadable');
      return true;
    });
  }

  /**
   * Gives a colleague access to every open case, as before leave. May be stopped and begun again.
   * @param person base64url of the colleague's id
   */
  async handOver(person: string, onProgress: (progress: CasesProgress) => void): Promise<CasesDone> {
    const { desk, keyring } = this.#signedIn();
    const to = personId(person);
    this.#handsOver = true;
    return this.#changeAll(
      openCases(keyring),
      onProgress,
      async (known) => this.#handsOver && desk.grant(known, to),
    );
  }

  /** Ends handing over after the case that is being given. */
  async stopHandOver(): Promise<void> {
    this.#handsOver = false;
  }

  /** Active colleagues to hand over to, and how many cases that would be. */
  async handOverChoices(): Promise<HandOverChoices> {
    const { known, person, keyring } = this.#signedIn();
    const open = openCases(keyring);
    return {
      colleagues: colleaguesOf(known.directory, [person], []).possible,
      cases: open.length,
      unsound: open.filter(({ summary }) => summary?.trouble !== null).length,
    };
  }

  /** Does something with many cases, each in its turn; what is done is kept now and then. */
  async #changeAll(
    cases: readonly KeyringCase[],
    onProgress: (progress: CasesProgress) => void,
    act: (known: KeyringCase) => Promise<boolean>,
  ): Promise<CasesDone> {
    const state = this.#signedIn();
    const { desk, keyring } = state;
    const ids = cases.map(({ id }) => toBase64url(id));
    const { changed, failed } = await goThrough(ids, {
      onProgress,
      act: async (id) => {
        if (this.#state !== state) throw new Failure('locked');
        // Found anew each time: another device may have stored the keyring meanwhile.
        const known = keyring.find(id);
        return known !== undefined && desk.inTurn(known, () => act(known));
      },
      save: () => this.#saveKeyring(keyring),
    });
    return {
      changed,
      failed: failed.flatMap((id) => keyring.find(id) ?? []).map(({ id }) => caseReference(id)),
    };
  }

  async addNote(id: string, text: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.write(known, 'internal', 'note', { text }));
  }

  /** Asks the custodians of a case to be told who its reporter is. */
  async askIdentity(id: string, reason: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.askIdentity(known, reason));
  }

  /** @param request from the case's view, as in all that follow */
  async decideIdentity(id: string, request: string, approved: boolean, reason: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.decideIdentity(known, request, { approved, reason }));
  }

  /** @throws Failure `not-due` while the reporter may still object */
  async discloseIdentity(id: string, request: string): Promise<OpenCase> {
    return this.#change(id, (desk, known) => desk.discloseIdentity(known, request));
  }

  /**
   * Opens an identity that was disclosed to this officer, which the reporter sees. It is kept nowhere.
   * @throws Failure `rule-broken`, `not-for-you`, or `not-found`
   */
  async openIdentity(id: string, request: string): Promise<{ view: OpenCase; identity: Identity }> {
    return this.#change(id, (desk, known) => desk.openIdentity(known, request));
  }

  async #change<T = OpenCase>(
    id: string,
    act: (desk: CaseDesk, known: KeyringCase) => Promise<T>,
  ): Promise<T> {
    const { keyring, desk } = this.#signedIn();
    const known = keyring.find(id);
    if (known === undefined) throw new Failure('not-found');
    const view = await desk.inTurn(known, () => act(desk, known));
    await this.#saveKeyring(keyring);
    return view;
  }

  /** The keyring only remembers: when another device was first, the next look at the inbox mends it. */
  async #saveKeyring(keyring: Keyring): Promise<void> {
    try {
      await keyring.save();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /**
   * Opens the office with the authority's key, which takes the same secret as signing in, once more.
   * @throws Failure `wrong-secret`
   */
  async openOffice(secret: Secret): Promise<OfficeView> {
    const state = this.#signedIn();
    const { stored } = state;
    if (secret.method !== stored.method) throw new Failure('wrong-secret');
    const unlock = unlockKeys(secret, stored.salt, stored.instance, stored.account);
    try {
      const seed = openAuthoritySeed(unlock, stored);
      state.office = new Office(this.#api, seed, state.sessionChallenge, state.known);
    } catch {
      throw new Failure('wrong-secret');
    } finally {
      wipeUnlockKeys(unlock);
    }
    return state.office.view();
  }

  /** The office again, as it is now. */
  async office(): Promise<OfficeView> {
    await this.#refreshDirectory(this.#signedIn());
    return this.#office().view();
  }

  async invite(): Promise<{ token: string; expires: string }> {
    return this.#office().invite();
  }

  async withdrawInvitation(id: string): Promise<OfficeView> {
    await this.#office().withdraw(id);
    return this.#office().view();
  }

  /** Publishes the next version of the directory. */
  async publishOffice(draft: OfficeDraft): Promise<OfficeView> {
    const state = this.#signedIn();
    this.#take(await this.#office().publish(draft), state);
    await this.#saveKeyring(state.keyring);
    return this.#office().view();
  }

  /** Forgets the authority's key until the office is opened again. */
  async closeOffice(): Promise<void> {
    const { office } = this.#signedIn();
    office?.wipe();
    this.#signedIn().office = null;
  }

  #office(): Office {
    const { office } = this.#signedIn();
    if (office === null) throw new Failure('locked');
    return office;
  }

  /** Goes on with a directory that follows the one before. */
  #take(known: KnownDirectory, state: SignedInState): void {
    state.known = known;
    state.desk.directory = known;
    state.office?.follow(known);
    remember(known, state.keyring);
  }

  /** Sessions of this account that have not ended. */
  async sessions(): Promise<OwnSession[]> {
    this.#signedIn();
    const { sessions } = await this.#api.call(readSessions, {});
    return sessions.map(({ id, ...rest }) => ({ id: toBase64url(id), ...rest }));
  }

  /** Ends one other session, or with null all others. @returns those that go on */
  async endSessions(id: string | null): Promise<OwnSession[]> {
    this.#signedIn();
    const token = id === null ? null : typed('Hash', fromBase64url(id) ?? new Uint8Array());
    await this.#api.call(endSessions, { id: token });
    return this.sessions();
  }

  /**
   * @param secret what was signed in with, once more
   * @throws Failure `wrong-secret`
   */
  async changePassphrase(secret: Secret, passphrase: string): Promise<void> {
    const state = this.#signedIn();
    if (await state.passkeys.changePassphrase(secret, passphrase)) return;
    const change = prepareChange(secret, { method: 'passphrase', passphrase }, state);
    state.stored = await sendChange(this.#api, change, state.stored);
  }

  /**
   * Makes new recovery words. The old ones go on working until `takeNewWords`.
   * @param secret what was signed in with, once more
   * @throws Failure `wrong-secret`
   */
  async makeNewWords(secret: Secret): Promise<string[]> {
    const state = this.#signedIn();
    const entropy = newEntropy();
    try {
      state.newWords = prepareChange(secret, { method: 'words', entropy }, state);
      return toWords(entropy);
    } finally {
      sodium.memzero(entropy);
    }
  }

  /** Puts the new words in the place of the old ones. May be called again where no answer came. */
  async takeNewWords(): Promise<void> {
    const state = this.#signedIn();
    if (state.newWords === null) throw new Failure('unexpected');
    state.stored = await sendChange(this.#api, state.newWords, state.stored);
    state.newWords = null;
  }

  /** Forgets words that were made and are not in force. */
  async dropNewWords(): Promise<void> {
    if (this.#state !== null) this.#state.newWords = null;
  }

  /** What a browser is asked for to use a passkey: to sign in, or once more. */
  async passkeyRequest(): Promise<PasskeyRequest> {
    if (this.#state !== null) return this.#state.passkeys.request();
    const { directory } = checkDirectory(await this.#api.call(readDirectory, {}), null);
    const { challenge } = await this.#api.call(startPasskey, {});
    return { input: prfInput(directory.instance), credentials: [], challenge };
  }

  async passkeys(): Promise<OwnPasskeys> {
    return this.#signedIn().passkeys.list();
  }

  /** Opens what is needed to add a passkey, until `addPasskey` or `dropNewPasskey`. See `PasskeyDesk`. */
  async beginPasskey(secret: Secret, passphrase: string | null): Promise<PasskeyCreation> {
    return this.#signedIn().passkeys.beginAdding(secret, passphrase);
  }

  async addPasskey(made: NewPasskey): Promise<OwnPasskeys> {
    return this.#signedIn().passkeys.finishAdding(made);
  }

  async dropNewPasskey(): Promise<void> {
    this.#state?.passkeys.drop();
  }

  async removePasskey(secret: Secret, id: string): Promise<OwnPasskeys> {
    return this.#signedIn().passkeys.remove(secret, id);
  }

  async renamePasskey(secret: Secret, id: string, name: string): Promise<OwnPasskeys> {
    return this.#signedIn().passkeys.rename(secret, id, name);
  }

  /** Has passphrase and passkey count only together (`both`), or each alone (`either`). */
  async turnSecondFactor(
    secret: Secret,
    mode: OwnPasskeys['mode'],
    passphrase: string | null,
    used: PasskeyAnswer | null,
  ): Promise<OwnPasskeys> {
    const { passkeys, keyring } = this.#signedIn();
    const turned = await passkeys.turn(secret, mode, passphrase, used);
    await this.#saveKeyring(keyring);
    return turned;
  }

  /** The colleagues who could bring this officer back in. */
  async helpers(): Promise<HelpersView> {
    const state = this.#signedIn();
    await this.#refreshDirectory(state);
    return readHelpers(this.#api, state);
  }

  /**
   * @param secret what was signed in with, once more
   * @param ids base64url of colleagues' ids
   * @throws Failure `wrong-secret`
   */
  async chooseHelpers(secret: Secret, ids: readonly string[]): Promise<HelpersView> {
    const state = this.#signedIn();
    await this.#refreshDirectory(state);
    await chooseHelpers(this.#api, state, secret, ids.map(personId));
    return this.helpers();
  }

  /** Requests for this officer to answer, and the record of all. */
  async recoveries(): Promise<RecoveriesView> {
    const state = this.#signedIn();
    await this.#refreshDirectory(state);
    return this.#help.view(state);
  }

  /** @param id from `recoveries` */
  async answerRecovery(id: string, answer: 'approved' | 'refused'): Promise<RecoveriesView> {
    await this.#help.answer(id, answer, this.#signedIn());
    return this.recoveries();
  }

  /** Ends the session on the server and forgets every key. */
  async lock(): Promise<void> {
    const state = this.#state;
    this.#state = null;
    for (const trying of this.#trying) trying.end();
    if (state === null) return;
    this.#help.wipe();
    state.keyring.wipe();
    state.desk.wipe();
    state.office?.wipe();
    state.passkeys.drop();
    wipePersonKeys(state.keys);
    try {
      await this.#api.call(signOut, {});
    } catch {
      // Without an answer the session ends by itself after its idle time.
    }
  }

  #signedIn(): SignedInState {
    if (this.#state === null) throw new Failure('locked');
    return this.#state;
  }
}

function personId(id: string): PersonId {
  const bytes = fromBase64url(id);
  if (bytes?.length !== LENGTH.PersonId) throw new Failure('not-found');
  return typed('PersonId', bytes);
}

/** Cases that are not closed, and that this officer has not left. */
function openCases({ cases }: Keyring): KeyringCase[] {
  return cases.filter(
    ({ summary, left }) => left === null && summary !== null && summary.status !== 'closed',
  );
}
