import { formatNumber, t } from '../../../messages/messages.ts';
import { LEAST_CHARACTERS, type PassphraseProblem } from './passphrase.ts';

/** What is wrong with a new passphrase, as a sentence that says what to do. */
export function passphraseProblemText(what: PassphraseProblem): string {
  switch (what) {
    case 'short':
      return t('passphrase.short', { least: formatNumber(LEAST_CHARACTERS) });
    case 'simple':
      return t('passphrase.simple');
    case 'differ':
      return t('passphrase.differ');
  }
}
