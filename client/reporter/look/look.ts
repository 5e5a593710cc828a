/** Looks through a text for what could give away who wrote it. It knows words and no meaning. */
import { arabic } from './arabic.ts';
import { arabicCues, findArabicNames } from './arabic-person.ts';
import { mails, phones } from './contact.ts';
import { english, englishNames } from './english.ts';
import { kinds, type Finding } from './finding.ts';
import { fold } from './folded.ts';
import { french, frenchNames } from './french.ts';
import { bareNumbers } from './identifier.ts';
import { ownNames } from './person.ts';
import { placesOf, type Rule } from './rule.ts';

/** All of them are tried on every text: people mix languages, and write in others than that of the page. */
const rules: readonly Rule[] = [mails, phones, ...english, ...french, ...arabic, bareNumbers];

const finders = [englishNames, frenchNames];

/** Every expression that runs over a whole text. */
export const expressions: readonly RegExp[] = [
  ...rules.map(({ phrase }) => phrase),
  ...finders.flatMap(({ cues }) => cues),
  ...arabicCues,
];

/**
 * @param names what the writer gave as their own beside the text
 * @returns what was found, in the order of the text; no two share a letter
 */
export function look(typed: string, names: readonly string[] = []): Finding[] {
  const folded = fold(typed);
  const persons = [
    ...ownNames(
      folded.low,
      names.map((name) => fold(name).low),
    ),
    ...finders.flatMap((finder) => finder.find(folded)),
    ...findArabicNames(folded),
  ].map((span) => ({ ...span, kind: 'name' as const }));
  const others = rules.flatMap((rule) =>
    placesOf(rule, folded).map((span) => ({ ...span, kind: rule.kind })),
  );
  return apart([...persons, ...others].filter(({ from, to }) => to > from)).map(({ from, to, kind }) => ({
    from: folded.at[from]!,
    to: folded.at[to]!,
    kind,
  }));
}

/** Of those that share letters, the kind that comes first, and of one kind the longest. */
function apart(found: readonly Finding[]): Finding[] {
  const rank = ({ kind }: Finding) => kinds.indexOf(kind);
  const sorted = [...found].sort(
    (a, b) => rank(a) - rank(b) || b.to - b.from - (a.to - a.from) || a.from - b.from,
  );
  const taken = new Set<number>();
  const kept = sorted.filter(({ from, to }) => {
    for (let i = from; i < to; i++) if (taken.has(i)) return false;
    for (let i = from; i < to; i++) taken.add(i);
    return true;
  });
  return kept.sort((a, b) => a.from - b.from);
}
