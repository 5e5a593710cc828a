import { LIMITS } from '../../../../server/api/limits.ts';
import { textLength } from '../../../case/kinds/text-length.ts';
import { t } from '../../../messages/messages.ts';

/** What is wrong with a text that goes into an entry. @param missing what is said where there is none */
export function textProblem(text: string, missing: string): string | undefined {
  if (text.trim() === '') return missing;
  return textLength(text) > LIMITS.textCharacters
    ? t('field.long', { most: LIMITS.textCharacters })
    : undefined;
}
