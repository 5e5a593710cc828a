/** Taking the keys of a case from its slot sets, and showing the server that they are held. */
import { toBase64url } from '../../../../crypto/base64url.ts';
import {
  equal,
  type CaseId,
  type CaseKey,
  type EntryBytes,
  type InstanceId,
  type PersonId,
  type Signature,
  type SigningPublicKey,
  type SlotSetBytes,
} from '../../../../crypto/bytes.ts';
import { accessSeed, commitment } from '../../../../crypto/case-key.ts';
import type { StampedEntry } from '../../../../crypto/chain.ts';
import { openEntry } from '../../../../crypto/entry.ts';
import { CryptoError } from '../../../../crypto/errors.ts';
import { parseEntry } from '../../../../crypto/header.ts';
import type { PersonKeys } from '../../../../crypto/person.ts';
import { signRequest, type Purpose } from '../../../../crypto/request.ts';
import { parseSlotSet, slotSetHash, type SlotSetHeader } from '../../../../crypto/slot-set.ts';
import { sodium } from '../../../../crypto/sodium.ts';
import { contentIf } from '../../../case/kinds/table.ts';
import { Failure } from '../../../calls/failure.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { newestKey, newKeyringCase, NOTHING_KNOWN, type HeldKey, type KeyringCase } from '../keyring/case.ts';
import { tryToOpen, type OpenedSet } from '../slots/opening.ts';

interface Tried {
  readonly set: SlotSetBytes;
  readonly header: SlotSetHeader;
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
 * @param openedSets what came of each set
 */
export function keepKeys(
  keyring: Keyring,
  slotSets: readonly SlotSetBytes[],
  openedSets: readonly OpenedSet[],
): void {
  const cases = new Map<string, Tried[]>();
  for (const [i, set] of slotSets.entries()) {
    const { caseId } = parseSlotSet(set).header;
    const id = toBase64url(caseId);
    const tried = cases.get(id) ?? [];
    tried.push({ set, header: parseSlotSet(set).header, opened: openedSets[i] ?? null });
    cases.set(id, tried);
  }
  for (const [id, tried] of cases) {
    const known = keyring.find(id);
    if (known === undefined && !isMine(tried)) continue;
    const kept = known ?? newKeyringCase(tried[0]!.header.caseId);
    if (known === undefined) keyring.add(kept);
    keepKeysOf(keyring, kept, tried);
  }
}

/**
 * Whether sets are a reason to know a case. Those of custodians alone are none; nor are those of before, where the key of
 * the conversation was changed and its newest sets are somebody else's.
 */
function isMine(tried: readonly Tried[]): boolean {
  const shared = tried.filter(({ header }) => header.audience === 'shared');
  const newest = shared.reduce((epoch, { header }) => Math.max(epoch, header.epoch), 0);
  return tried.some(
    ({ opened, header }) =>
      opened === 'unsound' || (opened !== null && header.audience === 'shared' && header.epoch === newest),
  );
}

function keepKeysOf(keyring: Keyring, kept: KeyringCase, tried: readonly Tried[]): void {
  for (const { set, opened } of custodiansLast(tried)) {
    if (opened === null) continue;
    if (kept.left !== null) {
      // Sets of before still open; only a newer one says that a colleague gave access again.
      const isBack =
        opened !== 'unsound' && opened.header.audience === 'shared' && opened.header.epoch >= kept.left;
      if (!isBack) continue;
      kept.left = null;
    }
    if (opened === 'unsound') {
      kept.summary ??= { ...NOTHING_KNOWN, trouble: 'bad-commitment' };
      continue;
    }
    const { audience, epoch } = opened.header;
    const newest = newestKey(kept, audience);
    const hash = slotSetHash(set);
    if (newest !== undefined && newest.epoch > epoch) continue;
    if (kept.keys.some((held) => equal(held.set, hash))) continue;
    kept.keys.push({ audience, epoch, key: opened.key, set: hash });
    // What could not be read may be readable now.
    if (newest?.epoch !== epoch) kept.looked = null;
    keyring.touch(kept);
  }
}

/** Remembers that all sets of a case were tried, whatever came of it. */
export function rememberSets(keyring: Keyring, id: CaseId, sets: number): void {
  const kept = keyring.find(toBase64url(id));
  if (kept === undefined) keyring.rememberTried(id, sets);
  else if (kept.sets !== sets) {
    kept.sets = sets;
    keyring.touch(kept);
  }
}

/**
 * Takes the keys of earlier epochs out of the rotations, newest first: each holds the one before it. What a
 * rotation does not give is left missing, for the chain's verification to say so.
 */
export function takeFormerKeys(
  kept: KeyringCase,
  audience: 'shared' | 'officers',
  slotSets: readonly SlotSetBytes[],
  entries: readonly StampedEntry[],
  personKey: (id: PersonId) => SigningPublicKey | undefined,
): void {
  const held = keysByEpoch(kept, audience);
  const firsts = new Map<number, EntryBytes>();
  for (const { bytes } of entries) {
    const { epoch } = parseEntry(bytes).header;
    if (!firsts.has(epoch)) firsts.set(epoch, bytes);
  }
  const committing = new Map(
    slotSets.map((set) => [toBase64url(parseSlotSet(set).header.commitment), set] as const).reverse(),
  );
  for (let epoch = newestKey(kept, audience)?.epoch ?? 0; epoch > 0; epoch--) {
    if (held.has(epoch - 1)) continue;
    const [key, first] = [held.get(epoch)?.key, firsts.get(epoch)];
    const former = key && first && formerKey(first, key, personKey);
    if (former === undefined) return;
    const set = committing.get(toBase64url(commitment(former, kept.id, audience, epoch - 1)));
    if (set === undefined) return;
    const taken = { audience, epoch: epoch - 1, key: former, set: slotSetHash(set) };
    held.set(taken.epoch, taken);
    kept.keys.push(taken);
  }
}

/** Takes keys of earlier epochs that no rotation gave out of this person's own slots. */
export function takeOwnFormerKeys(
  kept: KeyringCase,
  audience: 'shared' | 'officers',
  slotSets: readonly SlotSetBytes[],
  keys: PersonKeys,
): void {
  const held = keysByEpoch(kept, audience);
  const newest = newestKey(kept, audience)?.epoch ?? 0;
  for (const set of slotSets) {
    const { epoch } = parseSlotSet(set).header;
    const opened = held.has(epoch) || epoch > newest ? null : tryToOpen(set, keys);
    if (opened === null || opened === 'unsound') continue;
    const taken = { audience, epoch, key: opened.key, set: slotSetHash(set) };
    held.set(epoch, taken);
    kept.keys.push(taken);
  }
}

/** The keys held of an audience, by epoch. */
export function keysByEpoch(
  { keys }: Pick<KeyringCase, 'keys'>,
  audience: HeldKey['audience'],
): Map<number, HeldKey> {
  return new Map(keys.flatMap((held) => (held.audience === audience ? [[held.epoch, held]] : [])));
}

/** The key that a rotation holds; undefined for an entry that is none, or cannot be read. */
function formerKey(
  bytes: EntryBytes,
  key: CaseKey,
  personKey: (id: PersonId) => SigningPublicKey | undefined,
): CaseKey | undefined {
  try {
    return contentIf('rotation', openEntry(bytes, key, personKey))?.former;
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

function custodiansLast(tried: readonly Tried[]): Tried[] {
  const isTheirs = ({ header }: Tried) => header.audience === 'custodians';
  return [...tried.filter((one) => !isTheirs(one)), ...tried.filter(isTheirs)];
}

/**
 * The signature by the access key of the newest shared key held (PROTOCOL §10).
 * @throws Failure `not-found` for a case whose key is not held
 */
export function signAccess(
  kept: KeyringCase,
  purpose: Purpose,
  session: { readonly instance: InstanceId; readonly challenge: string },
): Signature {
  const held = newestKey(kept, 'shared');
  if (held === undefined) throw new Failure('not-found');
  const seed = accessSeed(held.key);
  try {
    return signRequest(seed, { ...session, caseId: kept.id, purpose });
  } finally {
    sodium.memzero(seed);
  }
}
