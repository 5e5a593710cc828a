/** What a proof says, as plain data for whoever reads it. */
import { authorityFingerprint } from '../../crypto/fingerprint.ts';
import type { VerifiedEntry } from '../../crypto/chain.ts';
import type { Entry } from '../../crypto/entry.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { toItem, type Item } from '../case/fold/item.ts';
import { foldProtection } from '../case/fold/protection.ts';
import { storyOf, type Story } from '../case/fold/story.ts';
import { contentIf } from '../case/kinds/table.ts';
import { namesOf } from '../directory/directory.ts';
import type { CheckedEntry, CheckedProof } from './check.ts';
import type { ShownEntry } from './format.ts';

type Localised = Readonly<Record<string, string>>;

interface ToldDay {
  readonly form: ShownEntry['form'];
  /** UTC day on which the office's server stamped it. */
  readonly day: string;
  /** Whether it is shown to be in the public log of that day. */
  readonly isLogged: boolean;
}

export interface ToldReport extends ToldDay {
  /** Null where the content is withheld. */
  readonly said: {
    readonly text: string;
    /** By question: how the office put it, by language; null where it is a usual one. */
    readonly answers: readonly {
      readonly id: string;
      readonly question: Localised | null;
      readonly text: string;
    }[];
    readonly sealedTo: readonly string[];
    readonly leftOut: readonly string[];
  } | null;
}

export interface ToldEntry extends ToldDay {
  /** Null where the content is withheld, or of a kind that this page does not know. */
  readonly item: Item | null;
}

export interface ToldProof {
  readonly for: string;
  readonly made: string;
  readonly office: Localised;
  readonly door: Localised;
  /** The six words of the authority that vouches for the office's keys. */
  readonly authorityWords: readonly string[];
  readonly report: ToldReport;
  readonly entries: readonly ToldEntry[];
  /** What happened when, and who knew before it, as far as the opened entries say; null where none of them is of that. */
  readonly story: Story | null;
}

/** @throws CryptoError `malformed` for an opened entry that no page writes */
export function tellProof(proof: CheckedProof): ToldProof {
  const { reported, newest, report, entries } = proof;
  const told = entries.map((entry) => ({ ...dayOf(entry), item: itemOf(entry, proof) }));
  return {
    for: proof.for,
    made: proof.made,
    office: newest.name,
    door: reported.doors.find(({ id }) => id === proof.door)?.title ?? {},
    authorityWords: authorityFingerprint(proof.authority),
    report: { ...dayOf(report), said: report.opened && saidIn(report.opened, proof) },
    entries: told,
    story: storyIn(proof, told),
  };
}

function dayOf({ form, day, isLogged }: CheckedEntry): ToldDay {
  return { form, day, isLogged };
}

function saidIn(opened: Entry, { reported, newest, door }: CheckedProof): ToldReport['said'] {
  const content = contentIf('report', opened);
  if (content === null) throw new CryptoError('malformed', 'no report');
  const { text, answers, sealing } = content;
  const questions = reported.doors.find(({ id }) => id === door)?.questions ?? [];
  return {
    text,
    answers: Object.entries(answers).map(([id, answer]) => ({
      id,
      question: questions.find((question) => question.id === id)?.text ?? null,
      text: answer,
    })),
    sealedTo: namesOf(sealing.sealedTo, newest),
    leftOut: namesOf(sealing.leftOut, newest),
  };
}

/** Whoever is a custodian of the office was one of this report, or wrote nothing in it. */
function itemOf(entry: CheckedEntry, { newest }: CheckedProof): Item | null {
  const verified = verifiedOf(entry);
  if (verified === null) return null;
  const custodians = newest.people.filter(({ role }) => role === 'custodian').map(({ id }) => id);
  return toItem(verified, 'shared', { directory: newest, custodians, requests: new Map() });
}

/** As if the case were what is opened, and nothing else. */
function storyIn({ report, entries, newest }: CheckedProof, told: readonly ToldEntry[]): Story | null {
  const items = told.flatMap(({ item }) => item ?? []);
  const protection = foldProtection(
    entries.flatMap((entry) => verifiedOf(entry) ?? []),
    newest,
  );
  const story = storyOf({ id: '', day: report.day, items, protection });
  return story.events.length > 1 ? story : null;
}

function verifiedOf({ opened, hash, day }: CheckedEntry): VerifiedEntry | null {
  return opened && { ...opened, hash, day, stamped: day, commitment: opened.header.commitment };
}
