/** What an authority signs is what was shown: a server that answers otherwise on publishing gets no signature. */
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { newPersonId } from '../../crypto/person.ts';
import { draftOf, withDoor, withNewcomer, withPerson } from '../../client/officer/page/office/draft.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { publishDirectory, readInvitations } from '../../server/api/authority.ts';
import { authorityOf } from '../stage/colleague.ts';
import { makeOffice } from '../stage/made-office.ts';
import { apiOf, browserFetch, newOfficer, startInstance, type Instance } from '../stage/running.ts';
import { knownDirectory } from '../stage/inside.ts';
import { strangerKeys } from '../stage/people.ts';
import { Enemy, type Wire } from '../stage/lying-server.ts';
import { stretchQuickly } from '../stage/quick-stretching.ts';

let instance: Instance;
let made: SetupResult;
let database: Uint8Array;
beforeAll(stretchQuickly);
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  instance = await startInstance({ database });
});
afterEach(() => instance.stop());

const quiet = () => undefined;
const version = async () => (await knownDirectory(apiOf(instance))).directory.version;

/** Changes whoever took up an invitation, in every answer once it is active. */
function swapping(swap: (accepted: Wire, id: unknown) => Wire) {
  const published: Wire[] = [];
  const enemy = new Enemy(browserFetch(), {
    [readInvitations.path]: (answer) => ({
      invitations: (answer['invitations'] as Wire[]).map((one) =>
        one['accepted'] === null ? one : { ...one, accepted: swap(one['accepted'] as Wire, one['id']) },
      ),
    }),
    [publishDirectory.path]: (answer, asked) => {
      published.push(asked);
      return answer;
    },
  });
  enemy.active = false;
  return { enemy, published };
}

/** The authority's page with somebody's six words on it, which were compared. */
async function comparing(enemy: Enemy) {
  const authority = await newOfficer(instance, made.recoveryWords, apiOf(instance, enemy.send));
  await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  const takeUp = async (accountName: string) => {
    const { token } = await authority.office.invite();
    const form = { token, authority: made.authority, accountName, passphrase: 'a long enough passphrase' };
    return new OfficerSession(apiOf(instance)).invitation.takeUp(form);
  };
  const taken = await takeUp('bela');
  await takeUp('chidi');
  const view = await authority.office.view();
  const invitation = view.invitations.find(({ words }) => String(words) === String(taken.words))!;
  const doors = view.doors.map(({ id }) => id);
  const admitted = { invitation: invitation.id, keys: invitation.keys!, name: 'Bela', doors };
  return { authority, draft: withNewcomer(view, { ...admitted, role: 'officer' }, null) };
}

const stranger = () => {
  const { kemPublicKey, signingPublicKey } = strangerKeys();
  return { kem: toBase64url(kemPublicKey), signing: toBase64url(signingPublicKey) };
};

test.each<[string, (accepted: Wire) => Wire]>([
  ['its own keys', (accepted) => ({ ...accepted, ...stranger() })],
  ['its own key to read with', (accepted) => ({ ...accepted, kem: stranger().kem })],
  ['its own key to sign with', (accepted) => ({ ...accepted, signing: stranger().signing })],
  ['another id', (accepted) => ({ ...accepted, id: toBase64url(newPersonId()) })],
])('%s in the place of those whose words were compared are not signed', async (_what, swap) => {
  const { enemy, published } = swapping(swap);
  const { authority, draft } = await comparing(enemy);
  enemy.active = true;
  await expect(authority.office.publish(draft)).rejects.toMatchObject({ code: 'other-keys' });
  expect(enemy.altered).toBeGreaterThan(0);
  expect(published).toEqual([]);
  expect(await version()).toBe(1);
  // What was entered still is: with the keys that were compared it is published.
  enemy.active = false;
  const after = await authority.office.publish(draft);
  expect(after.people.map(({ name }) => name)).toContain('Bela');
});

test('somebody else who was invited is not admitted in the place of whom one telephoned', async () => {
  const accepted: Wire[] = [];
  const { enemy, published } = swapping((one) => {
    accepted.push(one);
    return one;
  });
  const { authority, draft } = await comparing(enemy);
  enemy.active = true;
  await authority.office.view();
  const others = [...accepted].reverse();
  const exchanged = swapping(() => others.shift()!);
  const second = await newOfficer(instance, made.recoveryWords, apiOf(instance, exchanged.enemy.send));
  await second.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  exchanged.enemy.active = true;
  await expect(second.office.publish(draft)).rejects.toMatchObject({ code: 'other-keys' });
  expect([...published, ...exchanged.published]).toEqual([]);
});

test('a change is signed on top of the version that was shown, not of one that came behind it', async () => {
  const { enemy } = swapping((one) => one);
  const { authority, draft } = await comparing(enemy);
  const shown = await authority.office.publish(draft);
  const bela = shown.people.find(({ name }) => name === 'Bela')!;
  // Meanwhile, on another machine, the same authority removes somebody; this session follows with any request.
  const other = await authorityOf(instance, made);
  await other.office.publish(withPerson(await other.office.view(), bela.id, { state: 'removed' }));
  await authority.inbox.sync(quiet);
  const renamed = (from: typeof shown) => ({ ...draftOf(from), name: { en: 'Renamed' } });
  await expect(authority.office.publish(renamed(shown))).rejects.toMatchObject({ code: 'conflict' });
  expect(await version()).toBe(3);
  const now = await authority.office.view();
  expect(now.people.find(({ id }) => id === bela.id)).toMatchObject({ state: 'removed' });
  const after = await authority.office.publish(renamed(now));
  expect(after.people.find(({ id }) => id === bela.id)).toMatchObject({ state: 'removed' });
  // The form of a door that was open meanwhile names them still.
  const readers = withDoor(after, shown.doors[0]!).doors.flatMap((door) => [...door.readers]);
  expect(readers).not.toContain(bela.id);
});
