/** What time does to data: expired challenges, sessions and requests are forgotten. */
import { LIMITS } from './api/limits.ts';
import { dayOf } from '../crypto/stamp.ts';
import { forgetRecoveries } from '../db/recoveries.ts';
import { forgetSessions } from '../db/sessions.ts';
import { forgetWorks } from '../db/works.ts';
import type { Context } from './context.ts';

export async function tidy(context: Context): Promise<void> {
  const now = context.now();
  const seconds = Math.floor(now / 1000);
  await forgetWorks(context.db, dayOf(now));
  await forgetRecoveries(context.db, dayOf(now));
  await forgetSessions(context.db, seconds - LIMITS.sessionSeconds, seconds - LIMITS.sessionIdleSeconds);
}
