/** The address that passkeys are verified for. */
import { expect, test } from 'vitest';
import { siteOf } from '../../server/sign-in/site.ts';

test('what was set holds, whatever a request says', () => {
  const site = { origins: ['https://line.example'], rpId: 'line.example' };
  for (const asked of ['https://line.example/api', 'http://localhost:8470/', 'http://evil.test/']) {
    expect(siteOf('https://line.example/reports', asked)).toEqual(site);
  }
  expect(siteOf('https://line.example:8443', 'http://localhost/')).toEqual({
    origins: ['https://line.example:8443'],
    rpId: 'line.example',
  });
});

test('where nothing was set, only this machine’s own name does', () => {
  expect(siteOf(null, 'http://localhost:8470/api')).toEqual({
    origins: ['http://localhost:8470', 'https://localhost:8470'],
    rpId: 'localhost',
  });
  expect(siteOf(null, 'http://line.localhost/')?.rpId).toBe('line.localhost');
  for (const host of ['line.example', 'localhost.example', 'notlocalhost', '127.0.0.1:8470', '[::1]:8470']) {
    expect(siteOf(null, `http://${host}/`)).toBeNull();
  }
});
