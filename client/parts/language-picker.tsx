/** `<LanguagePicker parts />`: every language by its own name. `parts` are those of the page, as for `loadLanguage`. */
import { useState } from 'preact/hooks';
import type { FailureCode } from '../calls/failure.ts';
import { whyMissing } from '../calls/missing.ts';
import { languageNames, languages, type Language } from '../messages/languages.ts';
import { loadLanguage, t, useLanguage, type Part } from '../messages/messages.ts';

export function LanguagePicker({ parts }: { parts: readonly Part[] }) {
  const now = useLanguage();
  const [failed, setFailed] = useState<FailureCode | null>(null);
  const choose = async (language: Language) => {
    setFailed(null);
    try {
      await loadLanguage(language, parts);
    } catch {
      setFailed(await whyMissing());
    }
  };
  return (
    <div class="language-picker">
      <ul aria-label={t('app.language')}>
        {languages.map((language) => (
          <li key={language}>
            <button
              type="button"
              lang={language}
              aria-pressed={language === now}
              onClick={() => void choose(language)}
            >
              {languageNames[language]}
            </button>
          </li>
        ))}
      </ul>
      <output>{failed === null ? '' : `${t('app.languageFailed')} ${t(`failure.${failed}`)}`}</output>
    </div>
  );
}
