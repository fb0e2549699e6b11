import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestClock } from '../support/time/clock.js';
import { TestRegister } from '../support/register/register.js';
import { signedIn } from '../support/identity/signed-in.js';
import { speaking, type Message } from '../support/register/web-socket.js';

const clock = new TestClock();
let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open({}, { clock: clock.read });
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
});
afterAll(() => register.stop());

const entry = (type: string): Message => ({ id: '1', type: 'next', payload: { data: { logAppended: { type } } } });
const rename = (name: string) => register.mutate('renameChampion', { champion: 'kenya', name });
const behind = async (): Promise<Message> => ({
  id: '1',
  type: 'subscribe',
  payload: { query: `subscription { logAppended(afterEntry: ${(await register.size()) - 1}) { type } }` },
});

/** Somebody of togo who listens with the cookie of a session, and has heard what there is. */
async function listener(email: string) {
  const { browser, person } = await signedIn(register, email, 'REPORTER', 'togo');
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const line = await speaking(register, { headers: { cookie, origin: register.url } });
  expect(await line.next()).toEqual({ type: 'connection_ack' });
  line.say(await behind());
  await rename(`Heard by ${email}`);
  expect(await line.next()).toEqual(entry('ChampionRenamed'));
  return { browser, person, ...line };
}

describe('Whoever listens while signed in', () => {
  test('hears nothing more once they have signed out: the next entry closes the web socket instead', async () => {
    const { browser, next, closed } = await listener('leaving@example.org');
    await browser.send('/sign-out');
    await rename('After they left');
    expect([await next(), await closed]).toEqual([{ type: 'closed' }, 4403]);
  });

  test('hears nothing more once their role has changed, but at most of that change itself, which may be on its way', async () => {
    const { person, closed, next } = await listener('demoted@example.org');
    await register.mutate(
      'withdrawRole',
      { holder: person, role: 'REPORTER', organisation: 'togo', reasonCode: 'LEFT' },
      'role',
    );
    await rename('After the change');
    const heard = [await next()];
    if (heard[0]?.type === 'next') heard.unshift(await next());
    expect(heard).toEqual([{ type: 'closed' }, entry('RoleWithdrawn')].slice(0, heard.length));
    expect(await closed).toBe(4403);
  });

  test('begins no further subscription then', async () => {
    const { browser, say, closed } = await listener('again@example.org');
    await browser.send('/sign-out');
    say({ ...(await behind()), id: '2' });
    expect(await closed).toBe(4403);
  });

  test('is as idle as somebody who does nothing: what is heard does not keep a session', async () => {
    const { closed, next } = await listener('idle@example.org');
    clock.turn({ minutes: 29 });
    await rename('Within half an hour');
    expect(await next()).toEqual(entry('ChampionRenamed'));
    clock.turn({ minutes: 2 });
    await rename('After half an hour');
    expect(await closed).toBe(4403);
  });
});

test('A program that listens with a key hears nothing more once the key is revoked', async () => {
  const { browser } = await signedIn(register, 'keys@example.org', 'ADMINISTRATOR', 'togo');
  const page = await browser.send('/account/keys', { keyName: 'Nightly', role: 'reporter togo', days: '30' });
  const key = /id="key">([^<]+)</.exec(page.text)?.[1] ?? '';
  const { say, next, closed } = await speaking(register, { hello: { authorization: `Bearer ${key}` } });
  expect(await next()).toEqual({ type: 'connection_ack' });
  say(await behind());
  await rename('Heard by a program');
  expect(await next()).toEqual(entry('ChampionRenamed'));
  const [, id = ''] =
    /action="\/account\/keys\/revoke"[^]*?name="id" value="([^"]+)"/.exec((await browser.get('/account')).text) ?? [];
  await browser.send('/account/keys/revoke', { id });
  await rename('Not heard');
  expect([await next(), await closed]).toEqual([{ type: 'closed' }, 4403]);
});
