/** What checking a file comes to. */
import { CryptoError } from '../../crypto/errors.ts';
import { checkProof } from '../proof/check.ts';
import { tellProof, type ToldProof } from '../proof/sheet-data.ts';

/** Why something is not true, in the words there are for it. */
const reasons = [
  'malformed',
  'bad-signature',
  'tampered',
  'bad-stamp',
  'broken-chain',
  'wrong-authority',
  'wrong-case',
  'unknown-author',
] as const;
type Reason = (typeof reasons)[number] | 'other';

/** `open`: true as far as the office's server signed it; the log of a day in it was not closed. */
export type Verdict =
  | { readonly is: 'true' | 'open'; readonly told: ToldProof }
  | { readonly is: 'false'; readonly reason: Reason }
  | { readonly is: 'newer' };

/** libsodium must be ready. @throws what is no finding, as of a device without memory */
export function verdictOn(file: Uint8Array): Verdict {
  try {
    const told = tellProof(checkProof(file));
    const isLogged = [told.report, ...told.entries].every((shown) => shown.isLogged);
    return { is: isLogged ? 'true' : 'open', told };
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    if (error.code === 'newer') return { is: 'newer' };
    return { is: 'false', reason: reasons.find((known) => known === error.code) ?? 'other' };
  }
}
