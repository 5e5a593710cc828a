/** The function that vectors of §8.3 run: what a proof of disclosure says, where it is true. */
import { text } from '../../crypto/bytes.ts';
import { authorityFingerprint } from '../../crypto/fingerprint.ts';
import { checkProof, type CheckedEntry } from '../../client/proof/check.ts';
import { plain, type Input, type Plain } from './vector.ts';

export const PROOF_RUNS: Readonly<Record<string, (input: Input) => Plain>> = {
  checkProof: (input) => {
    const { for: whom, made, door, authority, report, entries } = checkProof(input.bytes('file'));
    return plain({
      for: whom,
      made,
      door,
      words: authorityFingerprint(authority),
      report: told(report),
      entries: entries.map(told),
    });
  },
};

function told({ form, day, isLogged, opened }: CheckedEntry) {
  const said = opened && {
    author: opened.author.role === 'reporter' ? 'reporter' : opened.author.id,
    kind: opened.kind,
    content: text(opened.content),
  };
  return { form, day, isLogged, opened: said };
}
