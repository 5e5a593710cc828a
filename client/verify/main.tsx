/** The page that checks proofs. Once loaded it asks nobody for anything; as one file it never does. */
import { render } from 'preact';
import '../start/texts.ts';
import { preferredLanguage } from '../messages/languages.ts';
import { addMessages, loadLanguage } from '../messages/messages.ts';
import '../style/style.ts';
import { VerifyPage } from './page.tsx';

await loadLanguage(preferredLanguage(navigator.languages), ['common', 'verify']);
await addMessages('proof');
render(<VerifyPage isSaved={location.protocol === 'file:'} />, document.getElementById('page')!);
