/** Starts the worker of a page. Its address passes a policy of Trusted Types that knows no other. */

interface Policy {
  createScriptURL(url: string): URL;
}

/** The part of Trusted Types that is used here; a browser without it takes the address as it is. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

let policy: Policy | undefined;

/** @param address of the page's own worker: the first one given is the only one that ever starts */
export function startWorker(address: string): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('sotto-worker', {
    createScriptURL(url) {
      if (url !== address) throw new TypeError('a worker of another address');
      return url;
    },
  });
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' });
}
