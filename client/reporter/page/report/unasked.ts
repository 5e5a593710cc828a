/** Answers to what an entrance does not ask, because another one or the office asks otherwise: kept, and said. */
import type { Directory, Door } from '../../../../server/api/directory.ts';
import { isStandard } from '../../../../server/api/usual-questions.ts';
import { isAsked, leftOutNow } from '../../../directory/changes.ts';
import { custodiansLeft, doorOf } from '../../../directory/choice.ts';
import type { Draft, Unasked } from './draft.ts';
import { questionText } from './question-text.ts';

/** The draft as it is by a newer directory: nothing that was typed is lost, and nobody is let in who was left out. */
export function draftBy(now: Directory, before: Directory, draft: Draft): Draft {
  const door = doorOf(now, draft.door);
  const moved = atDoor(draft, doorOf(before, draft.door), door);
  const leftOut = leftOutNow(before, now, draft);
  return openable(now, { ...moved, leftOut, door: door?.id ?? '' });
}

/** A draft whose door is another, or was changed: an answer stays only with the question it was given to. */
export function atDoor(draft: Draft, from: Door | undefined, to: Door | undefined): Draft {
  const dropped = (from?.questions ?? []).filter((question) => {
    const isAnswered = (draft.answers[question.id] ?? '').trim() !== '';
    return isAnswered && !isStandard(question.id) && (to === undefined || !isAsked(question, to));
  });
  if (from === undefined || dropped.length === 0) return draft;
  const unasked = dropped.map((question) => ({
    question: questionText(question, from),
    answer: draft.answers[question.id]!,
  }));
  const gone = new Set(dropped.map(({ id }) => id));
  const answers = Object.fromEntries(Object.entries(draft.answers).filter(([id]) => !gone.has(id)));
  return { ...draft, answers, unasked: [...draft.unasked, ...unasked] };
}

/** No name is kept for sending that nobody could open. */
export function openable(directory: Directory, draft: Draft): Draft {
  const at = doorOf(directory, draft.door);
  const isOpenable = at === undefined || custodiansLeft(directory, at, draft.leftOut).length > 0;
  return { ...draft, named: draft.named && isOpenable };
}

/** Every answer that would not be sent from this door, with its question. */
export function unaskedAt(draft: Draft, door: Door): Unasked[] {
  const standard = Object.entries(draft.answers).flatMap(([id, answer]) => {
    const isHere = door.questions.some((question) => question.id === id) || answer.trim() === '';
    return isHere || !isStandard(id) ? [] : [{ question: questionText({ id, text: null }, door), answer }];
  });
  return [...draft.unasked, ...standard];
}

/** The draft with those answers at the end of what happened. */
export function withUnasked(draft: Draft, door: Door): Draft {
  const unasked = unaskedAt(draft, door);
  const text = [draft.text, ...unasked.map(({ question, answer }) => `${question}\n${answer}`)].join('\n\n');
  const asked = new Set(door.questions.map(({ id }) => id));
  const answers = Object.fromEntries(Object.entries(draft.answers).filter(([id]) => asked.has(id)));
  return { ...draft, text, answers, unasked: [] };
}
