import { standardQuestions } from '../../server/api/directory.ts';

/** What a door asks unless the office wants it otherwise. */
export function usualQuestions(): { id: string; text: null }[] {
  return standardQuestions.map((id) => ({ id, text: null }));
}
