import { currentLanguage, t } from '../../../messages/messages.ts';

/** What is said of rights, as text, from the server: where there is no directory to take it from. */
export function RightsLink() {
  return (
    <p>
      <a href={`/rights/${currentLanguage()}.txt`}>{t('rights.title')}</a>
    </p>
  );
}
