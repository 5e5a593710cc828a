import { t } from '../../../messages/messages.ts';
import { Copy } from '../../../parts/copy.tsx';
import { Button } from '../../../parts/button.tsx';
import { Poster, posterAddress } from '../frame/poster.tsx';
import { Step, type StepPlace } from '../frame/step.tsx';
import type { SetupResult } from '../../worker/office/setup.ts';

/** What goes on posters: the authority's words, and the address that names its key. */
export function SetupMade(props: {
  made: SetupResult;
  office: string;
  place: StepPlace;
  onDone: () => void;
}) {
  const { made, office, place, onDone } = props;
  const words = made.fingerprint.join(' ');
  const address = posterAddress(made.authority);
  return (
    <Step title={t('setup.made.title')} place={place}>
      <section>
        <h2>{t('setup.made.fingerprint')}</h2>
        <p>{t('setup.made.fingerprint.why')}</p>
        <p class="even fingerprint" dir="ltr" lang="en">
          {words}
        </p>
        <h2>{t('setup.made.link')}</h2>
        <p>{t('setup.made.link.why')}</p>
        <p class="even address" dir="ltr">
          {address}
        </p>
      </section>
      <div class="actions">
        <Copy text={address} />
        <Button kind="secondary" onClick={() => print()}>
          {t('setup.made.print')}
        </Button>
      </div>
      <div class="actions">
        <Button onClick={onDone}>{t('setup.made.signIn')}</Button>
      </div>
      <Poster office={office} address={address} words={words} />
    </Step>
  );
}
