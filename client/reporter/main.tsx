import { render } from 'preact';
import { preferredLanguage } from '../messages/languages.ts';
import { loadLanguage } from '../messages/messages.ts';
import { App } from './app.tsx';

/** The authority's key that a printed link carries (DESIGN §4.5); the fragment never reaches the server. */
const authority = new URLSearchParams(location.hash.slice(1)).get('authority');

await loadLanguage(preferredLanguage(navigator.languages), ['common', 'reporter']);
const place = document.getElementById('page');
if (place !== null) {
  place.textContent = '';
  render(<App authority={authority} />, place);
}

// A printed link opened in a page that is already here starts the page anew.
addEventListener('hashchange', () => location.reload());
