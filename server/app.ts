import { Hono } from 'hono';
import type { Context } from './instance/context.ts';
import type { FormerAssets } from './pages/former-assets.ts';
import { strictHeaders, tellDay } from './answers/headers.ts';
import { logFailure } from './operator/console.ts';
import { addPages, isForPerson, readMissingPage } from './pages/pages.ts';
import { AllPlaces } from './traffic/places.ts';
import { Refusal } from './answers/refusal.ts';
import { addAccountRoutes } from './routes/account.ts';
import { addAnyoneRoutes } from './routes/anyone.ts';
import { addAuthorityRoutes } from './routes/authority.ts';
import { addBlobRoutes } from './routes/blobs.ts';
import { addLogRoutes } from './routes/log.ts';
import { addOfficerRoutes } from './routes/officer.ts';
import { addPasskeyRoutes } from './routes/passkeys.ts';
import { addRecoveryRoutes } from './routes/recovery.ts';
import { addReporterRoutes } from './routes/reporter.ts';
import { addRightsRoutes } from './routes/rights.ts';
import { addSetupRoutes } from './routes/setup.ts';
import { refuse } from './answers/serve.ts';

/** The whole server as one function from request to answer. */
export function createApp(
  context: Context,
  pagesFolder: string | null,
  former: FormerAssets | null = null,
): Hono {
  const app = new Hono();
  const places = new AllPlaces();
  app.use(strictHeaders);
  app.use('/api/*', tellDay(context));
  addAnyoneRoutes(app, context, places);
  addReporterRoutes(app, context, places);
  addOfficerRoutes(app, context, places);
  addBlobRoutes(app, context, places);
  addAccountRoutes(app, context);
  addPasskeyRoutes(app, context);
  addSetupRoutes(app, context);
  addAuthorityRoutes(app, context);
  addRecoveryRoutes(app, context, places);
  addLogRoutes(app, context, places);
  addRightsRoutes(app, context, pagesFolder);
  if (pagesFolder !== null) addPages(app, pagesFolder, former);
  const missing = pagesFolder === null ? null : readMissingPage(pagesFolder);
  app.notFound((http) => {
    if (missing !== null && isForPerson(http)) return http.html(missing, 404);
    return refuse(http, new Refusal('not-found'));
  });
  app.onError((error, http) => {
    // What failed is for the operator to see; who asked, and for what, is not written anywhere.
    if (!(error instanceof Refusal)) logFailure(error);
    return refuse(http, error);
  });
  return app;
}
