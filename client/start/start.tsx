/** Starting a page, and emptying it when it is left. */
import { render, type ComponentChild } from 'preact';
import { preferredLanguage } from '../messages/languages.ts';
import { loadLanguage, type Part } from '../messages/messages.ts';
import './texts.ts';
import { isSecure } from './able.ts';
import { InsecurePage } from './insecure.tsx';
import { showLate } from './late.ts';

/** Looks empty in a tab and in a history. */
export const NO_TITLE = '\u200b';

interface Page {
  readonly parts: readonly Part[];
  readonly app: () => ComponentChild;
  /** In place of the app where the page was left and is come back to; without it, the app starts anew. */
  readonly cameBack?: () => ComponentChild;
  /** Whether the link that is in the address now starts the page anew. */
  readonly isLink: () => boolean;
}

export async function start({ parts, app, cameBack, isLink }: Page): Promise<void> {
  const place = document.getElementById('page');
  if (place === null) return;
  try {
    await loadLanguage(preferredLanguage(navigator.languages), parts);
  } catch {
    showLate();
    return;
  }
  const show = (child: ComponentChild) => {
    place.textContent = '';
    render(child, place);
  };
  let isLeft = false;
  const showLeft = (child: () => ComponentChild) => {
    isLeft = true;
    show(child());
  };
  // Nothing that was opened here stays where the browser keeps a page that was left, as it was, for coming back to it.
  addEventListener('pagehide', () => {
    render(null, place);
    document.body.replaceChildren(place);
    document.title = NO_TITLE;
  });
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    if (cameBack === undefined) location.reload();
    else showLeft(cameBack);
  });
  // A printed link opened in a page that is already here. One that was left stays empty, whatever Back leads to.
  addEventListener('hashchange', () => {
    if (!isLeft && isLink()) location.reload();
  });
  if (!isSecure) show(<InsecurePage />);
  else if (cameBack !== undefined && isComingBack()) showLeft(cameBack);
  else show(app());
}

/** Whether Back or Forward led here, from a page that is not this one. */
function isComingBack(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return (navigation as PerformanceNavigationTiming | undefined)?.type === 'back_forward';
}
