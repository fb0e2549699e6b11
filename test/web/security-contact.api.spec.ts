import { expect, test } from '@jest/globals';
import { TestRegister } from '../support/register/register.js';

const path = '/.well-known/security.txt';

test('Where weaknesses are told stands at the address of RFC 9116, for less than a year', async () => {
  const register = await TestRegister.open({
    IDC_SECURITY_CONTACT: 'https://example.org/report, mailto:security@example.org',
    IDC_PUBLIC_URL: 'https://register.example.org',
  });
  const { status, headers, text } = await register.request(path);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const [first, second, expires, canonical, ...more] = text.split('\n');
  expect([first, second]).toEqual(['Contact: https://example.org/report', 'Contact: mailto:security@example.org']);
  const days =
    (Date.parse(/^Expires: (\d{4}-\d\d-\d\dT00:00:00\.000Z)$/.exec(expires ?? '')?.[1] ?? '') - Date.now()) /
    86_400_000;
  expect([Math.floor(days), canonical, more]).toEqual([90, `Canonical: https://register.example.org${path}`, ['']]);
  await register.stop();
});

test('Where nobody has said where weaknesses are told, there is nothing', async () => {
  const register = await TestRegister.open();
  expect((await register.request(path)).status).toBe(404);
  await register.stop();
});
