import { formatNumber, t } from '../messages/messages.ts';
import { LEAST_CHARACTERS } from './passphrase.ts';
import type { DraftProblem } from './setup-draft.ts';

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
      return t('passphrase.short', { least: formatNumber(LEAST_CHARACTERS) });
    case 'simple':
      return t('passphrase.simple');
    case 'differ':
      return t('passphrase.differ');
  }
}
