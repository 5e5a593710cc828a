import { render } from 'preact';
import { preferredLanguage } from '../messages/languages.ts';
import { loadLanguage } from '../messages/messages.ts';
import { App } from './app.tsx';
import { linkOf, type Link } from './link.ts';
import './officer.css';
import './office.css';

/** The link that opened the page, taken out of the address so that its token stays in no history. */
function takeLink(): Link | null {
  const link = linkOf(location.hash);
  if (link !== null) history.replaceState(null, '', location.pathname);
  return link;
}

const link = takeLink();
await loadLanguage(preferredLanguage(navigator.languages), ['common', 'officer']);
const place = document.getElementById('page');
if (place !== null) {
  place.textContent = '';
  render(<App link={link} />, place);
}

// A link opened in a page that is already here starts the page anew.
addEventListener('hashchange', () => {
  if (linkOf(location.hash) !== null) location.reload();
});
