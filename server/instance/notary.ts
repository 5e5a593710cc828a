/** Which of the notary's keys is in use: the one that the newest directory names. */
import { equal, type SigningPublicKey } from '../../crypto/bytes.ts';
import { StartFailure } from '../operator/start-failure.ts';
import type { Context } from './context.ts';
import { newestNotary, type Notary } from './instance.ts';

/**
 * The notary as everybody knows it now.
 * @throws StartFailure in words where the key file is one of before the authority named another key
 */
export async function notaryInUse({
  instance,
  newest,
}: Pick<Context, 'instance' | 'newest'>): Promise<Notary> {
  const named = await newest.notary();
  if (named === null) return newestNotary(instance);
  const found = instance.notaries.find(({ key }) => equal(key, named));
  if (found === undefined) {
    throw new StartFailure(
      'the directory names a key of the notary that is not in the key of this instance: another was drawn since. Put the ' +
        'newer key file back, or give every server the same SOTTO_KEY.',
    );
  }
  return found;
}

/** The key that was drawn last, where the directory names an earlier one. */
export async function notaryToName({
  instance,
  newest,
}: Pick<Context, 'instance' | 'newest'>): Promise<SigningPublicKey | null> {
  const { key } = newestNotary(instance);
  const named = await newest.notary();
  return named === null || equal(named, key) ? null : key;
}
