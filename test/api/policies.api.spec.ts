import { afterEach, expect, test } from '@jest/globals';
import { RenameChampion } from '../../src/charter/champion/champion.js';
import type { Issuer } from '../../src/kernel/message.js';
import { policy, type Reaction } from '../../src/kernel/policy.js';
import { TestRegister } from '../support/register/register.js';
import { until } from '../support/time/until.js';

let register: TestRegister;
afterEach(() => register.stop());

/** A command that people may do and policies may not, done by one all the same. */
const Rename = class {
  constructor({ commandId, ...input }: { commandId: string; champion: string; name: string }, by: Issuer) {
    const command = new RenameChampion({ commandId: 'whatever', ...input }, { ...by, role: 'secretariat' });
    return command.with({ header: { ...command.header, commandId }, by });
  }
} as unknown as Reaction['command'];

interface ChampionJoined {
  readonly type: 'ChampionJoined';
  readonly facts: { readonly champion: string };
  readonly text: null;
}

const shout = policy<ChampionJoined>({
  name: 'shout',
  since: 'beginning',
  on: {
    ChampionJoined: ({ facts: { champion } }) => [
      { command: Rename, input: { champion, name: champion.toUpperCase() } },
    ],
  },
});
const stumble = policy<ChampionJoined>({
  name: 'stumble',
  since: 'now',
  on: {
    ChampionJoined: () => {
      throw new Error('beyond this policy');
    },
  },
});

/** The metrics that speak of policies, once they say that both have passed the whole log. */
function metrics(): Promise<readonly string[]> {
  return until('both policies have passed the whole log', async () => {
    const lines = (await register.request('/metrics')).text
      .split('\n')
      .filter((line) => line.startsWith('idc_policy_'));
    const inStep = lines.filter((line) => /^idc_policy_lag_entries\{.*\} 0$/.test(line));
    return inStep.length === 2 && lines.filter((line) => !line.includes('_lag_'));
  });
}

test('a register reacts by itself, once, tells how its policies do, and goes on after a new start where they stood', async () => {
  register = await TestRegister.open({}, { policies: [shout, stumble] });
  await register.mutate('joinCharter', { champion: 'kenya', name: 'Kenya', kind: 'GOVERNMENT' });
  const standing = (reactions: readonly string[]) => [
    ...reactions,
    ...['idc_policy_parked{policy="shout"} 0', 'idc_policy_parked{policy="stumble"} 1'],
    ...['idc_policy_holder{policy="shout"} 1', 'idc_policy_holder{policy="stumble"} 1'],
  ];
  expect(await metrics()).toEqual(standing(['idc_policy_reactions_total{policy="shout",outcome="done"} 1']));
  expect(await register.answer('{ champion(slug: "kenya") { name } }')).toEqual({ champion: { name: 'KENYA' } });
  expect(register.logged.filter((line) => line.includes('an event is parked'))).toHaveLength(1);
  await register.reopen();
  expect(await metrics()).toEqual(standing([]));
  expect(await register.size()).toBe(2);
});

test('a register in which two policies have the same name does not start', async () => {
  await expect(TestRegister.open({}, { policies: [shout, shout] })).rejects.toThrow('Two policies are named shout.');
  register = await TestRegister.open();
});
