import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t, useLanguage } from '../../../messages/messages.ts';
import { LanguagePicker } from '../../../parts/language-picker.tsx';
import { Shell } from '../../../parts/shell.tsx';

const PARTS = ['common', 'officer'] as const;

/** What stands around every screen. `tools` stand beside the languages. */
export function OfficerFrame(props: {
  office: string;
  tools?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { office, tools, children } = props;
  const language = useLanguage();
  // Never anything of a case: titles go into the history of the browser.
  useEffect(() => {
    document.title = t('officer.title');
  }, [language]);
  const all = (
    <>
      {tools}
      <LanguagePicker parts={PARTS} />
    </>
  );
  return (
    <Shell name={office || 'Sotto'} brand={t('officer.brand')} tools={all}>
      {children}
    </Shell>
  );
}
