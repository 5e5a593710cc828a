/** What a question says to a reporter. */
import type { Door } from '../../../../server/api/directory.ts';
import { isStandard } from '../../../../server/api/usual-questions.ts';
import { inLanguage } from '../../../messages/languages.ts';
import { currentLanguage, t } from '../../../messages/messages.ts';

export type Question = Door['questions'][number];

export function questionText({ id, text }: Question, { kind }: Pick<Door, 'kind'>): string {
  if (isStandard(id)) return t(`question.${id}.${kind}`);
  return text === null ? '' : inLanguage(text, currentLanguage());
}
