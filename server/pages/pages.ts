/** The built pages, as files: nothing is rendered here. */
import { serveStatic } from '@hono/node-server/serve-static';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Hono } from 'hono';
import { makeFolder } from '../operator/private-folder.ts';
import type { FormerAssets } from './former-assets.ts';

/** Files under assets/ have their hash in the name. A page is asked for again every time, so that a new build is seen at once. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** @param former what pages that were opened under an earlier build still ask for */
export function addPages(app: Hono, folder: string, former: FormerAssets | null): void {
  app.use('/*', async (http, next) => {
    if (!http.req.path.startsWith('/assets/') && !http.req.path.startsWith('/api/')) void former?.look();
    await next();
  });
  app.use(
    '/*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound: (path, http) => {
        http.header('cache-control', /\/assets\//.test(path) ? IMMUTABLE : 'no-cache');
      },
    }),
  );
  if (former === null || !isThere(former.store)) return;
  app.use(
    '/assets/*',
    serveStatic({
      root: former.store,
      // What is not in its list has no path in the store.
      rewriteRequestPath: (path) => former.find(path) ?? '/none',
      onFound: (_, http) => {
        http.header('cache-control', IMMUTABLE);
      },
    }),
  );
}

/** Whether a folder is there, or could be made: files are not looked for in one that is not. */
function isThere(folder: string): boolean {
  try {
    makeFolder(folder);
    return true;
  } catch {
    return false;
  }
}

/** What is answered at an address where there is nothing; null before the pages were built. */
export function readMissingPage(folder: string): string | null {
  const path = join(folder, 'missing/index.html');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Whether somebody typed this address or followed a link to it, and nothing of the pages asks. */
export function isForPerson(http: Context): boolean {
  const accepts = http.req.header('accept') ?? '';
  return !http.req.path.startsWith('/api/') && /\btext\/html\b/.test(accepts);
}
