/** The usual questions of a door, in the page's own words (`question.*` in the messages of `reporter`, `case.question.*` of `officer`). */

/** Questions that every page has words for, by kind of door; asked after the story, each may be skipped. */
export const standardQuestions = ['what', 'where', 'when', 'who', 'know', 'told', 'danger'] as const;
export type StandardQuestion = (typeof standardQuestions)[number];

export function isStandard(id: string): id is StandardQuestion {
  return (standardQuestions as readonly string[]).includes(id);
}

/** What a door asks unless the office wants it otherwise. */
export function usualQuestions(): { id: string; text: null }[] {
  return standardQuestions.map((id) => ({ id, text: null }));
}
