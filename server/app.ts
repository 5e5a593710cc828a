import { Hono } from 'hono';
import type { Context } from './context.ts';
import { strictHeaders } from './headers.ts';
import { addPages } from './pages.ts';
import { Refusal } from './refusal.ts';
import { addAccountRoutes } from './routes/account.ts';
import { addAnyoneRoutes } from './routes/anyone.ts';
import { addAuthorityRoutes } from './routes/authority.ts';
import { addOfficerRoutes } from './routes/officer.ts';
import { addPasskeyRoutes } from './routes/passkeys.ts';
import { addRecoveryRoutes } from './routes/recovery.ts';
import { addReporterRoutes } from './routes/reporter.ts';
import { addSetupRoutes } from './routes/setup.ts';
import { refuse } from './serve.ts';

/** The whole server as one function from request to answer. */
export function createApp(context: Context, pagesFolder: string | null): Hono {
  const app = new Hono();
  app.use(strictHeaders);
  addAnyoneRoutes(app, context);
  addReporterRoutes(app, context);
  addOfficerRoutes(app, context);
  addAccountRoutes(app, context);
  addPasskeyRoutes(app, context);
  addSetupRoutes(app, context);
  addAuthorityRoutes(app, context);
  addRecoveryRoutes(app, context);
  if (pagesFolder !== null) addPages(app, pagesFolder);
  app.notFound((http) => refuse(http, new Refusal('not-found')));
  app.onError((error, http) => {
    // What failed is for the operator to see; who asked, and for what, is not written anywhere.
    if (!(error instanceof Refusal)) process.stderr.write(`sotto: ${error.name}: ${error.message}\n`);
    return refuse(http, error);
  });
  return app;
}
