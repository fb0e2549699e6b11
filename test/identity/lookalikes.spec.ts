import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { warningsAbout } from '../../src/identity/people/lookalikes.js';
import { TestRegister } from '../support/register/register.js';
import { administrator, invite } from '../support/identity/signed-in.js';

const codes = (email: string, ...others: string[]): string[] => warningsAbout(email, others).map(({ code }) => code);

describe('An address is told of that', () => {
  test.each([
    ['pаul@stats.example', 'paul@stats.example', ['mixed_scripts', 'looks_like_another']],
    ['раурау@stats.example', 'paypay@stats.example', ['looks_like_another']],
    ['οσο@stats.example', 'ooo@stats.example', ['looks_like_another']],
    ['b0b@stats.example', 'bob@stats.example', ['looks_like_another']],
    ['arnina@stats.example', 'amina@stats.example', ['looks_like_another']],
    ['ａmina@stats.example', 'amina@stats.example', ['looks_like_another']],
    ['pau1@stats.example', 'PAUL@stats.example', ['looks_like_another']],
    ['paul@stаts.example', 'paul@stats.example', ['mixed_scripts', 'looks_like_another']],
    ['paul@xn--stts-63d.example', 'paul@stats.example', ['mixed_scripts', 'looks_like_another']],
    ['ωmega@stats.example', 'omega@stats.example', ['mixed_scripts']],
  ])('%s beside %s', (email, other, expected) => {
    expect(codes(email, other)).toEqual(expected);
  });
});

describe('Nothing is told of', () => {
  test.each([
    'paul@stats.example',
    'josé.peña@inegi.example',
    'иван.петров@почта.example',
    'محمد@إحصاء.example',
    '山田たろう@統計.example',
    'ivan@почта.example',
    'yamada-山田@例え.example',
    'a1@stats.example',
    '김철수@통계.example',
  ])('%s', (email) => {
    expect(codes(email, 'someone@stats.example', 'paula@stats.example')).toEqual([]);
  });
});

describe('Whoever invites', () => {
  let register: TestRegister;
  beforeAll(async () => {
    register = await TestRegister.open();
  });
  afterAll(() => register.stop());

  test('is told of an address that looks like one that is known, and not of the same again', async () => {
    const told = async (email: string) => {
      await invite(register, 'amina@stats.example');
      const { data } = await register.query<{ told: object }>(
        'mutation ($input: InvitePersonInput!) { told: invitePerson(input: $input) { warnings { code message } userErrors { code } } }',
        { input: { email, role: 'REPORTER', organisation: 'kenya' } },
        administrator,
      );
      return data.told;
    };
    const [mixed, like] = [
      { code: 'MIXED_SCRIPTS', message: expect.stringContaining('several scripts') },
      { code: 'LOOKS_LIKE_ANOTHER', message: expect.stringContaining('looks like another one') },
    ];
    expect(await told('Amina@stats.example')).toEqual({ warnings: [], userErrors: [] });
    expect(await told('arnina@stats.example')).toEqual({ warnings: [like], userErrors: [] });
    expect(await told('\u0430mina@stats.example')).toEqual({ warnings: [mixed, like], userErrors: [] });
    expect(await told('somebody@stats.example')).toEqual({ warnings: [], userErrors: [] });
  });
});
