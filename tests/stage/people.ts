/** What reporters and officers send, made with their real keys but request by request, so that a test can bend it. */
import type { z } from 'zod/mini';
import {
  typed,
  type CaseId,
  type CaseKey,
  type EntryBytes,
  type Hash,
  type PersonId,
} from '../../crypto/bytes.ts';
import { accessSeed } from '../../crypto/case-key.ts';
import { sealEntry } from '../../crypto/entry.ts';
import { entryHash, NO_HASH, type Chain } from '../../crypto/header.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { newPersonSeed, personKeys, type PersonKeys } from '../../crypto/person.ts';
import { signRequest, type Purpose } from '../../crypto/request.ts';
import { signSignIn } from '../../crypto/sign-in.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import type { UnlockKeys } from '../../crypto/vault.ts';
import type { Api } from '../../client/calls/api.ts';
import { encodeContent } from '../../client/case/kinds/table.ts';
import type { KnownDirectory } from '../../client/directory/directory.ts';
import {
  openPersonSeed,
  unlockKeys,
  type StoredAccount,
} from '../../client/officer/worker/account/account.ts';
import { sealReport, type ReportDraft, type SealedReport } from '../../client/reporter/worker/sealing.ts';
import { solve, workFor } from '../../client/calls/work.ts';
import { getChallenge } from '../../server/api/anyone.ts';
import type { Directory } from '../../server/api/directory.ts';
import { signIn, startSignIn } from '../../server/api/officer.ts';
import { openCase, type appendOwnEntry } from '../../server/api/reporter.ts';
import { REPORT, SETUP } from './running.ts';
import { knownDirectory } from './inside.ts';

export type OpenRequest = z.output<typeof openCase.request>;

/** @param bytes of what is written with it, where that is more than a usual report */
export async function freshWork(api: Api, bytes?: number): Promise<OpenRequest['work']> {
  const asked = bytes === undefined ? {} : workFor('case', bytes);
  return solve((await api.call(getChallenge, asked)).challenge);
}

/** A report nobody has sent yet, and the request that would send it. */
export async function newReport(
  api: Api,
  draft: ReportDraft = REPORT,
): Promise<{ sealed: SealedReport; known: KnownDirectory; request: OpenRequest }> {
  const known = await knownDirectory(api);
  const sealed = sealReport(draft, known);
  const { entry, slotSets } = sealed;
  return { sealed, known, request: { entry, slotSets, work: await freshWork(api) } };
}

export interface SentCase {
  readonly sealed: SealedReport;
  readonly known: KnownDirectory;
  readonly caseId: CaseId;
  readonly key: CaseKey;
  readonly head: Hash;
}

/** A case that the server has. */
export async function sentCase(api: Api, draft: ReportDraft = REPORT): Promise<SentCase> {
  const { sealed, known, request } = await newReport(api, draft);
  await api.call(openCase, request);
  const key = openSlotSet(sealed.slotSets[0]!, sealed.keys.kemSeed)!.key;
  return { sealed, known, caseId: sealed.keys.caseId, key, head: entryHash(sealed.entry) };
}

/** The signed part of a reporter's request. */
export async function ownSigned(api: Api, sent: SentCase, purpose: Purpose) {
  const { challenge } = await api.call(getChallenge, {});
  const { instance } = sent.known.directory;
  const { signingSeed, signingPublicKey: publicKey } = sent.sealed.keys;
  const context = { instance, caseId: sent.caseId, purpose, challenge: challenge.signature };
  return { publicKey, challenge, signature: signRequest(signingSeed, context) };
}

export async function ownAppendRequest(
  api: Api,
  sent: SentCase,
  text: string,
  place = { seq: 1, previous: sent.head },
): Promise<z.output<typeof appendOwnEntry.request>> {
  const signed = await ownSigned(api, sent, 'append');
  const entry = sealEntry(
    {
      caseId: sent.caseId,
      chain: 'shared',
      ...place,
      audience: 'shared',
      epoch: 0,
      author: { role: 'reporter', key: sent.sealed.keys.signingPublicKey },
      kind: 'message',
      content: encodeContent('message', { text }),
    },
    sent.key,
    sent.sealed.keys.signingSeed,
  );
  return { ...signed, entry, work: await solve(signed.challenge) };
}

export interface OfficerAtWork {
  readonly api: Api;
  readonly directory: Directory;
  readonly person: PersonId;
  readonly keys: PersonKeys;
  readonly sessionChallenge: string;
}

/** Signs in step by step with recovery words. */
export async function officerAtWork(
  api: Api,
  recoveryWords: readonly string[],
  name: string = SETUP.accountName,
): Promise<OfficerAtWork> {
  return (await accountAtWork(api, recoveryWords, name)).officer;
}

/** The same, with what opens the account's vaults. */
export async function accountAtWork(
  api: Api,
  recoveryWords: readonly string[],
  name: string = SETUP.accountName,
): Promise<{ officer: OfficerAtWork; unlock: UnlockKeys; stored: StoredAccount }> {
  const { directory } = await knownDirectory(api);
  const { instance, authority } = directory;
  const account = accountIdOf(instance, name);
  const { salt, challenge } = await api.call(startSignIn, { account });
  const secret = { method: 'words', words: recoveryWords.join(' ') } as const;
  const unlock = unlockKeys(secret, salt, instance, account);
  const signature = signSignIn(unlock.signInSeed, instance, account, challenge);
  const given = await api.call(signIn, { account, method: 'words', challenge, signature, work: null });
  const stored: StoredAccount = { instance, authority, account, salt, method: 'words', ...given };
  const keys = personKeys(openPersonSeed(unlock, stored));
  const { person, sessionChallenge } = given;
  return { officer: { api, directory, person, keys, sessionChallenge }, unlock, stored };
}

/** The access signature for a case, by whoever holds `key`. */
export function accessOf(officer: OfficerAtWork, caseId: CaseId, key: CaseKey, purpose: Purpose) {
  const context = {
    instance: officer.directory.instance,
    caseId,
    purpose,
    challenge: officer.sessionChallenge,
  };
  return { caseId, access: signRequest(accessSeed(key), context) };
}

/** An entry an officer writes. */
export function officerEntry(
  officer: OfficerAtWork,
  caseId: CaseId,
  key: CaseKey,
  text: string,
  place: { readonly chain?: Chain; readonly seq: number; readonly previous?: Hash; readonly epoch?: number },
): EntryBytes {
  const { chain = 'shared', seq, previous = NO_HASH, epoch = 0 } = place;
  const kind = chain === 'shared' ? 'message' : 'note';
  return sealEntry(
    {
      caseId,
      chain,
      seq,
      previous,
      audience: chain === 'shared' ? 'shared' : 'officers',
      epoch,
      author: { role: 'person', id: officer.person },
      kind,
      content: encodeContent(kind, { text }),
    },
    key,
    officer.keys.signingSeed,
  );
}

/** Keys of nobody in particular. */
export function strangerKeys(): PersonKeys {
  return personKeys(newPersonSeed());
}

export function random<K extends 'CaseId' | 'AccountId' | 'Signature' | 'Hash' | 'Entropy'>(
  kind: K,
  length: number,
) {
  return typed(kind, crypto.getRandomValues(new Uint8Array(length)));
}
