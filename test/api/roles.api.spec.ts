import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rules } from '../../src/access/permissions.js';
import { keyId, personId } from '../support/issuer.js';
import { mutationDocument, TestRegister } from '../support/register.js';

const [ana, ben, kadmin, kone, kthree] = [1, 2, 3, 4, 5].map(personId) as [string, string, string, string, string];
const key = keyId(1);

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const slug of ['kenya', 'togo']) await register.tell('joinCharter', { champion: slug, name: slug, kind: 'GOVERNMENT' });
  await register.tell('announceActionPlan', { champion: 'kenya', label: '1', kind: 'IDC_ACTION_PLAN', title: 'Plan' });
});
afterAll(() => register.stop());

const grant = (by: string | undefined, holder: string, role: string, more: object = {}) =>
  register.tell('grantRole', { holder, role, ...more }, 'role organisation { slug } until since', by);
/** The code of the error that a deed ends with. */
const denied = async (mutation: string, input: object, token?: string): Promise<unknown> => {
  const { errors } = await register.ask(mutationDocument(mutation, '__typename'), { input: { commandId: `denied-${Math.random()}`, ...input } }, token);
  return errors[0]?.extensions.code;
};

describe('Roles', () => {
  test('are begun by the operator; the log adopts the rules with the first of them', async () => {
    const size = await register.size();
    const told = await grant(undefined, ana, 'SECRETARIAT');
    expect(told).toMatchObject({ userErrors: [], receipt: { entry: size + 1 }, thing: { role: 'SECRETARIAT', organisation: null, until: null } });
    const { history } = await register.answer<{ history: { nodes: object[] } }>(
      '{ history(first: 2, newestFirst: true) { nodes { words record { type role actor onBehalfOf stream } } } }',
    );
    expect(history.nodes).toMatchObject([
      { words: 'Somebody was made secretariat.', record: { type: 'RoleGranted', role: 'operator', onBehalfOf: null, stream: 'access-roles' } },
      {
        words: `From here on the log is judged by version ${rules.version} of the rules of who may do what.`,
        record: { actor: expect.stringMatching(/^operator-/) as unknown },
      },
    ]);
  });

  test('are handed on: secretariat, administrator, approver, reporter, machine', async () => {
    expect((await grant(ana, ben, 'SECRETARIAT')).userErrors).toEqual([]);
    expect((await grant(ana, kadmin, 'ADMINISTRATOR', { organisation: 'kenya' })).userErrors).toEqual([]);
    expect((await grant(kadmin, kone, 'APPROVER', { organisation: 'kenya' })).thing).toMatchObject({ organisation: { slug: 'kenya' } });
    for (const holder of [kthree, key])
      expect((await grant(kadmin, holder, 'REPORTER', { organisation: 'kenya', until: '2100-01-01' })).userErrors).toEqual([]);
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
    expect(await register.answer('{ grants(filter: { organisations: ["kenya"], roles: [APPROVER] }) { totalCount } }')).toEqual({ grants: { totalCount: 1 } });
    const { text } = await register.ask('{ __type(name: "RoleGrant") { fields { name } } }');
    expect(text).not.toContain('holder');
  });

  test('are what every deed needs: the entry says in which it was done, and for whom', async () => {
    const { receipt } = await register.tell('makeCommitment', { actionPlan: 'IDC-KENYA-1', title: 'Ask', preparedBy: kthree }, 'code notes { text }', kone);
    const { history } = await register.answer<{ history: { nodes: object[] } }>(
      '{ history(first: 1, newestFirst: true) { nodes { record { entry actor role onBehalfOf facts } } } }',
    );
    expect(history.nodes).toMatchObject([
      { record: { entry: receipt?.entry, actor: kone, role: 'approver', onBehalfOf: 'kenya', facts: { preparedBy: kthree } } },
    ]);
    await register.tell('defineIndicator', { commitment: 'IDC-KENYA-1-C01', name: 'Share' }, 'id', kone);
    expect((await register.tell('measureIndicator', { indicator: 'IDC-KENYA-1-C01-I1', value: '1' }, 'id', key)).userErrors).toEqual([]);
    expect((await register.tell('submitProgressReport', { commitment: 'IDC-KENYA-1-C01', language: 'EN' }, 'id', kone)).userErrors).toMatchObject([
      { code: 'SECOND_PERSON', field: ['preparedBy'] },
    ]);
  });

  test('nobody has are asked for in the same words, whether or not the thing is there', async () => {
    const asked = ['IDC-TOGO-1-C01', 'IDC-KENYA-1-C01'].map((commitment) => denied('suspendCommitment', { commitment }, kthree));
    expect(await Promise.all(asked)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    expect(await denied('suspendCommitment', { commitment: 'IDC-TOGO-1-C01' }, kone)).toBe('FORBIDDEN');
    expect(await denied('correctEntry', { entry: 100_000, note: 'No.' }, kone)).toBe('FORBIDDEN');
    expect(await denied('correctEntry', { entry: 1, note: 'No.' }, kone)).toBe('FORBIDDEN');
    expect(await denied('joinCharter', { champion: 'malta', name: 'Malta', kind: 'GOVERNMENT' })).toBe('UNAUTHENTICATED');
    expect(await denied('grantRole', { holder: personId(9), role: 'SECRETARIAT' }, kadmin)).toBe('FORBIDDEN');
  });

  test('that one has do not keep one from being told what is wrong with a deed', async () => {
    const { userErrors } = await register.tell('suspendCommitment', { commitment: 'kenya 1' }, 'id', kone);
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['commitment'] }]);
  });

  test('of the secretariat need two once there were two, be it the operator who asks', async () => {
    for (const by of [undefined, ana])
      expect((await grant(by, personId(9), 'SECRETARIAT')).userErrors).toMatchObject([{ code: 'SECOND_PERSON', field: ['role'] }]);
    const { receipt, thing } = await register.tell('proposeRole', { holder: personId(9), role: 'SECRETARIAT' }, 'role', ana);
    expect(thing).toBeNull();
    expect((await register.tell('confirmRole', { proposal: receipt?.entry }, 'role', ana)).userErrors).toMatchObject([{ code: 'SECOND_PERSON' }]);
    expect((await register.tell('confirmRole', { proposal: receipt?.entry }, 'role', ben)).thing).toEqual({ role: 'SECRETARIAT' });
  });

  test('end with the entry that withdraws them, and with their last day', async () => {
    const input = { holder: kone, role: 'APPROVER', organisation: 'kenya', reasonCode: 'LEFT' };
    expect((await register.tell('withdrawRole', input, 'role', kadmin)).thing).toBeNull();
    expect(await denied('suspendCommitment', { commitment: 'IDC-KENYA-1-C01' }, kone)).toBe('FORBIDDEN');
    await grant(kadmin, kone, 'APPROVER', { organisation: 'kenya', until: '2020-01-01' });
    expect(await denied('suspendCommitment', { commitment: 'IDC-KENYA-1-C01' }, kone)).toBe('FORBIDDEN');
    expect(await register.answer('{ grants(filter: { roles: [APPROVER] }) { totalCount nodes { until } } }')).toEqual({ grants: { totalCount: 0, nodes: [] } });
  });
});

test('With IDC_OPERATOR=off the operator’s token opens nothing, and reading goes on', async () => {
  const closed = await TestRegister.open({ IDC_OPERATOR: 'off' });
  const refused = await closed.ask('{ basis { size } }', {}, closed.token);
  expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
  expect((await closed.request('/health/integrity', { method: 'POST', headers: { authorization: `Bearer ${closed.token}` } })).status).toBe(401);
  expect(await closed.answer('{ basis { size } }')).toEqual({ basis: { size: 0 } });
  await closed.stop();
});
