/** What vectors of proofs are made of: an office, a case, and a log of two days in which its entries are. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { text as decodeText, utf8, type EntryBytes, type SigningSeed } from '../../../crypto/bytes.ts';
import { claimBlind, claimOf } from '../../../crypto/claim.ts';
import { directoryHash, signDirectory } from '../../../crypto/directory.ts';
import { ownKey, sealEntry, type EntryDraft } from '../../../crypto/entry.ts';
import { entryHash, insideHash, NO_HASH, parseEntry, PLACE_LENGTH } from '../../../crypto/header.ts';
import { signerOf, signingPublicKey } from '../../../crypto/signature.ts';
import { stamp, type Day } from '../../../crypto/stamp.ts';
import { hashOf, Notary } from '../../log/notary.ts';
import { plain } from '../vector.ts';
import { fixed, type Cast } from './cast.ts';
import { reportClaim, reportOf } from './report.ts';

/** A text of a proof as JSON, or a part of it. */
export type Json = Record<string, unknown>;

export const [FIRST, SECOND] = ['2031-03-01', '2031-03-04'] as [Day, Day];
export const WHOM = 'The labour court';
const authority = () => fixed('SigningSeed', 'authority');
export const authorityKey = () => signingPublicKey(authority());

/** A version of the office's directory, signed by its authority, or by somebody else. */
export function directoryOf(cast: Cast, changes: Json = {}, seed: SigningSeed = authority()) {
  const door = {
    id: 'official',
    kind: 'official',
    title: { en: 'Public officials' },
    text: { en: '' },
    readers: [cast.amina.id, cast.bruno.id],
    custodians: [],
    oversight: [],
    questions: [],
  };
  const person = ({ id, kemPublicKey: kem, signingPublicKey: signing }: Cast['amina'], name: string) => ({
    id,
    name,
    role: 'officer',
    kem,
    signing,
    state: 'active',
  });
  const text = JSON.stringify(
    plain({
      suite: 1,
      instance: cast.instance,
      name: { en: 'Integrity office' },
      version: 1,
      previous: null,
      day: FIRST,
      authority: authorityKey(),
      notary: cast.notary,
      doors: [door],
      people: [person(cast.amina, 'Amina'), person(cast.bruno, 'Bruno')],
      policy: { acknowledgeDays: 7, feedbackDays: 90, identityDays: 7, recoveryHelpers: 2 },
      ...changes,
    }),
  );
  return signDirectory(seed, text);
}

/** Of one entry: its bytes, and the forms in which a proof may show it. */
export interface Made {
  readonly bytes: EntryBytes;
  readonly content: string;
  readonly dated: Json;
  readonly sealed: Json;
  readonly opened: Json;
}

export function makeGround(cast: Cast) {
  const { reporter, amina, key, instance } = cast;
  const first = directoryOf(cast);
  const hash = directoryHash(first.text);
  const second = directoryOf(cast, { version: 2, previous: hash });
  const [report, message, told] = sealAll({ ...cast, directory: hash }) as [Sealed, Sealed, Sealed];
  const notary = new Notary(cast.notarySeed, instance);
  const filling = ['one', 'two', 'three'].map(hashOf);
  notary.close(FIRST, [entryHash(report.bytes), ...filling]);
  notary.close(SECOND, [hashOf('four'), ...[message, told].map(({ bytes }) => entryHash(bytes))]);
  const shown = ({ bytes, blind, draft }: Sealed): Made => {
    const [day, which] = draft.seq === 0 ? [FIRST, 0] : [SECOND, 1];
    const { proof, before } = notary.prove(entryHash(bytes), which);
    const log = {
      proof: decodeText(proof),
      before: before && { ...before, checkpoint: decodeText(before.checkpoint) },
    };
    const common = { stamp: stamp(signerOf(cast.notarySeed), instance, entryHash(bytes), day), log };
    const { claim } = parseEntry(bytes).header;
    const form = (name: string, fields: Json) => plain({ form: name, ...fields, ...common }) as Json;
    return {
      bytes,
      content: decodeText(draft.content),
      dated: form('dated', { claim, inside: insideHash(bytes), blind }),
      sealed: form('sealed', { entry: bytes, blind }),
      opened: form('opened', {
        entry: bytes,
        key: ownKey(key, bytes.subarray(0, PLACE_LENGTH)),
        blind: draft.seq === 0 ? blind : null,
      }),
    };
  };
  const body = (changes: Json): Json => ({
    proof: 1,
    instance: toBase64url(instance),
    for: WHOM,
    made: '2031-03-06',
    author: toBase64url(reporter.proofKey),
    door: 'official',
    directory: toBase64url(hash),
    directories: [first, second].map((one) => plain(one)),
    paper: null,
    ...changes,
  });
  return {
    body,
    report: shown(report),
    message: shown(message),
    told: shown(told),
    by: toBase64url(amina.id),
  };
}

interface Sealed {
  readonly bytes: EntryBytes;
  readonly blind: ReturnType<typeof claimBlind>;
  readonly draft: EntryDraft;
}

/** A report, an officer's answer, and more from the reporter. */
function sealAll(cast: Cast): Sealed[] {
  const { reporter, amina, key, directory } = cast;
  const named = { version: 1, hash: toBase64url(directory), authority: toBase64url(authorityKey()) };
  const byReporter = { role: 'reporter', key: reporter.signingPublicKey } as const;
  const all: Sealed[] = [];
  const add = (kind: string, content: object, isOfficer = false) => {
    const seq = all.length;
    const previous = seq === 0 ? NO_HASH : entryHash(all.at(-1)!.bytes);
    const blind = claimBlind(reporter.claimKey, seq, previous);
    const { proofKey } = reporter;
    const claim = seq === 0 ? reportClaim(cast) : claimOf({ proofKey, report: null }, blind);
    const draft: EntryDraft = {
      caseId: reporter.caseId,
      chain: 'shared',
      seq,
      previous,
      audience: 'shared',
      epoch: 0,
      author: isOfficer ? { role: 'person', id: amina.id } : byReporter,
      kind,
      content: utf8(JSON.stringify(content)),
      ...(!isOfficer && { claim }),
    };
    const seed = isOfficer ? amina.signingSeed : reporter.signingSeed;
    all.push({ bytes: sealEntry(draft, key, seed), blind, draft });
  };
  add('report', reportOf(cast, { directory: named }));
  add('message', { text: 'We have opened an investigation.' }, true);
  add('facts', { text: 'I was moved to the night shift.' });
  return all;
}
