import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { noProxy, startProxy } from '../support/processes/proxy.js';
import { TestRegister } from '../support/register/register.js';
import { testWhere } from '../support/event-store/store-fixture.js';
import { temporaryFolder } from '../support/temporary.js';

testWhere(noProxy, 'The proxy writes down which path was asked for, and no secret that stands behind it', async () => {
  const register = await TestRegister.open();
  const port = Number(new URL(register.url).port);
  const log = join(temporaryFolder(), 'access.log');
  const proxy = await startProxy([port, port], { ACCESS_LOG: log });
  const referer = `${proxy}/sign-in/provider/callback?code=zanzibar`;
  await fetch(referer, { redirect: 'manual' });
  await fetch(`${proxy}/log/keys`, { headers: { referer } });
  const written = readFileSync(log, 'utf8');
  expect(written).toMatch(
    /^127\.0\.0\.1 \S+ GET \/sign-in\/provider\/callback \d+ \d+ [\d.]+ [\w-]+\n127\.0\.0\.1 \S+ GET \/log\/keys 200 /,
  );
  expect(written).not.toContain('zanzibar');
  await register.stop();
});

testWhere(noProxy, 'The proxy lets an address send so many requests at once, and answers 429 to more', async () => {
  const instance = createServer((_, answer) => answer.end('here'));
  await once(instance.listen(0, '127.0.0.1'), 'listening');
  const { port } = instance.address() as AddressInfo;
  const proxy = await startProxy([port, port], { REQUESTS_PER_SECOND: '1' });
  const statuses: number[] = [];
  for (let sent = 0; sent < 300 && !statuses.includes(429); sent += 1) statuses.push((await fetch(proxy)).status);
  expect(statuses.indexOf(429)).toBeGreaterThanOrEqual(201);
  instance.close();
});

testWhere(
  noProxy,
  'The proxy asks the other instance again for a mutation that one did not answer, and sends no form twice',
  async () => {
    const asked: string[] = [];
    const instance = createServer((request) => {
      asked.push(`${request.method} ${request.url}`);
      request.socket.destroy();
    });
    await once(instance.listen(0, '127.0.0.1'), 'listening');
    const { port } = instance.address() as AddressInfo;
    const proxy = await startProxy([port, port]);
    expect((await fetch(`${proxy}/sign-in`, { method: 'POST', body: 'email=ada@example.org' })).status).toBe(502);
    expect(asked).toEqual(['POST /sign-in']);
    await fetch(`${proxy}/graphql`, { method: 'POST', body: '{}' });
    expect(asked.filter((one) => one === 'POST /graphql').length).toBeGreaterThan(1);
    instance.close();
  },
);
