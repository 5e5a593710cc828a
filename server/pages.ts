/** The built pages, as files: nothing is rendered here. */
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';

export function addPages(app: Hono, folder: string): void {
  app.use(
    '/*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound: (path, http) => {
        // Files under assets/ have their hash in the name. A page is asked for again every time, so that a
        // new build is seen at once.
        http.header(
          'cache-control',
          /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    }),
  );
}
