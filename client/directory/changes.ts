/**
 * What a newer directory changes of what a reporter was shown: who reads the report, who could open a name, what the
 * entrance is and asks. Whoever seals compares by it, and so does the page that says it.
 */
import { toBase64url } from '../../crypto/base64url.ts';
import type { Directory, Door, Person } from '../../server/api/directory.ts';
import { custodiansLeft, doorOf, isOfficeOut, officeAt, readersLeft, type Choice } from './choice.ts';

type Question = Door['questions'][number];
type Texts = Readonly<Record<string, string>>;

/** Who came and who went, by the names shown. */
export interface Exchange {
  readonly gone: readonly string[];
  readonly come: readonly Person[];
}

export interface Changes {
  /** Set where the entrance is no longer there: another is to be chosen. */
  readonly isDoorGone: boolean;
  /** Whether it is called otherwise, or for others. */
  readonly isDoorOther: boolean;
  readonly readers: Exchange;
  /** Whether those now read who oversee the office, and did not before. */
  readonly isOversight: boolean;
  readonly custodians: Exchange;
  /** Of those who stay. */
  readonly renamed: readonly { readonly before: string; readonly now: string }[];
  /** Questions as they were put that are not asked so any more, and those that are new. */
  readonly questions: { readonly gone: readonly Question[]; readonly come: readonly Question[] };
  /** Whether a name stays sealed for another number of days after an approval. */
  readonly isWaitingOther: boolean;
  /** Who is left out besides, where the reporter left out the whole office and it has grown. */
  readonly leftOutToo: readonly Person[];
}

const NOBODY: Exchange = { gone: [], come: [] };

/** @returns null where nothing of it has changed */
export function changesFor(before: Directory, now: Directory, choice: Choice): Changes | null {
  const [from, to] = [doorOf(before, choice.door), doorOf(now, choice.door)];
  if (from === undefined) return null;
  if (to === undefined) return DOOR_GONE;
  const leftOut = leftOutNow(before, now, choice);
  const readers = [readersLeft(before, from, choice.leftOut), readersLeft(now, to, leftOut)] as const;
  const custodians = [
    custodiansLeft(before, from, choice.leftOut),
    custodiansLeft(now, to, leftOut),
  ] as const;
  const changes: Changes = {
    isDoorGone: false,
    isDoorOther: from.kind !== to.kind || !isSame(from.title, to.title),
    readers: exchangeOf(readers[0].people, readers[1].people),
    isOversight: readers[1].oversight && !readers[0].oversight && readers[1].people.length > 0,
    custodians: exchangeOf(...custodians),
    renamed: renamedOf([...readers[0].people, ...custodians[0]], now),
    questions: {
      gone: from.questions.filter((one) => !isAsked(one, to)),
      come: to.questions.filter((one) => !isAsked(one, from)),
    },
    isWaitingOther: custodians[1].length > 0 && before.policy.identityDays !== now.policy.identityDays,
    leftOutToo: now.people.filter(
      (person) => leftOut.includes(idOf(person)) && !choice.leftOut.includes(idOf(person)),
    ),
  };
  return isNothing(changes) ? null : changes;
}

/** Whom a reporter leaves out now: whoever left out the whole office leaves out those too who came to it since. */
export function leftOutNow(before: Directory, now: Directory, { door, leftOut }: Choice): string[] {
  const [from, to] = [doorOf(before, door), doorOf(now, door)];
  if (from === undefined || to === undefined || !isOfficeOut(before, from, leftOut)) return [...leftOut];
  return [...new Set([...leftOut, ...officeAt(now, to)])];
}

/** Whether a door puts a question in the same words. */
export function isAsked({ id, text }: Question, { questions }: Door): boolean {
  const same = questions.find((other) => other.id === id);
  return same !== undefined && isSame(same.text, text);
}

const DOOR_GONE: Changes = {
  isDoorGone: true,
  isDoorOther: false,
  readers: NOBODY,
  isOversight: false,
  custodians: NOBODY,
  renamed: [],
  questions: { gone: [], come: [] },
  isWaitingOther: false,
  leftOutToo: [],
};

function exchangeOf(before: readonly Person[], now: readonly Person[]): Exchange {
  const isIn = (all: readonly Person[], one: Person) => all.some((other) => idOf(other) === idOf(one));
  return {
    gone: before.filter((one) => !isIn(now, one)).map(({ name }) => name),
    come: now.filter((one) => !isIn(before, one)),
  };
}

function renamedOf(shown: readonly Person[], { people }: Directory) {
  return shown.flatMap((before) => {
    const now = people.find((person) => idOf(person) === idOf(before));
    return now === undefined || now.name === before.name ? [] : [{ before: before.name, now: now.name }];
  });
}

function isNothing({ readers, custodians, questions, renamed, leftOutToo, ...changes }: Changes): boolean {
  const lists = [
    ...[readers, custodians, questions].flatMap(({ gone, come }): (readonly unknown[])[] => [gone, come]),
    renamed,
    leftOutToo,
  ];
  return lists.every(({ length }) => length === 0) && !Object.values(changes).includes(true);
}

function idOf({ id }: Person): string {
  return toBase64url(id);
}

/** Whether two texts in several languages say the same. */
function isSame(one: Texts | null, other: Texts | null): boolean {
  if (one === null || other === null) return one === other;
  const languages = Object.keys(one);
  return (
    languages.length === Object.keys(other).length &&
    languages.every((language) => one[language] === other[language])
  );
}
