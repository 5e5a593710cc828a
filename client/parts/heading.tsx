/**
 * `<Heading>title</Heading>`: the `h1` of a screen. It takes the focus when the screen comes, so that a screen reader
 * says where one is; the first one of a page does not, because the page is read from its top.
 */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
// Every screen has a heading, and with it the style of the pages.
import '../style/style.ts';

let isFirst = true;

export function Heading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (!isFirst) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    isFirst = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
