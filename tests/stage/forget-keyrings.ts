import type { Context } from '../../server/instance/context.ts';
import { writeDownKeyrings } from '../../server/keyrings/keyrings.ts';

/** Has every officer begin with an empty keyring, as after a server that lost them. */
export async function forgetKeyrings(context: Context): Promise<void> {
  await writeDownKeyrings(context);
  await context.db.deleteFrom('keyrings').execute();
}
