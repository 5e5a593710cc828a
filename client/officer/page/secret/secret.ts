/** What was signed in with, asked for once more: typed, or by a passkey, and forgotten after use. */
import type { PasskeyAnswer, Secret } from '../../worker/account/account.ts';
import { askPasskey } from './passkey-ceremony.ts';
import type { LinkedSession } from '../frame/session-start.ts';

/** Gives the secret to some work, for as long as that lasts. */
export type GiveSecret = <T>(work: (secret: Secret) => Promise<T>) => Promise<T>;

/** @param typed a passphrase or words; counts for nothing where a passkey alone unlocks */
export function giveSecret(session: LinkedSession, method: Secret['method'], typed: string): GiveSecret {
  return async (work) => {
    if (method === 'words') return work({ method, words: typed });
    if (method === 'passphrase') return work({ method, passphrase: typed });
    return withPasskey(session, (passkey) =>
      work(method === 'both' ? { method, passphrase: typed, passkey } : { method, passkey }),
    );
  };
}

/** Has a passkey used for some work. */
export async function withPasskey<T>(
  session: LinkedSession,
  work: (passkey: PasskeyAnswer) => Promise<T>,
): Promise<T> {
  const passkey = await askPasskey(await session.passkeys.request());
  try {
    return await work(passkey);
  } finally {
    passkey.output.fill(0);
  }
}
