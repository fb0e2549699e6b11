import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { noProxy, startProxy } from '../support/proxy.js';
import { TestRegister } from '../support/register.js';
import { testWhere } from '../support/store-fixture.js';
import { temporaryFolder } from '../support/temporary.js';

testWhere(noProxy, 'The proxy writes down which path was asked for, and no secret that stands behind it', async () => {
  const register = await TestRegister.open();
  const port = Number(new URL(register.url).port);
  const log = join(temporaryFolder(), 'access.log');
  const proxy = await startProxy([port, port], log);
  const referer = `${proxy}/sign-in/provider/callback?code=zanzibar`;
  await fetch(referer, { redirect: 'manual' });
  await fetch(`${proxy}/desk/desk.css`, { headers: { referer } });
  const written = readFileSync(log, 'utf8');
  expect(written).toMatch(/^127\.0\.0\.1 \S+ GET \/sign-in\/provider\/callback \d+ \d+ [\d.]+ [\w-]+\n127\.0\.0\.1 \S+ GET \/desk\/desk\.css 200 /);
  expect(written).not.toContain('zanzibar');
  await register.stop();
});
