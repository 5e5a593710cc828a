/** What the door cannot show of how assertions are verified. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { ready } from '../../crypto/sodium.ts';
import { verifyAssertion } from '../../server/sign-in/assertion.ts';
import { siteOf } from '../../server/sign-in/site.ts';
import { Device } from '../stage/device.ts';

beforeAll(() => ready());

const site = siteOf('http://sotto.test', '');

test('the key that stands in for an unknown passkey’s is one that everybody knows: it lets nobody in', async () => {
  const [x, y] = [
    'axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY',
    'T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
  ];
  const one = Buffer.alloc(32, 0).fill(1, 31).toString('base64url');
  const privateKey = createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', d: one, x, y } });
  const known = new Device('x', 'ES256', { privateKey, publicKey: createPublicKey(privateKey) });
  const assertion = known.sign('c', { counter: 5 });
  // By its own name it is a key like any other.
  expect(await verifyAssertion(site, 'c', assertion, known.credentialKey)).toBe(5);
  expect(await verifyAssertion(site, 'c', assertion, null)).toBeNull();
});

test('where no passkey can be verified none is', async () => {
  const device = new Device('x');
  const assertion = device.sign('c');
  expect(await verifyAssertion(site, 'c', assertion, device.credentialKey)).toBe(0);
  expect(await verifyAssertion(null, 'c', assertion, device.credentialKey)).toBeNull();
});
