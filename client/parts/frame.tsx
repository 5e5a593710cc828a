/** `<Frame office>screen</Frame>`: what stands around every screen of the reporter's page. */
import type { ComponentChildren } from 'preact';
import { t, useLanguage } from '../messages/messages.ts';
import { ExitButton } from './exit-button.tsx';
import { LanguagePicker } from './language-picker.tsx';
import { Shell } from './shell.tsx';

const PARTS = ['common', 'reporter'] as const;

export function Frame({ office, children }: { office: string; children: ComponentChildren }) {
  useLanguage();
  const tools = (
    <>
      <ExitButton />
      <LanguagePicker parts={PARTS} />
    </>
  );
  return (
    <Shell name={office || t('site.title')} tools={tools}>
      {children}
    </Shell>
  );
}
