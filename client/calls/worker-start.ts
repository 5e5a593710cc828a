/** Starts the worker of a page. Its address passes a policy of Trusted Types that knows no other. */

interface Policy {
  createScriptURL(url: string): URL;
}

/** The part of Trusted Types that is used here; a browser without it takes the address as it is. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

/**
 * Of a page its own worker, the one that examines files, and the one that changes a voice; of a worker those that try slot sets,
 * and those for pieces of files.
 */
const MOST = 3;

let policy: Policy | undefined;
const known = new Set<string>();

/** @param address of a worker of the page's own: of more than there are, none starts */
export function startWorker(address: string): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (known.size < MOST) known.add(address);
  policy ??= trustedTypes?.createPolicy('sotto-worker', {
    createScriptURL(url) {
      if (!known.has(url)) throw new TypeError('a worker of another address');
      return url;
    },
  });
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
}
