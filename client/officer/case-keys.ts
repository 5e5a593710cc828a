/** Taking the keys of a case from its slot sets, and showing the server that they are held. */
import { toBase64url } from '../../crypto/base64url.ts';
import {
  equal,
  type CaseKey,
  type EntryBytes,
  type InstanceId,
  type PersonId,
  type Signature,
  type SigningPublicKey,
  type SlotSetBytes,
} from '../../crypto/bytes.ts';
import { accessSeed, commitment } from '../../crypto/case-key.ts';
import type { StampedEntry } from '../../crypto/chain.ts';
import { openEntry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { parseEntry } from '../../crypto/header.ts';
import type { PersonKeys } from '../../crypto/person.ts';
import { signRequest, type Purpose } from '../../crypto/request.ts';
import { parseSlotSet, slotSetHash } from '../../crypto/slot-set.ts';
import { sodium } from '../../crypto/sodium.ts';
import { decodeContent } from '../case/content.ts';
import { Failure } from '../failure.ts';
import type { Keyring } from './keyring.ts';
import { newestKey, newKeyringCase, NOTHING_KNOWN, type KeyringCase } from './keyring-case.ts';
import { tryToOpen, type OpenedSet } from './slot-trying.ts';

interface Tried {
  readonly set: SlotSetBytes;
  readonly opened: OpenedSet;
}

/**
 * Tries every slot set; what opens goes into the keyring, with its case where it is new. The key of an identity alone is
 * no reason to know a case: custodians learn of it when they are asked.
 */
export function takeKeys(keyring: Keyring, keys: PersonKeys, slotSets: readonly SlotSetBytes[]): void {
  keepKeys(
    keyring,
    slotSets,
    slotSets.map((set) => tryToOpen(set, keys)),
  );
}

/**
 * Puts what opened into the keyring, with its case where it is new.
 * @param slotSets all sets of the cases they are of
 * @param openedSets what came of each
 */
export function keepKeys(
  keyring: Keyring,
  slotSets: readonly SlotSetBytes[],
  openedSets: readonly OpenedSet[],
): void {
  const counts = new Map<string, number>();
  const tried = slotSets.map((set, i): Tried => ({ set, opened: openedSets[i] ?? null }));
  for (const { set, opened } of custodiansLast(tried)) {
    const { caseId } = parseSlotSet(set).header;
    const id = toBase64url(caseId);
    counts.set(id, (counts.get(id) ?? 0) + 1);
    if (opened === null) continue;
    let known = keyring.find(id);
    if (opened !== 'unsound' && opened.header.audience === 'custodians' && known?.left !== null) continue;
    if (known === undefined) keyring.add((known = newKeyringCase(caseId)));
    if (known.left !== null) {
      // Sets of before still open; only a newer one says that a colleague gave access again.
      const isBack =
        opened !== 'unsound' && opened.header.audience === 'shared' && opened.header.epoch >= known.left;
      if (!isBack) continue;
      known.left = null;
    }
    if (opened === 'unsound') {
      known.summary ??= { ...NOTHING_KNOWN, trouble: 'bad-commitment' };
      continue;
    }
    const { audience, epoch } = opened.header;
    const hash = slotSetHash(set);
    if (known.keys.some((held) => equal(held.set, hash))) continue;
    known.keys.push({ audience, epoch, key: opened.key, set: hash });
    keyring.touch(known);
  }
  for (const [id, sets] of counts) {
    const known = keyring.find(id);
    if (known === undefined || known.sets === sets) continue;
    known.sets = sets;
    keyring.touch(known);
  }
}

/**
 * Takes the keys of earlier epochs out of the rotations, newest first: each holds the one before it. What a
 * rotation does not give is left missing, for the chain's verification to say so.
 */
export function takeFormerKeys(
  known: KeyringCase,
  audience: 'shared' | 'officers',
  slotSets: readonly SlotSetBytes[],
  entries: readonly StampedEntry[],
  personKey: (id: PersonId) => SigningPublicKey | undefined,
): void {
  const held = (epoch: number) => known.keys.find((one) => one.audience === audience && one.epoch === epoch);
  for (let epoch = newestKey(known, audience)?.epoch ?? 0; epoch > 0; epoch--) {
    if (held(epoch - 1) !== undefined) continue;
    const key = held(epoch)?.key;
    const first = entries.find(({ bytes }) => parseEntry(bytes).header.epoch === epoch);
    const former = key && first && formerKey(first.bytes, key, personKey);
    if (former === undefined) return;
    const committed = commitment(former, known.id, audience, epoch - 1);
    const set = slotSets.find((one) => equal(parseSlotSet(one).header.commitment, committed));
    if (set === undefined) return;
    known.keys.push({ audience, epoch: epoch - 1, key: former, set: slotSetHash(set) });
  }
}

/** The key that a rotation holds; undefined for an entry that is none, or cannot be read. */
function formerKey(
  bytes: EntryBytes,
  key: CaseKey,
  personKey: (id: PersonId) => SigningPublicKey | undefined,
): CaseKey | undefined {
  try {
    const { kind, content } = openEntry(bytes, key, personKey);
    return kind === 'rotation' ? decodeContent('rotation', content).former : undefined;
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

function custodiansLast(tried: readonly Tried[]): Tried[] {
  const isTheirs = ({ set }: Tried) => parseSlotSet(set).header.audience === 'custodians';
  return [...tried.filter((one) => !isTheirs(one)), ...tried.filter(isTheirs)];
}

/**
 * The signature by the access key of the newest shared key held (PROTOCOL §10).
 * @throws Failure `not-found` for a case whose key is not held
 */
export function signAccess(
  known: KeyringCase,
  purpose: Purpose,
  session: { readonly instance: InstanceId; readonly challenge: string },
): Signature {
  const held = newestKey(known, 'shared');
  if (held === undefined) throw new Failure('not-found');
  const seed = accessSeed(held.key);
  try {
    return signRequest(seed, { ...session, caseId: known.id, purpose });
  } finally {
    sodium.memzero(seed);
  }
}
