/** Making a proof of disclosure, out of the reporter's own case and what the words give. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { utf8, type CaseKey, type Hash, type SigningPublicKey } from '../../../crypto/bytes.ts';
import type { Link, StampedEntry, VerifiedEntry } from '../../../crypto/chain.ts';
import { claimBlind } from '../../../crypto/claim.ts';
import { ownKey } from '../../../crypto/entry.ts';
import { insideHash, parseEntry, PLACE_LENGTH } from '../../../crypto/header.ts';
import type { SignedDirectory } from '../../../crypto/directory.ts';
import type { ReporterKeys } from '../../../crypto/receipt.ts';
import { sign } from '../../../crypto/signature.ts';
import { verifyStamp } from '../../../crypto/stamp.ts';
import { readDirectoryVersion } from '../../../server/api/anyone.ts';
import { readLogProof } from '../../../server/api/log.ts';
import { ApiError, type Api } from '../../calls/api.ts';
import { Failure } from '../../calls/failure.ts';
import { contentOf, isShowable } from '../../case/kinds/table.ts';
import type { Sealing } from '../../case/kinds/report.ts';
import { checkDirectory, type KnownDirectory } from '../../directory/directory.ts';
import { checkProof, type CheckedProof } from '../../proof/check.ts';
import {
  formatBody,
  formatPage,
  formatProof,
  paperHash,
  type Paper,
  type ProofBody,
  type ShownEntry,
} from '../../proof/format.ts';

/** What goes into a proof. Entries are named by their ids in the view. */
export interface ProofChoice {
  /** For whom it is made. */
  readonly for: string;
  /** `dated`: the date alone. `sealed`: without its content, so that entries besides it can be shown. `opened`: all of it. */
  readonly report: ShownEntry['form'];
  readonly entries: readonly string[];
}

/** The case as it was just read. */
export interface ProofGround {
  readonly api: Api;
  readonly known: KnownDirectory;
  readonly keys: ReporterKeys;
  readonly door: string;
  readonly sealing: Sealing;
  readonly stamped: readonly StampedEntry[];
  readonly links: readonly Link[];
  /** Those that open, from the first on. */
  readonly entries: readonly VerifiedEntry[];
  readonly caseKeys: ReadonlyMap<number, CaseKey>;
  /** UTC day by the server's clock, as it was last told. */
  readonly today: () => string;
}

/**
 * Puts together what is to be signed, and checks it as whoever gets it would.
 * @throws Failure `not-found` for an entry that there is not, `not-allowed` for one that would open others
 */
export async function draftProof(ground: ProofGround, choice: ProofChoice): Promise<ProofBody> {
  const { known, keys, door, sealing, links, entries: opened } = ground;
  const wanted = links.flatMap(({ hash }, seq) => (choice.entries.includes(toBase64url(hash)) ? [seq] : []));
  if (wanted.length < choice.entries.length || wanted.includes(0)) throw new Failure('not-found');
  // A change of the key holds the key before it, which opens all there was until then.
  const shown = choice.report === 'opened' ? [0, ...wanted] : wanted;
  if (!shown.every((seq) => seq < opened.length && isShowable(contentOf(opened[seq]!))))
    throw new Failure('not-allowed');
  const directories = await directoriesFor(ground, [0, ...wanted]);
  const entries: ShownEntry[] = [];
  for (const seq of wanted) entries.push(await show(ground, seq, 'opened'));
  const report = await show(ground, 0, choice.report);
  return {
    proof: 1,
    instance: known.directory.instance,
    for: choice.for,
    made: ground.today(),
    author: keys.proofKey,
    door,
    directory: sealing.directory.hash,
    directories,
    paper: null,
    report,
    entries,
  };
}

/** The version that the report names, the newest, and of those between the ones whose notary stamped what is shown. */
async function directoriesFor(
  { api, known, sealing, stamped, links }: ProofGround,
  shown: readonly number[],
): Promise<SignedDirectory[]> {
  const { instance, version: last } = known.directory;
  const read = (version: number) => api.call(readDirectoryVersion, { version: String(version) });
  const isBy = (notary: SigningPublicKey, seq: number) =>
    verifyStamp(notary, instance, links[seq]!.hash, stamped[seq]!.stamp);
  const first = sealing.directory.version;
  const found = new Map<number, SignedDirectory>();
  let open = shown;
  const take = (version: number, signed: SignedDirectory) => {
    found.set(version, signed);
    const { notary } = checkDirectory(signed, null).directory;
    open = open.filter((seq) => !isBy(notary, seq));
  };
  for (const version of new Set([first, last])) take(version, await read(version));
  for (let version = last - 1; version > first && open.length > 0; version--) {
    const signed = await read(version);
    const { notary } = checkDirectory(signed, null).directory;
    if (open.some((seq) => isBy(notary, seq))) take(version, signed);
  }
  return [...found].toSorted(([one], [other]) => one - other).map(([, signed]) => signed);
}

async function show(
  { api, keys, stamped, links, caseKeys }: ProofGround,
  seq: number,
  form: ShownEntry['form'],
): Promise<ShownEntry> {
  const [{ bytes, stamp }, { header, hash }] = [stamped[seq]!, links[seq]!];
  const blind = claimBlind(keys.claimKey, seq, header.previous);
  const log = await logProof(api, hash, stamp.day);
  if (form === 'dated')
    return { form, claim: parseEntry(bytes).header.claim, inside: insideHash(bytes), blind, stamp, log };
  if (form === 'sealed') return { form, entry: bytes, blind, stamp, log };
  const key = caseKeys.get(header.epoch);
  if (key === undefined) throw new Failure('not-found');
  const own = ownKey(key, bytes.subarray(0, PLACE_LENGTH));
  return { form, entry: bytes, key: own, blind: seq === 0 ? blind : null, stamp, log };
}

/** Null before its day is closed: the proof can be made again a day later. */
async function logProof(api: Api, hash: Hash, day: string): Promise<ShownEntry['log']> {
  try {
    return await api.call(readLogProof, { hash, day });
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-closed') return null;
    throw error;
  }
}

/**
 * Signs a proof, in a page where one is given.
 * @returns the file, and what it says to whoever checks it
 * @throws CryptoError as `checkProof`: nothing is given out that would not be found true
 */
export function signProof(
  draft: ProofBody,
  { proofSeed }: ReporterKeys,
  paper: Paper | null,
): { readonly file: string; readonly checked: CheckedProof } {
  const text = formatBody({ ...draft, paper: paper && paperHash(paper) });
  const proof = { text, signature: sign(proofSeed, 'sotto/proof/v1', draft.instance, utf8(text)) };
  const file = paper === null ? formatProof(proof) : formatPage(paper, proof);
  return { file, checked: checkProof(utf8(file)) };
}
