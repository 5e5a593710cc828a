/** What came of asking colleagues so far, checked (PROTOCOL §9.1). */
import {
  equal,
  type AccountId,
  type Hash,
  type PersonId,
  type RecoveryRequest,
  type Share,
} from '../../../../crypto/bytes.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { recoveryFingerprint } from '../../../../crypto/fingerprint.ts';
import * as recovery from '../../../../crypto/recovery.ts';
import type { RecoveryKeys } from '../../../../crypto/recovery-keys.ts';
import { parseShareSet, verifyShareSet } from '../../../../crypto/share-set.ts';
import { openHelp } from '../../../../crypto/shares.ts';
import type * as z from 'zod/mini';
import type { Directory } from '../../../../server/api/directory.ts';
import type { readOwnRecovery } from '../../../../server/api/recovery.ts';
import { findPerson } from '../../../directory/directory.ts';

export interface RecoveryStatus {
  readonly state: 'open' | 'refused' | 'done' | 'ended';
  /** Six words to read to each colleague. */
  readonly words: readonly string[];
  /** The last UTC day it can be answered. */
  readonly expires: string;
  /** How many must help. */
  readonly threshold: number;
  /** Names of those whose share is good. */
  readonly helped: readonly string[];
  /** Names of those who approved with something that does not fit. */
  readonly unfit: readonly string[];
  readonly refusedBy: readonly string[];
}

/** What was asked, and with which keys. */
export interface Asked {
  readonly account: AccountId;
  readonly directory: Directory;
  readonly keys: RecoveryKeys;
  readonly request: RecoveryRequest;
  readonly id: Hash;
}

export type OwnRecovery = z.output<typeof readOwnRecovery.answer>;

export interface Gathered {
  readonly status: RecoveryStatus;
  /** Null before anybody has answered. */
  readonly owner: PersonId | null;
  readonly shares: readonly Share[];
}

/** @param asked with the newest directory: whoever has left the office since does not count any more */
export function gather(own: OwnRecovery, { directory, account, keys, id, request }: Asked): Gathered {
  const set = own.shareSet && checkedSet(own.shareSet, directory, account);
  const shares: Share[] = [];
  const used = new Set<string>();
  const names = { helped: [] as string[], unfit: [] as string[], refusedBy: [] as string[] };
  for (const { answer, signature, letter } of own.answers) {
    const answered = recovery.parseAnswer(answer);
    const helper = findPerson(directory, answered.helper);
    const isSigned =
      helper?.state === 'active' &&
      equal(answered.request, id) &&
      recovery.verifyAnswer(helper.signing, signature, answer);
    if (!isSigned || set === null) continue;
    if (answered.answer === 'refused') {
      names.refusedBy.push(helper.name);
      continue;
    }
    if (letter === null) {
      // The request has ended: what came is on record, and its letters are gone.
      names.helped.push(helper.name);
      continue;
    }
    const isIts =
      equal(recovery.shareLetterHash(letter), answered.letter) &&
      equal(answered.owner, set.owner) &&
      !equal(answered.helper, set.owner);
    const opened = isIts ? openHelp(keys.kemSeed, letter, set, id) : null;
    if (opened === null || !equal(opened.key, answered.shareKey) || used.has(String(opened.key))) {
      names.unfit.push(helper.name);
      continue;
    }
    used.add(String(opened.key));
    shares.push(opened.share);
    names.helped.push(helper.name);
  }
  const status = {
    state: own.state,
    words: recoveryFingerprint(id),
    expires: recovery.parseRequest(request).expires,
    threshold: set?.threshold ?? directory.policy.recoveryHelpers,
    ...names,
  };
  return { status, owner: set?.owner ?? null, shares };
}

/** @throws CryptoError `tampered` for a set that is not of this account, or not signed by its person */
function checkedSet(
  signed: NonNullable<OwnRecovery['shareSet']>,
  { people, instance }: Directory,
  account: AccountId,
): ReturnType<typeof parseShareSet> {
  const set = parseShareSet(signed.set);
  const owner = people.find(({ id }) => equal(id, set.owner));
  const isGood =
    owner !== undefined &&
    equal(set.instance, instance) &&
    equal(set.account, account) &&
    verifyShareSet(owner.signing, signed.signature, signed.set);
  if (!isGood) throw new CryptoError('tampered', 'share set');
  return set;
}
