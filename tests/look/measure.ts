/** How well the look before sending finds what a careful person would mark, over the sentences beside this. */
import { kinds, type Finding, type Kind } from '../../client/reporter/look/finding.ts';
import { look } from '../../client/reporter/look/look.ts';
import ar from './sentences/ar.json' with { type: 'json' };
import en from './sentences/en.json' with { type: 'json' };
import fr from './sentences/fr.json' with { type: 'json' };

/** Marks stand in the text as `[kind|words]`. Rules were written with those of `tuned` at hand, never with `held`. */
export const sentences = { en, fr, ar } as const;

type Language = keyof typeof sentences;
type Part = keyof (typeof sentences)['en'];

export interface Marked {
  readonly text: string;
  readonly marks: readonly Finding[];
}

export function read(written: string): Marked {
  let text = '';
  let rest = written;
  const marks: Finding[] = [];
  for (let found = MARK.exec(rest); found !== null; found = MARK.exec(rest)) {
    const [whole, kind = '', words = ''] = found;
    if (!isKind(kind)) throw new Error(`no kind ${kind} in ${written}`);
    text += rest.slice(0, found.index);
    marks.push({ from: text.length, to: text.length + words.length, kind });
    text += words;
    rest = rest.slice(found.index + whole.length);
  }
  return { text: text + rest, marks };
}

const MARK = /\[(\w+)\|([^\]]+)\]/;

function isKind(kind: string): kind is Kind {
  return kinds.some((one) => one === kind);
}

/** How much of the two is in both, from 0 to 1. */
function overlap(a: Finding, b: Finding): number {
  const shared = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return Math.max(0, shared) / (Math.max(a.to, b.to) - Math.min(a.from, b.from));
}

/** Of one kind, and a third of what they cover together: where a phrase ends, two careful people differ. */
function isSame(a: Finding, b: Finding): boolean {
  return a.kind === b.kind && overlap(a, b) >= 1 / 3;
}

export interface Misses {
  /** Of what was marked, what was not found. */
  readonly missed: readonly string[];
  /** Of what was found, what nobody marked. */
  readonly wrong: readonly string[];
}

export function missesOf(written: string): Misses & { marks: number; found: number } {
  const { text, marks } = read(written);
  const found = look(text);
  const say = ({ from, to, kind }: Finding) => `${kind}: ${text.slice(from, to)} (${text})`;
  return {
    marks: marks.length,
    found: found.length,
    missed: marks.filter((mark) => !found.some((one) => isSame(mark, one))).map(say),
    wrong: found.filter((one) => !marks.some((mark) => isSame(mark, one))).map(say),
  };
}

export function measure(language: Language, parts: readonly Part[]) {
  const all = parts.flatMap((part) => sentences[language][part]).map(missesOf);
  const sum = (count: (one: (typeof all)[number]) => number) =>
    all.reduce((total, one) => total + count(one), 0);
  return {
    precision: 1 - sum(({ wrong }) => wrong.length) / sum(({ found }) => found),
    recall: 1 - sum(({ missed }) => missed.length) / sum(({ marks }) => marks),
  };
}
