/** Whether a proof of disclosure is true, by nothing but what is in it (PROTOCOL §8.3). */
import { equal, utf8, type EntryBytes, type Hash, type SigningPublicKey } from '../../crypto/bytes.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { claimOf } from '../../crypto/claim.ts';
import { verifyPeople } from '../../crypto/directory.ts';
import { openWithOwnKey, type Entry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { entryHash, hashOfClaimed, parseEntry } from '../../crypto/header.ts';
import { verifyDay } from '../../crypto/log-day.ts';
import { verify } from '../../crypto/signature.ts';
import { verifyStamp, type Day } from '../../crypto/stamp.ts';
import type { Directory } from '../../server/api/directory.ts';
import { contentIf } from '../case/kinds/table.ts';
import { checkDirectory, findPerson, type KnownDirectory } from '../directory/directory.ts';
import { paperHash, parseBody, parseProof, type ProofBody, type ShownEntry } from './format.ts';

/** An entry of a proof, checked. */
export interface CheckedEntry {
  readonly form: ShownEntry['form'];
  readonly hash: Hash;
  /** UTC day on which the notary stamped it. */
  readonly day: Day;
  /** Whether it is shown to be in the public log of that day: false where that day was not closed yet. */
  readonly isLogged: boolean;
  /** What it says, where it is opened. */
  readonly opened: Entry | null;
}

export interface CheckedProof {
  readonly for: string;
  readonly made: Day;
  readonly authority: SigningPublicKey;
  /** As the report named it, and the newest in the proof. */
  readonly reported: Directory;
  readonly newest: Directory;
  readonly door: string;
  readonly report: CheckedEntry;
  readonly entries: readonly CheckedEntry[];
}

/** What a proof is checked against. */
interface Ground {
  readonly body: ProofBody;
  readonly versions: readonly KnownDirectory[];
  readonly newest: Directory;
  readonly notaries: readonly SigningPublicKey[];
}

/**
 * Checks a proof, bare or in its page.
 * @throws CryptoError `malformed` for what is no proof, or one that was altered; `newer`; `bad-signature` where author or log
 * did not sign, `wrong-authority`, `bad-stamp`, `broken-chain`, `tampered`, `unknown-author`, `wrong-case`
 */
export function checkProof(file: Uint8Array): CheckedProof {
  const { text, signature, paper } = parseProof(file);
  const body = parseBody(text);
  if (!verify(body.author, signature, 'sotto/proof/v1', body.instance, utf8(text)))
    throw new CryptoError('bad-signature', 'author');
  const isPaper = paper === null || (body.paper !== null && equal(body.paper, paperHash(paper)));
  if (!isPaper) throw new CryptoError('tampered', 'the page around the proof');
  const versions = checkDirectories(body);
  const newest = versions.at(-1)!.directory;
  const ground = { body, versions, newest, notaries: versions.map(({ directory }) => directory.notary) };
  const reported = versions.find(({ hash }) => equal(hash, body.directory));
  if (reported === undefined) throw new CryptoError('malformed', 'no directory of the report');
  const report = checkReport(ground);
  const entries = checkEntries(ground);
  return {
    for: body.for,
    made: body.made as Day,
    authority: newest.authority,
    reported: reported.directory,
    newest,
    door: body.door,
    report,
    entries,
  };
}

/** Versions of one office, in their order, in which nobody's keys change. */
function checkDirectories({ instance, directories }: ProofBody): KnownDirectory[] {
  const versions = directories.map((signed) => checkDirectory(signed, null));
  for (const [i, { directory }] of versions.entries()) {
    const before = versions[i - 1]?.directory;
    if (!equal(directory.instance, instance)) throw new CryptoError('malformed', 'another instance');
    if (before === undefined) continue;
    if (!equal(directory.authority, before.authority)) throw new CryptoError('wrong-authority');
    if (directory.version <= before.version) throw new CryptoError('malformed', 'order of directories');
    verifyPeople(before.people, directory.people);
  }
  return versions;
}

function checkReport(ground: Ground): CheckedEntry {
  const { author, door, directory, report } = ground.body;
  const { blind } = report;
  const checked = checkEntry(report, ground);
  const claim = claimIn(report);
  const isClaimed =
    blind !== null && equal(claimOf({ proofKey: author, report: { door, directory } }, blind), claim);
  if (!isClaimed) throw new CryptoError('bad-signature', 'another author');
  if (report.form !== 'dated') {
    const { header } = parseEntry(report.entry);
    if (header.chain !== 'shared' || header.seq !== 0) throw new CryptoError('malformed', 'no report');
  }
  if (report.form === 'opened') {
    const content = contentIf('report', checked.opened!);
    if (content === null || checked.opened!.author.role !== 'reporter')
      throw new CryptoError('malformed', 'no report');
    const isSame = equal(content.sealing.directory.hash, directory) && content.door === door;
    if (!isSame || !equal(content.claim.key, author)) throw new CryptoError('malformed', 'another claim');
  }
  return checked;
}

/** The others, in their order, each of them once; of the report's case where they say of which. */
function checkEntries(ground: Ground): CheckedEntry[] {
  const { author, report, entries } = ground.body;
  const reported = report.form === 'dated' ? null : parseEntry(report.entry).header;
  let last = 0;
  const known = new Set<string>();
  return entries.map((shown) => {
    const checked = checkEntry(shown, ground);
    const name = toBase64url(checked.hash);
    if (known.has(name)) throw new CryptoError('malformed', 'an entry twice');
    known.add(name);
    if (shown.form === 'dated') {
      if (!equal(claimOf({ proofKey: author, report: null }, shown.blind), shown.claim))
        throw new CryptoError('bad-signature', 'another author');
      return checked;
    }
    if (shown.form === 'opened' && shown.blind !== null)
      throw new CryptoError('malformed', 'a blind too many');
    const { header } = parseEntry(shown.entry);
    if (reported === null || !equal(header.caseId, reported.caseId) || header.chain !== 'shared')
      throw new CryptoError('wrong-case');
    if (shown.form === 'sealed' || header.seq <= last)
      throw new CryptoError('wrong-case', 'order of entries');
    last = header.seq;
    return checked;
  });
}

/** The entry by itself: stamped, logged on its day, and what it says by who it says. */
function checkEntry(shown: ShownEntry, { body, newest, notaries }: Ground): CheckedEntry {
  const { instance } = body;
  const hash = hashOf(shown);
  const stamp = { day: shown.stamp.day as Day, signature: shown.stamp.signature };
  if (!notaries.some((notary) => verifyStamp(notary, instance, hash, stamp)))
    throw new CryptoError('bad-stamp');
  if (shown.log !== null) {
    const { proof, before } = shown.log;
    verifyDay(
      { proof: utf8(proof), before: before && { ...before, checkpoint: utf8(before.checkpoint) } },
      { instance, notaries },
      { hash, day: stamp.day },
    );
  }
  const personKey = (id: Parameters<typeof findPerson>[1]) => findPerson(newest, id)?.signing;
  const opened = shown.form === 'opened' ? openWithOwnKey(shown.entry, shown.key, personKey) : null;
  return { form: shown.form, hash, day: stamp.day, isLogged: shown.log !== null, opened };
}

function hashOf(shown: ShownEntry): Hash {
  if (shown.form === 'dated') return hashOfClaimed(shown.claim, shown.inside);
  return entryHash(shown.entry as EntryBytes);
}

function claimIn(shown: ShownEntry) {
  return shown.form === 'dated' ? shown.claim : parseEntry(shown.entry).header.claim;
}
