import { afterEach, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { personId } from '../../support/cqrs/issuer.js';
import { administratorOf, appoint, introduce } from '../../support/identity/known-people.js';
import { TestRegister } from '../../support/register/register.js';

let register: TestRegister;
afterEach(async () => {
  jest.useRealTimers();
  await register.stop();
});

/** Everything that runs by itself; the date alone is a test's to turn. */
const running = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

test('One account adds so many entries to one stream in a day; the operator adds more', async () => {
  register = await TestRegister.open({ IDC_ENTRIES_PER_STREAM_AND_DAY: '3' });
  for (const champion of ['kenya', 'togo'])
    await register.mutate('joinCharter', { champion, name: champion, kind: 'GOVERNMENT' });
  for (const champion of ['kenya', 'togo'] as const)
    await appoint(register, await introduce(register, administratorOf[champion]), 'ADMINISTRATOR', champion);
  const rename = (name: string, token = administratorOf.kenya, commandId: string = randomUUID(), champion = 'kenya') =>
    register.mutate('renameChampion', { commandId, champion, name, note: 'As it calls itself.' }, 'id', token);

  for (const name of ['One', 'Two', 'Three']) expect((await rename(name)).userErrors).toEqual([]);
  expect((await rename('Four')).userErrors).toMatchObject([{ code: 'QUOTA' }]);
  // Others, and other streams, are counted apart; the operator is not counted.
  expect((await rename('Other', administratorOf.togo, randomUUID(), 'togo')).userErrors).toEqual([]);
  for (const name of ['Five', 'Six', 'Seven', 'Eight'])
    expect((await rename(name, register.token)).userErrors).toEqual([]);
});

test('A command that was refused for the quota of a day is decided anew on the next, under the same id or another', async () => {
  jest.useFakeTimers({ doNotFake: [...running] });
  register = await TestRegister.open({ IDC_ENTRIES_PER_STREAM_AND_DAY: '2' });
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  await appoint(register, await introduce(register, administratorOf.kenya), 'ADMINISTRATOR', 'kenya');
  const rename = (name: string, commandId: string = randomUUID()) =>
    register.mutate(
      'renameChampion',
      { commandId, champion: 'kenya', name, note: 'As it calls itself.' },
      'name',
      administratorOf.kenya,
    );

  for (const name of ['One', 'Two']) expect((await rename(name)).userErrors).toEqual([]);
  const [first, second] = [randomUUID(), randomUUID()];
  for (const id of [first, first, second])
    expect((await rename(`Name of ${id}`, id)).userErrors).toMatchObject([{ code: 'QUOTA' }]);
  // A running register takes such a jump of its clock for a fault; one that was stopped meanwhile does not.
  await register.reopen({ meanwhile: () => jest.setSystemTime(Date.now() + 25 * 3_600_000) });
  for (const id of [first, randomUUID()]) expect((await rename(`Name of ${id}`, id)).userErrors).toEqual([]);
  expect((await rename(`Name of ${second}`, second)).userErrors).toMatchObject([{ code: 'QUOTA' }]);
  // What was recorded has its outcome for ever; and of what is refused for another reason, the refusal.
  expect((await rename(`Name of ${first}`, first)).userErrors).toEqual([]);
});

test('One account changes the roles of others 240 times an hour, taking on its own included, the operator as often as it likes', async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  await appoint(register, await introduce(register, administratorOf.kenya), 'ADMINISTRATOR', 'kenya');
  const grant = async (number: number, token: string) =>
    register.query<{ told?: { userErrors: { code: string }[] } }>(
      'mutation ($input: GrantRoleInput!) { told: grantRole(input: $input) { userErrors { code } } }',
      {
        input: {
          commandId: randomUUID(),
          holder: personId(1000 + number),
          role: number < 250 ? 'REPORTER' : 'ADMINISTRATOR',
          organisation: 'kenya',
        },
      },
      token,
    );
  for (let number = 0; number < 239; number += 1)
    expect((await grant(number, administratorOf.kenya)).errors).toEqual([]);
  const { errors } = await grant(240, administratorOf.kenya);
  expect(errors.map(({ extensions: { code, limit } }) => [code, limit])).toEqual([['RATE_LIMITED', 'roles']]);
  expect((await grant(250, register.token)).errors).toEqual([]);
});
