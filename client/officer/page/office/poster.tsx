import { inLanguage } from '../../../messages/languages.ts';
import { t, useLanguage } from '../../../messages/messages.ts';
import { Button } from '../../../parts/button.tsx';
import { Copy } from '../../../parts/copy.tsx';
import { Poster, posterAddress } from '../frame/poster.tsx';
import type { OfficeView } from '../../worker/office/view.ts';

/** The authority's six words, and the address that names its key. */
export function OfficePoster({ view }: { view: OfficeView }) {
  const language = useLanguage();
  const address = posterAddress(view.authority);
  return (
    <section aria-labelledby="poster">
      <h2 id="poster">{t('setup.made.link')}</h2>
      <p>{t('setup.made.link.why')}</p>
      <p class="even address" dir="ltr">
        {address}
      </p>
      <div class="actions">
        <Copy text={address} />
        <Button kind="secondary" onClick={() => print()}>
          {t('setup.made.print')}
        </Button>
      </div>
      <h3>{t('setup.made.fingerprint')}</h3>
      <p>{t('setup.made.fingerprint.why')}</p>
      <p class="even fingerprint" lang="en" dir="ltr">
        {view.fingerprint.join(' ')}
      </p>
      <Poster office={inLanguage(view.name, language)} address={address} words={view.fingerprint.join(' ')} />
    </section>
  );
}
