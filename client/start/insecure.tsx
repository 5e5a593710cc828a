/** Instead of everything else, at an address where browsers don't allow a page to lock anything. */
import { t } from '../messages/messages.ts';
import { Heading } from '../parts/heading.tsx';

export function InsecurePage() {
  return (
    <main id="main" tabIndex={-1}>
      <Heading>{t('insecure.title')}</Heading>
      <p>{t('insecure.why')}</p>
      <p>{t('insecure.do')}</p>
    </main>
  );
}
