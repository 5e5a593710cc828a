import '../start/able.ts';
import { start } from '../start/start.tsx';
import { App } from './app.tsx';
import { linkOf, type Link } from './page/frame/link.ts';
import './page/frame/frame.css';
import './page/inbox/inbox.css';
import './page/case/case.css';
import './page/setup/setup.css';
import './page/access/access.css';
import './page/office/office.css';
import './page/protection/protection.css';

/** The link that opened the page, taken out of the address so that its token stays in no history. */
function takeLink(): Link | null {
  const link = linkOf(location.hash);
  if (link !== null) history.replaceState(null, '', location.pathname);
  return link;
}

const link = takeLink();
void start({
  parts: ['common', 'officer'],
  app: () => <App link={link} />,
  isLink: () => linkOf(location.hash) !== null,
});
