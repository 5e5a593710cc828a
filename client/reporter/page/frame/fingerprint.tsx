import { t } from '../../../messages/messages.ts';

/** The six words to compare with the office's poster, once the page has checked who signed the directory. */
export function Fingerprint({ words, pinned }: { words: readonly string[] | null; pinned: boolean }) {
  return (
    <section class="fingerprint">
      <h2>{t('readers.fingerprint')}</h2>
      {pinned && <p>{t('readers.fingerprint.link')}</p>}
      {words === null ? (
        <p>{t('readers.fingerprint.later')}</p>
      ) : (
        <>
          <p>{t('readers.fingerprint.text')}</p>
          <p>
            <strong lang="en" dir="ltr">
              {words.join(' ')}
            </strong>
          </p>
        </>
      )}
    </section>
  );
}
