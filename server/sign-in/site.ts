/** The address that passkeys are verified for (WebAuthn §7.2, steps 13 to 15). */

export interface Site {
  /** Where a page may have asked for a passkey. */
  readonly origins: readonly string[];
  /** Whose passkeys they are: the host's. */
  readonly rpId: string;
}

/**
 * What was said at the start holds. Without it only this machine's own name does, by which the server is tried
 * out: a `Host` that anybody may send says nothing.
 * @param publicUrl how people reach the instance, where that was said
 * @param asked the address of the request
 * @returns null where no passkey can be verified
 */
export function siteOf(publicUrl: string | null, asked: string): Site | null {
  const { origin, hostname, host } = new URL(publicUrl ?? asked);
  if (publicUrl !== null) return { origins: [origin], rpId: hostname };
  if (hostname !== 'localhost' && !hostname.endsWith('.localhost')) return null;
  return { origins: [`http://${host}`, `https://${host}`], rpId: hostname };
}
