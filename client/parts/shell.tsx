/**
 * `<Shell name brand tools>screen</Shell>`: what stands around every screen of a page: the way to the content, whose
 * page it is, and tools such as languages and the way out. It sets no title: titles go into the history of the browser,
 * and say nothing of a case.
 */
import type { ComponentChildren } from 'preact';
import { useLanguage } from '../messages/messages.ts';
import { Offline } from './offline.tsx';
import { SkipLink } from './skip-link.tsx';

export function Shell(props: {
  name: string;
  brand?: string | undefined;
  tools: ComponentChildren;
  children: ComponentChildren;
}) {
  const { name, brand, tools, children } = props;
  useLanguage();
  return (
    <>
      <SkipLink />
      <header class="frame-head">
        <p class="frame-name">
          <strong>
            <bdi>{name}</bdi>
          </strong>{' '}
          {brand !== undefined && <span>{brand}</span>}
        </p>
        <div class="frame-tools">{tools}</div>
      </header>
      <main id="main" tabIndex={-1}>
        <Offline />
        {children}
      </main>
    </>
  );
}
