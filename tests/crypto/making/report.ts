/** What a report says, as JSON: who reads it is Amina and Bruno, and Dana is its custodian. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { LENGTH, type SigningPublicKey } from '../../../crypto/bytes.ts';
import { claimBlind, claimOf } from '../../../crypto/claim.ts';
import { NO_HASH } from '../../../crypto/header.ts';
import { IDENTITY_BOX } from '../../../client/case/kinds/identity-limits.ts';
import { fixed, type Cast } from './cast.ts';

const zeros = (length: number) => toBase64url(new Uint8Array(length));

export const box = zeros(IDENTITY_BOX);
export const keyLetter = zeros(LENGTH.KemCiphertext + 48);
const DOOR = 'official';

/** The commitment to a key, by its audience, epoch and a label where there is another. */
export function keyOf(audience: string, epoch: number, label = '') {
  return fixed('Commitment', `${audience} ${epoch}${label}`);
}

/** A set as entries name it: of the key of its audience and epoch. */
export function named(audience: string, epoch: number, label = '') {
  return {
    audience,
    epoch,
    hash: toBase64url(fixed('Hash', `set ${audience} ${epoch}${label}`)),
    commitment: toBase64url(keyOf(audience, epoch, label)),
  };
}

/** Of a report at this case's beginning. */
function blindOf({ reporter }: Cast) {
  return claimBlind(reporter.claimKey, 0, NO_HASH);
}

export function reportClaim(cast: Cast, proofKey: SigningPublicKey = cast.reporter.proofKey) {
  return claimOf({ proofKey, report: { door: DOOR, directory: cast.directory } }, blindOf(cast));
}

export function reportOf(cast: Cast, sealing: object = {}, identity: object = {}) {
  const { reporter, directory, amina, bruno, custodian, leftOut, notary } = cast;
  return {
    door: DOOR,
    text: 'A report',
    answers: { where: 'There' },
    language: 'en',
    behalf: null,
    identity: { state: 'sealed', box, custodians: [toBase64url(custodian)], days: 7, ...identity },
    sealing: {
      directory: { version: 2, hash: toBase64url(directory), authority: toBase64url(notary) },
      reporter: toBase64url(reporter.kemPublicKey),
      sealedTo: [amina, bruno].map(({ id }) => toBase64url(id)),
      leftOut: [toBase64url(leftOut)],
      slotSets: [named('shared', 0), named('custodians', 0)],
      ...sealing,
    },
    claim: { key: toBase64url(reporter.proofKey), blind: toBase64url(blindOf(cast)) },
  };
}
