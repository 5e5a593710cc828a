/** Guessing at the door: slower and slower for whoever guesses, open for whoever knows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountId, Signature } from '../../crypto/bytes.ts';
import { accountIdOf } from '../../crypto/id.ts';
import { solve } from '../../client/calls/work.ts';
import { signIn, startSignIn } from '../../server/api/officer.ts';
import { ask, codeOf } from '../server/answers.ts';
import {
  knownDirectory,
  officerInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { random } from '../stage/people.ts';
import { browserFetch, SETUP } from '../stage/running.ts';

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let recoveryWords: string[];
let account: AccountId;
beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  ({ recoveryWords } = await setUpInside(inside));
  const { directory } = await knownDirectory(inside.api());
  account = accountIdOf(directory.instance, SETUP.accountName);
});
afterAll(() => scratch.remove());

const start = (of: AccountId) => inside.api().call(startSignIn, { account: of });

/** A try with a wrong proof, with no more work than none. */
async function guess(of: AccountId): Promise<unknown> {
  const { challenge } = await start(of);
  const signature = random('Signature', 64) as Signature;
  const wrong = { account: of, method: 'passphrase' as const, challenge, signature, work: null };
  return codeOf(await ask(inside.send, signIn, wrong));
}

test.each(['an officer’s', 'nobody’s'])(
  'two thousand guesses at %s name: five are looked at, and each further one costs work',
  async (whose) => {
    const of = whose === 'nobody’s' ? random('AccountId', 16) : account;
    const answers = [];
    for (let i = 0; i < 2000; i++) answers.push(await guess(of));
    expect(answers.slice(0, 5)).toEqual(Array(5).fill('signed-out'));
    expect(new Set(answers.slice(5))).toEqual(new Set(['work-refused']));
  },
);

test('work grows with guesses that paid, up to what an officer’s computer does in seconds', async () => {
  const of = random('AccountId', 16);
  for (let i = 0; i < 5; i++) await guess(of);
  const hashes = [];
  for (let i = 0; i < 20; i++) {
    const { parameters } = (await start(of)).work!;
    hashes.push(parameters.cost * 16 ** parameters.keyPrefix.length);
    inside.context.limits.failures.add(of, inside.clock.now);
  }
  expect(hashes.slice(0, 3)).toEqual([4096, 8192, 16384]);
  expect(Math.max(...hashes)).toBe(64 * 4096);
});

test('the owner comes in while somebody guesses, by a right secret and the work, and is asked for none an hour later', async () => {
  for (let i = 0; i < 2; i++) inside.context.limits.failures.add(account, inside.clock.now);
  expect((await start(account)).work).not.toBeNull();
  await expect(officerInside(inside, recoveryWords)).resolves.toBeDefined();
  inside.clock.now += 60 * 60 * 1000;
  expect((await start(account)).work).toBeNull();
});

test('work serves one try, and a proof is good once', async () => {
  const of = random('AccountId', 16);
  for (let i = 0; i < 5; i++) await guess(of);
  const work = await solve((await start(of)).work!);
  const { challenge } = await start(of);
  const wrong = {
    account: of,
    method: 'words' as const,
    challenge,
    signature: random('Signature', 64),
    work,
  };
  expect(codeOf(await ask(inside.send, signIn, wrong))).toBe('signed-out');
  expect(codeOf(await ask(inside.send, signIn, { ...wrong, challenge: (await start(of)).challenge }))).toBe(
    'work-refused',
  );
  // A right proof, listened to and sent again.
  const heard: RequestInit[] = [];
  const listening: typeof fetch = (input, init) => {
    if (new Request(input).url.endsWith(signIn.path)) heard.push(init!);
    return inside.send(input, init);
  };
  await officerInside(inside, recoveryWords, inside.api(browserFetch(listening)));
  const again = await inside.send(`http://sotto.test${signIn.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: heard[0]!.body!,
  });
  expect(again.status).toBe(401);
  expect(again.headers.getSetCookie()).toEqual([]);
});

test('guesses under a clock that was a year ahead are forgotten as fast once it is put right', async () => {
  const of = random('AccountId', 16);
  const year = 365 * 24 * 60 * 60 * 1000;
  inside.clock.now += year;
  for (let i = 0; i < 10; i++) inside.context.limits.failures.add(of, inside.clock.now);
  inside.clock.now -= year;
  expect((await start(of)).work).not.toBeNull();
  inside.clock.now += 2 * 60 * 60 * 1000;
  expect((await start(of)).work).toBeNull();
});
