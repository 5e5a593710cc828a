/** The keyring of an officer who has served for years: as many cases as a test wants, kept as they are once they were read. */
import { typed } from '../../crypto/bytes.ts';
import { sodium } from '../../crypto/sodium.ts';
import { Keyring } from '../../client/officer/worker/keyring/keyring.ts';
import {
  newKeyringCase,
  NOTHING_KNOWN,
  type KeyringCase,
  type Summary,
} from '../../client/officer/worker/keyring/case.ts';
import { officerAtWork } from './people.ts';
import { apiOf, newOfficer, REPORT, type Instance } from './running.ts';

/**
 * @param summary what is different about a case, by its number
 * @returns their ids
 */
export async function fillKeyring(
  instance: Instance,
  recoveryWords: readonly string[],
  count: number,
  summary: (number: number) => Partial<Summary> = () => ({}),
): Promise<KeyringCase['id'][]> {
  // The first look is what a keyring begins with.
  const officer = await newOfficer(instance, recoveryWords);
  await officer.inbox.sync(() => undefined);
  await officer.lock();
  const api = apiOf(instance);
  const { keys, directory } = await officerAtWork(api, recoveryWords);
  const keyring = new Keyring(api, keys.keyringKey);
  await keyring.open();
  await keyring.whole();
  const readers = directory.people.map(({ id }) => id);
  const cases = Array.from({ length: count }, (_, i) => keptCase(readers, summary(i)));
  for (const one of cases) keyring.add(one);
  await keyring.save();
  keyring.wipe();
  return cases.map(({ id }) => id);
}

function keptCase(readers: KeyringCase['readers'], summary: Partial<Summary>): KeyringCase {
  const hash = () => typed('Hash', sodium.randombytes_buf(32));
  const held = (audience: KeyringCase['keys'][number]['audience']) => ({
    audience,
    epoch: 0,
    key: typed('CaseKey', sodium.randombytes_buf(32)),
    set: hash(),
  });
  return {
    ...newKeyringCase(typed('CaseId', sodium.randombytes_buf(16))),
    keys: [held('shared'), held('officers')],
    readers,
    sets: 3,
    directory: hash(),
    shared: { seq: 6, hash: hash() },
    internal: { seq: 2, hash: hash() },
    looked: { shared: 7, internal: 3, version: 1, isLong: false },
    read: 7,
    summary: { ...NOTHING_KNOWN, trouble: null, door: 'official', excerpt: REPORT.text, ...summary },
  };
}
