import { render } from 'preact';
import { preferredLanguage } from '../messages/languages.ts';
import { loadLanguage } from '../messages/messages.ts';
import { App } from './app.tsx';
import './officer.css';

/** The token of a set-up link, taken out of the address so that it stays in no history. */
function takeSetupToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('setup');
  if (token !== null) history.replaceState(null, '', location.pathname);
  return token;
}

const setupToken = takeSetupToken();
await loadLanguage(preferredLanguage(navigator.languages), ['common', 'officer']);
const place = document.getElementById('page');
if (place !== null) {
  place.textContent = '';
  render(<App setupToken={setupToken} />, place);
}

// A set-up link opened in a page that is already here starts the page anew.
addEventListener('hashchange', () => {
  if (location.hash.startsWith('#setup=')) location.reload();
});
