/** `<SkipLink />`: first thing of a page; leads to its `<main id="main" tabIndex={-1}>`. */
import { t } from '../messages/messages.ts';

export function SkipLink() {
  return (
    <a
      class="skip"
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      {t('app.skip')}
    </a>
  );
}
