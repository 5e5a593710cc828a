import { t } from '../../../messages/messages.ts';
import { passphraseProblemText } from '../secret/passphrase-problem.ts';
import type { DraftProblem } from './draft.ts';

/** What is wrong, as a sentence that says what to do. */
export function problemText({ what, door }: DraftProblem): string {
  switch (what) {
    case 'office':
      return t('setup.office.missing');
    case 'no-door':
      return t('setup.doors.none');
    case 'door-title':
    case 'door-text': {
      const name = door ? t(`setup.door.${door}`) : '';
      return what === 'door-title'
        ? t('setup.doors.missing.title', { door: name })
        : t('setup.doors.missing.text', { door: name });
    }
    case 'officer':
      return t('setup.officer.name.missing');
    case 'account':
      return t('setup.officer.account.missing');
    case 'short':
    case 'simple':
    case 'differ':
      return passphraseProblemText(what);
  }
}
