import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t, useLanguage } from '../messages/messages.ts';
import { LanguagePicker } from '../parts/language-picker.tsx';

/** What stands around every screen. `children` is the screen; `tools` stands beside the languages. */
export function Frame(props: { office: string; tools?: ComponentChildren; children: ComponentChildren }) {
  const { office, tools, children } = props;
  const language = useLanguage();
  // Never anything of a case: titles go into the history of the browser.
  useEffect(() => {
    document.title = t('officer.title');
  }, [language]);
  return (
    <>
      <header class="frame-head">
        <p class="frame-name">
          <strong>{office || 'Sotto'}</strong> <span>{t('officer.brand')}</span>
        </p>
        <div class="frame-tools">
          {tools}
          <LanguagePicker parts={['common', 'officer']} />
        </div>
      </header>
      <main>{children}</main>
    </>
  );
}
