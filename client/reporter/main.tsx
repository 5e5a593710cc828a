import '../start/able.ts';
import { start } from '../start/start.tsx';
import { App } from './app.tsx';
import { LeftPage } from './page/start/left.tsx';

/** The authority's key that a printed link carries; the fragment never reaches the server. */
const authority = new URLSearchParams(location.hash.slice(1)).get('authority');

void start({
  parts: ['common', 'reporter'],
  app: () => <App authority={authority} />,
  cameBack: () => <LeftPage />,
  isLink: () => true,
});
