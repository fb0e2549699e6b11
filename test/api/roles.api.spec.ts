import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composition } from '../../src/contexts.js';
import { keyId, personId } from '../support/cqrs/issuer.js';
import { introduce } from '../support/identity/known-people.js';
import { mutationDocument, TestRegister } from '../support/register/register.js';

const [ana, ben, kadmin, kone, kthree] = [1, 2, 3, 4, 5].map(personId) as [string, string, string, string, string];
const key = keyId(1);

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const slug of ['kenya', 'togo'])
    await register.mutate('joinCharter', { champion: slug, name: slug, kind: 'GOVERNMENT' });
  await register.mutate('announceActionPlan', {
    champion: 'kenya',
    label: '1',
    kind: 'IDC_ACTION_PLAN',
    title: 'Plan',
  });
});
afterAll(() => register.stop());

const held = 'role organisation { slug } until since';
const offer = (by: string | undefined, holder: string, role: string, more: object = {}) =>
  register.mutate('grantRole', { holder, role, ...more }, held, by);
/** Offers a role, which whoever it is for accepts; a key has it at once. */
const grant = async (by: string | undefined, holder: string, role: string, more: object = {}) => {
  const told = await offer(by, holder, role, more);
  if (told.userErrors.length > 0 || told.thing !== null) return told;
  return register.mutate('acceptRole', { offer: told.receipt?.entry }, held, holder);
};
/** The code of the error that a command ends with. */
const denied = async (mutation: string, input: object, token?: string): Promise<unknown> => {
  const { errors } = await register.query(
    mutationDocument(mutation, '__typename'),
    { input: { commandId: `denied-${Math.random()}`, ...input } },
    token,
  );
  return errors[0]?.extensions.code;
};

describe('Roles', () => {
  test('are begun by the operator; the log adopts the rules with the first of them', async () => {
    const size = await register.size();
    const told = await grant(undefined, ana, 'SECRETARIAT');
    expect(told).toMatchObject({
      userErrors: [],
      receipt: { entry: size + 2 },
      thing: { role: 'SECRETARIAT', organisation: null, until: null },
    });
    const { history } = await register.answer<{ history: { nodes: object[] } }>(
      '{ history(first: 3, newestFirst: true) { nodes { words record { type role actor onBehalfOf stream } } } }',
    );
    expect(history.nodes).toMatchObject([
      {
        words: 'A person accepted the role secretariat.',
        record: { type: 'RoleAccepted', role: 'public', actor: ana, onBehalfOf: null, stream: 'access-roles' },
      },
      {
        words: 'A person was offered the role secretariat.',
        record: { type: 'RoleOffered', role: 'operator', onBehalfOf: null, stream: 'access-roles' },
      },
      {
        words: `From here on the log is judged by version ${composition.rules.version} of the authorisation rules.`,
        record: { actor: expect.stringMatching(/^operator-/) as unknown },
      },
    ]);
  });

  test('are handed on: secretariat, administrator, approver, reporter, machine', async () => {
    expect((await grant(ana, ben, 'SECRETARIAT')).userErrors).toEqual([]);
    expect((await grant(ana, kadmin, 'ADMINISTRATOR', { organisation: 'kenya' })).userErrors).toEqual([]);
    expect((await grant(kadmin, kone, 'APPROVER', { organisation: 'kenya' })).thing).toMatchObject({
      organisation: { slug: 'kenya' },
    });
    for (const holder of [kthree, key])
      expect(
        (await grant(kadmin, holder, 'REPORTER', { organisation: 'kenya', until: '2100-01-01' })).userErrors,
      ).toEqual([]);
    expect(await register.answer('{ grants { totalCount nodes { role organisation { slug } until } } }')).toEqual({
      grants: {
        totalCount: 6,
        nodes: [
          ...[1, 2].map(() => ({ role: 'SECRETARIAT', organisation: null, until: null })),
          { role: 'ADMINISTRATOR', organisation: { slug: 'kenya' }, until: null },
          { role: 'APPROVER', organisation: { slug: 'kenya' }, until: null },
          ...[1, 2].map(() => ({ role: 'REPORTER', organisation: { slug: 'kenya' }, until: '2100-01-01' })),
        ],
      },
    });
    expect(
      await register.answer('{ grants(filter: { organisations: ["kenya"], roles: [APPROVER] }) { totalCount } }'),
    ).toEqual({ grants: { totalCount: 1 } });
    const { text } = await register.query('{ __type(name: "RoleGrant") { fields { name } } }');
    expect(text).not.toContain('holder');
  });

  test('are what every command needs: the entry says in which it was done, and for whom', async () => {
    const promise = { actionPlan: 'IDC-KENYA-1', title: 'Ask' };
    const signing = { ...promise, preparedBy: kthree };
    expect((await register.mutate('makeCommitment', signing, 'code', kone)).userErrors).toMatchObject([
      { code: 'PREPARATION_MISSING', field: ['preparedBy'] },
    ]);
    const preparing = { commandId: 'prepare-1', makeCommitment: { commandId: 'any', ...promise } };
    const prepare = (token: string, input: object = preparing) =>
      register.query<{ told: object }>(
        'mutation ($input: ConfirmPreparationInput!) { told: confirmPreparation(input: $input) { preparation userErrors { code field } } }',
        { input },
        token,
      );
    const { data: prepared } = await prepare(kthree);
    expect(prepared.told).toEqual({ preparation: expect.any(Number) as unknown, userErrors: [] });
    expect((await prepare(kthree)).data).toEqual(prepared);
    expect((await prepare(key)).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await prepare(kthree, { commandId: 'none' })).data.told).toMatchObject({
      userErrors: [{ code: 'ONE_OF' }],
    });
    expect(
      (await register.mutate('makeCommitment', { ...signing, title: 'Ask all' }, 'code', kone)).userErrors,
    ).toMatchObject([{ code: 'PREPARATION_MISSING' }]);
    const { receipt } = await register.mutate('makeCommitment', signing, 'code notes { text }', kone);
    const { history } = await register.answer<{ history: { nodes: object[] } }>(
      '{ history(first: 1, newestFirst: true) { nodes { record { entry actor role onBehalfOf facts } } } }',
    );
    expect(history.nodes).toMatchObject([
      {
        record: {
          entry: receipt?.entry,
          actor: kone,
          role: 'approver',
          onBehalfOf: 'kenya',
          facts: { preparedBy: kthree, preparation: (prepared.told as { preparation: number }).preparation },
        },
      },
    ]);
    await register.mutate('defineIndicator', { commitment: 'IDC-KENYA-1-C01', name: 'Share' }, 'id', kone);
    expect(
      (await register.mutate('measureIndicator', { indicator: 'IDC-KENYA-1-C01-I1', value: '1' }, 'id', key))
        .userErrors,
    ).toEqual([]);
    expect(
      (await register.mutate('submitProgressReport', { commitment: 'IDC-KENYA-1-C01', language: 'EN' }, 'id', kone))
        .userErrors,
    ).toMatchObject([{ code: 'SECOND_PERSON', field: ['preparedBy'] }]);
  });

  test('nobody has are asked for in the same words, whether or not the thing is there', async () => {
    const asked = ['IDC-TOGO-1-C01', 'IDC-KENYA-1-C01'].map((commitment) =>
      denied('suspendCommitment', { commitment }, kthree),
    );
    expect(await Promise.all(asked)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(await denied('suspendCommitment', { commitment: 'IDC-TOGO-1-C01' }, kone)).toBe('FORBIDDEN');
    expect(await denied('correctEntry', { entry: 100_000, note: 'No.' }, kone)).toBe('FORBIDDEN');
    expect(await denied('correctEntry', { entry: 1, note: 'No.' }, kone)).toBe('FORBIDDEN');
    expect(await denied('joinCharter', { champion: 'malta', name: 'Malta', kind: 'GOVERNMENT' })).toBe(
      'UNAUTHENTICATED',
    );
    expect(await denied('grantRole', { holder: personId(9), role: 'SECRETARIAT' }, kadmin)).toBe('FORBIDDEN');
  });

  test('that one has do not keep one from being told what is wrong with a command', async () => {
    const { userErrors } = await register.mutate('suspendCommitment', { commitment: 'kenya 1' }, 'id', kone);
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['commitment'] }]);
  });

  test('of the secretariat need two once there were two, be it the operator who asks', async () => {
    for (const by of [undefined, ana])
      expect((await grant(by, personId(9), 'SECRETARIAT')).userErrors).toMatchObject([
        { code: 'SECOND_PERSON', field: ['role'] },
      ]);
    const { receipt, thing } = await register.mutate(
      'proposeRole',
      { holder: personId(9), role: 'SECRETARIAT' },
      'role',
      ana,
    );
    expect(thing).toBeNull();
    expect((await register.mutate('confirmRole', { proposal: receipt?.entry }, 'role', ana)).userErrors).toMatchObject([
      { code: 'SECOND_PERSON' },
    ]);
    const confirmed = await register.mutate('confirmRole', { proposal: receipt?.entry }, 'role', ben);
    expect(
      (await register.mutate('acceptRole', { offer: confirmed.receipt?.entry }, 'role', personId(9))).thing,
    ).toEqual({ role: 'SECRETARIAT' });
  });

  test('of the secretariat are ended by two as well, and nobody alone keeps a member out or deletes one', async () => {
    const leaving = { holder: personId(9), role: 'SECRETARIAT', reasonCode: 'LEFT' };
    expect((await register.mutate('withdrawRole', leaving, 'role', ana)).userErrors).toMatchObject([
      { code: 'SECOND_PERSON', field: ['role'] },
    ]);
    await introduce(register, personId(9));
    for (const [mutation, more] of [
      ['erasePerson', {}],
      ['setPersonActive', { active: false }],
    ] as const) {
      const document = `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) { told: ${mutation}(input: $input) { userErrors { code } } }`;
      const { data } = await register.query(document, { input: { person: personId(9), ...more } }, ana);
      expect(data.told).toEqual({ userErrors: [{ code: 'SECOND_PERSON' }] });
    }
    const { receipt } = await register.mutate('proposeRoleWithdrawal', leaving, 'role', ana);
    expect(
      (await register.mutate('confirmRoleWithdrawal', { proposal: receipt?.entry }, 'role', ana)).userErrors,
    ).toMatchObject([{ code: 'SECOND_PERSON' }]);
    expect(
      (await register.mutate('confirmRoleWithdrawal', { proposal: receipt?.entry }, 'role', ben)).userErrors,
    ).toEqual([]);
    const erasing = 'mutation ($input: ErasePersonInput!) { told: erasePerson(input: $input) { userErrors { code } } }';
    expect((await register.query(erasing, { input: { person: personId(9) } }, ana)).data.told).toEqual({
      userErrors: [],
    });
  });

  test('are offered by an invitation that does not say who is behind an address', async () => {
    await introduce(register, personId(77), { email: 'known@example.org' });
    const inviting =
      'mutation ($input: InvitePersonInput!) { told: invitePerson(input: $input) { invitation userErrors { code } } }';
    const invited = [];
    for (const email of ['known@example.org', 'new@example.org'])
      invited.push(
        (
          await register.query<{ told: { invitation: string } }>(
            inviting,
            { input: { email, role: 'REPORTER', organisation: 'kenya' } },
            kadmin,
          )
        ).data.told.invitation,
      );
    for (const invitation of invited) expect(invitation).toMatch(/^invitation-/);
    const { text } = await register.query(
      '{ history(first: 10, newestFirst: true) { nodes { record { type actor facts } } } }',
    );
    expect(invited.filter((invitation) => !text.includes(invitation))).toEqual([]);
    expect(text).not.toContain(personId(77));
  });

  test('end with the entry that withdraws them, and with their last day', async () => {
    const input = { holder: kone, role: 'APPROVER', organisation: 'kenya', reasonCode: 'LEFT' };
    expect((await register.mutate('withdrawRole', input, 'role', kadmin)).thing).toBeNull();
    expect(await denied('suspendCommitment', { commitment: 'IDC-KENYA-1-C01' }, kone)).toBe('FORBIDDEN');
    await offer(kadmin, kone, 'APPROVER', { organisation: 'kenya' });
    await grant(kadmin, kone, 'APPROVER', { organisation: 'kenya', until: '2020-01-01' });
    expect(await denied('suspendCommitment', { commitment: 'IDC-KENYA-1-C01' }, kone)).toBe('FORBIDDEN');
    expect(await register.answer('{ grants(filter: { roles: [APPROVER] }) { totalCount nodes { until } } }')).toEqual({
      grants: { totalCount: 0, nodes: [] },
    });
  });
});

test('With IDC_OPERATOR=off the operator’s token opens nothing, and reading goes on', async () => {
  const closed = await TestRegister.open({ IDC_OPERATOR: 'off' });
  const refused = await closed.query('{ basis { size } }', {}, closed.token);
  expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect(
    (
      await closed.request('/health/integrity', {
        method: 'POST',
        headers: { authorization: `Bearer ${closed.token}` },
      })
    ).status,
  ).toBe(401);
  expect(await closed.answer('{ basis { size } }')).toEqual({ basis: { size: 0 } });
  await closed.stop();
});
