import { beforeAll, describe, expect, test } from 'vitest';
import { ready } from '../../crypto/sodium.ts';
import { SECOND as SECOND_BUT_FILES } from './second.ts';
import { SECOND_PROOFS } from '../proof/second-vectors.ts';
import { SECOND_FILES } from './second-files.ts';
import { Input, plain } from './vector.ts';
import { VECTORS } from './vectors.ts';

const SECOND = { ...SECOND_BUT_FILES, ...SECOND_FILES, ...SECOND_PROOFS };

/** What a second implementation says of the vectors that succeed: the failures' kinds are the first one's. */
const topics = Object.entries(VECTORS).map(([name, topic]) => {
  const vectors = topic.vectors.filter(({ run, out }) => run in SECOND && out !== undefined);
  return { name, topic, vectors };
});

beforeAll(() => ready());

describe.each(topics.filter(({ vectors }) => vectors.length > 0))('$name', ({ topic, vectors }) => {
  test.each(vectors)('$name', async ({ run, out, in: input }) => {
    expect(plain(await SECOND[run]!(new Input(topic, input)))).toEqual(out);
  });
});

test('it knows nearly every function that gives something', () => {
  const runs = Object.values(VECTORS).flatMap(({ vectors }) =>
    vectors.filter(({ out }) => out !== undefined),
  );
  const unknown = new Set(runs.map(({ run }) => run).filter((run) => !(run in SECOND)));
  const only = ['toBase64url', 'fromBase64url', 'fromWords', 'checkWords', 'readContent'];
  const verifies = [
    'verifyDirectory',
    'verifySuccessor',
    'verifyStamp',
    'verifyRequest',
    'verifySignIn',
    'verifyUnlockChange',
    'verifyUnlockSet',
    'verifyAuthorisation',
    'verifyShareSet',
    'verifyStoring',
    'verifyAsking',
    'verifyAnswer',
    'verifyHolding',
    'verifyDone',
  ];
  expect(unknown).toEqual(new Set([...only, ...verifies]));
});
