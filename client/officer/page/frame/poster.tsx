import { t } from '../../../messages/messages.ts';

/** The address on posters, which names the authority's key. @param authority base64url of it */
export function posterAddress(authority: string): string {
  return `${location.origin}/#authority=${authority}`;
}

/** What comes out of a printer for a wall: whose line it is, its address, and six words to compare. */
export function Poster({ office, address, words }: { office: string; address: string; words: string }) {
  return (
    <section class="print-only poster">
      <h1>
        <bdi>{office}</bdi>
      </h1>
      <h2>{t('poster.open')}</h2>
      <p class="even" dir="ltr">
        {address}
      </p>
      <h2>{t('setup.made.fingerprint')}</h2>
      <p>{t('poster.compare')}</p>
      <p class="even" dir="ltr" lang="en">
        {words}
      </p>
    </section>
  );
}
