import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { adoptNewerRules } from '../../src/access/access.module.js';
import { issuerFor } from '../../src/access/authorisation.js';
import { composition } from '../../src/contexts.js';
import { theOne } from '../../src/kernel/permission.js';
import { nameIn, nounIn } from '../../src/kernel/stream.js';
import { commands } from '../support/cqrs/deciders.js';
import { namedIn } from '../../src/kernel/things.js';
import type { HeldRole } from '../../src/kernel/caller.js';
import { NotAllowed, Refused } from '../../src/kernel/refusal.js';
import { gather } from '../../src/platform/event-store/reading.js';
import { callerOf, issuer as issuerOf, keyId, personId } from '../support/cqrs/issuer.js';
import { authorisedStory } from '../support/identity/people.js';

const { rules, organisationOf } = composition;
const organisationOfStream = (stream: string) => organisationOf({ noun: nounIn(stream), name: nameIn(stream) });
const [amina, bela, chidi, dora] = [personId(1), personId(2), personId(3), personId(4)];
const held: Readonly<Record<string, readonly HeldRole[]>> = {
  [amina]: [
    { role: 'reporter', organisation: 'togo' },
    { role: 'approver', organisation: 'kenya' },
    { role: 'administrator', organisation: 'kenya' },
  ],
  [bela]: [{ role: 'reporter', organisation: 'kenya' }],
  [chidi]: [{ role: 'secretariat', organisation: null }],
  [dora]: [
    { role: 'assessor', organisation: null },
    { role: 'reporter', organisation: 'togo' },
  ],
  [keyId(1)]: [
    { role: 'reporter', organisation: 'kenya' },
    { role: 'reporter', organisation: 'togo' },
  ],
};
const rolesOf = (holder: string): readonly HeldRole[] => held[holder] ?? [];
/** Who may sign for any organisation, where it is not only whoever prepares. */
let approvers: readonly string[] = [];
const namesOf = (type: string, input: object) => {
  const schema = commands.find((command) => command.type === type)?.schema;
  return schema === undefined ? [] : namedIn(schema, input);
};
const issuer = (caller: ReturnType<typeof callerOf>, type: string, input: Record<string, unknown>) =>
  issuerFor(
    rules.permissions,
    caller,
    { type, input, organisation: theOne(namesOf(type, input).map(organisationOf)) },
    { rolesOf, approversOf: () => approvers },
  );
const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error instanceof Refused ? [error.code, error.faults[0]?.field[0]] : error;
  }
};

describe('The check', () => {
  test('lets assessors judge every champion but those to which they belong', () => {
    const assess = (commitment: string) => () => issuer(callerOf(dora), 'AssessCommitment', { commitment });
    expect(assess('IDC-KENYA-1-C01')()).toMatchObject({ role: 'assessor', onBehalfOf: null });
    expect(assess('IDC-NETWORK-1-C01')()).toMatchObject({ role: 'assessor', onBehalfOf: null });
    expect(refusal(assess('IDC-TOGO-1-C01'))).toBeInstanceOf(NotAllowed);
  });

  test('finds the role in which something is done, and for whom', () => {
    expect(issuer(callerOf(amina), 'RenameChampion', { champion: 'kenya' })).toMatchObject({
      actor: amina,
      role: 'administrator',
      onBehalfOf: 'kenya',
    });
    expect(issuer(callerOf(amina), 'AddMilestone', { commitment: 'IDC-KENYA-1-C01' })).toMatchObject({
      role: 'approver',
      onBehalfOf: 'kenya',
    });
    expect(issuer(callerOf(amina), 'MeasureIndicator', { indicator: 'IDC-TOGO-1-C01-I1' })).toMatchObject({
      role: 'reporter',
      onBehalfOf: 'togo',
    });
    expect(issuer(callerOf(chidi), 'RenameChampion', { champion: 'kenya' })).toMatchObject({
      role: 'secretariat',
      onBehalfOf: null,
    });
  });

  test('denies what no row allows: an unknown command, an unknown caller, another organisation, names that do not agree', () => {
    for (const [who, type, input] of [
      [amina, 'AbolishCharter', {}],
      [amina, 'constructor', {}],
      [personId(99), 'RenameChampion', { champion: 'kenya' }],
      ['public', 'RenameChampion', { champion: 'kenya' }],
      [amina, 'RenameChampion', { champion: 'togo' }],
      [amina, 'CarryOverCommitment', { commitment: 'IDC-KENYA-1-C01', actionPlan: 'IDC-TOGO-1' }],
      [amina, 'AddMilestone', { commitment: 'kenya' }],
      [amina, 'AddMilestone', { commitment: 7 }],
      [amina, 'AdoptAuthorisationRules', {}],
      [chidi, 'RotateLogKey', {}],
    ] as const) {
      expect(() => issuer(callerOf(who), type, input)).toThrow(NotAllowed);
    }
    expect(() => issuer(callerOf('public'), 'JoinCharter', {})).toThrow(
      'joinCharter needs a signed-in person or an API key: Authorization: Bearer and the key.',
    );
    expect(() => issuer(callerOf(bela), 'JoinCharter', {})).toThrow(
      'joinCharter needs a role that you do not hold there: secretariat or operator.',
    );
  });

  test('lets a key act in the one role that it was made for', () => {
    const key = { ...callerOf(keyId(1)), scope: { role: 'reporter', organisation: 'kenya' } } as const;
    expect(issuer(key, 'MeasureIndicator', { indicator: 'IDC-KENYA-1-C01-I1' })).toMatchObject({
      role: 'reporter',
      onBehalfOf: 'kenya',
    });
    expect(() => issuer(key, 'MeasureIndicator', { indicator: 'IDC-TOGO-1-C01-I1' })).toThrow(NotAllowed);
    expect(() =>
      issuer({ ...callerOf(amina), scope: { role: 'auditor', organisation: null } }, 'RenameChampion', {
        champion: 'kenya',
      }),
    ).toThrow(NotAllowed);
  });

  test('asks for somebody of the organisation who has prepared what is signed for it', () => {
    const sign = (preparedBy: unknown, who = amina, more: object = {}) =>
      refusal(() =>
        issuer(callerOf(who), 'SubmitProgressReport', { commitment: 'IDC-KENYA-1-C01', preparedBy, ...more }),
      );
    expect(sign(bela)).toMatchObject({ role: 'approver', onBehalfOf: 'kenya' });
    for (const nobody of [undefined, null, amina, chidi, personId(99), 7])
      expect(sign(nobody)).toEqual(['SECOND_PERSON', 'preparedBy']);
    expect(sign(bela, chidi)).toEqual(['REASON_REQUIRED', 'note']);
    approvers = [amina];
    expect(sign(bela, chidi, { note: 'Kenya is slow.' })).toEqual(['CHAMPION_SIGNS', undefined]);
    approvers = [bela];
    expect(sign(bela, chidi, { note: 'Kenya has one user.' })).toMatchObject({
      role: 'secretariat',
      onBehalfOf: 'kenya',
    });
    expect(sign(bela, amina, { concerns: ['IDC-KENYA-2-C01'] })).toMatchObject({ onBehalfOf: 'kenya' });
    expect(sign(bela, amina, { concerns: ['IDC-KENYA-2-C01', 'IDC-TOGO-1-C01'] })).toBeInstanceOf(NotAllowed);
    expect(sign(undefined, 'operator-1')).toMatchObject({ role: 'operator', onBehalfOf: null });
  });

  test.each([
    ['SupersedeCommitment', { commitment: 'IDC-KENYA-1-C01' }, { by: 'IDC-KENYA-1-C02' }, { by: 'IDC-TOGO-1-C02' }],
    ['SupersedeActionPlan', { actionPlan: 'IDC-KENYA-1' }, { by: 'IDC-KENYA-2' }, { by: 'IDC-TOGO-1' }],
    [
      'CarryOverCommitment',
      { commitment: 'IDC-KENYA-1-C01' },
      { actionPlan: 'IDC-KENYA-2' },
      { actionPlan: 'IDC-TOGO-1' },
    ],
    [
      'SubmitProgressReport',
      { commitment: 'IDC-KENYA-1-C01', preparedBy: bela },
      { measurements: [{ indicator: 'IDC-KENYA-1-C01-I1' }], concerns: [] },
      { measurements: [{ indicator: 'IDC-KENYA-1-C01-I1' }, { indicator: 'IDC-TOGO-1-C01-I1' }] },
    ],
    [
      'SubmitProgressReport',
      { commitment: 'IDC-KENYA-1-C01', preparedBy: bela },
      { concerns: ['IDC-KENYA-1-C02'] },
      { concerns: [7] },
    ],
  ])('of %s lets nobody name a thing of another organisation, in whatever field', (type, input, own, foreign) => {
    expect(issuer(callerOf(amina), type, { ...input, ...own })).toMatchObject({ onBehalfOf: 'kenya' });
    expect(() => issuer(callerOf(amina), type, { ...input, ...foreign })).toThrow(NotAllowed);
    expect(issuer(callerOf('operator-1'), type, { ...input, ...foreign })).toMatchObject({ role: 'operator' });
  });

  test('finds every field by which a command or an event names a thing of an organisation', () => {
    const named = (schema: z.ZodType): string[] =>
      JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })).match(/"thing":/g) ?? [];
    for (const { type, schema } of commands) {
      const naming = Object.keys(schema.shape).filter((field) =>
        /^(champion|organisation|actionPlan|commitment|milestone|indicator|by|intoChampion|concerns|measurements)$/.test(
          field,
        ),
      );

      for (const field of naming)
        expect([type, field, named(schema.shape[field] as z.ZodType).length > 0]).toEqual([type, field, true]);
    }
  });

  test('lets each give the roles that are theirs to give', () => {
    const gives = (who: string, role: string, organisation: string | null) =>
      !(
        refusal(() => issuer(callerOf(who), 'GrantRole', { holder: personId(9), role, organisation })) instanceof Error
      );
    const given = (who: string) =>
      ['reporter', 'approver', 'administrator']
        .flatMap((role) => ['kenya', 'togo'].filter((slug) => gives(who, role, slug)).map((slug) => `${role} ${slug}`))
        .concat(['secretariat', 'assessor', 'auditor', 'operator', 'public'].filter((role) => gives(who, role, null)));
    expect(given(amina)).toEqual(['reporter kenya', 'approver kenya', 'administrator kenya']);
    expect(given(bela)).toEqual([]);
    expect(given(chidi)).toEqual(['administrator kenya', 'administrator togo', 'secretariat', 'assessor', 'auditor']);
    expect(given('operator-1')).toEqual(['administrator kenya', 'administrator togo', 'secretariat']);
  });
});

test('A log takes over newer rules once, at the start of a program that has them, and refuses an older program', async () => {
  const story = await authorisedStory();
  const adopt = (version: number) =>
    adoptNewerRules(
      { store: story.store, execute: (command) => story.execute(command) },
      { issuer: (request) => ({ ...issuerOf('operator'), ...request }) },
      { rules: { ...rules, version }, rulesDigest: 'ab'.repeat(32) },
    );
  const adopted = async (): Promise<unknown[]> =>
    (await gather(story.store.readAll({ filter: { types: ['AuthorisationRulesAdopted'] } }))).map(({ facts, role }) => [
      (facts as { version: number }).version,
      role,
    ]);
  const { version } = rules;
  await adopt(version);
  expect(await adopted()).toEqual([[version, 'operator']]);
  for (const _ of [1, 2]) await adopt(version + 1);
  expect(await adopted()).toEqual([
    [version, 'operator'],
    [version + 1, 'operator'],
  ]);
  await expect(adopt(version)).rejects.toMatchObject({ code: 'RULES_NEWER' });
  await story.close();
});

test.each([
  [{ champion: 'sierra-leone' }, 'sierra-leone'],
  [{ actionPlan: 'IDC-SIERRA-LEONE-1' }, 'sierra-leone'],
  [{ commitment: 'IDC-SIERRA-LEONE-1-C03' }, 'sierra-leone'],
  [{ milestone: 'IDC-SIERRA-LEONE-1-C03-M1', commitment: null }, 'sierra-leone'],
  [{ indicator: 'IDC-SIERRA-LEONE-1-C0300-I12' }, 'sierra-leone'],
  [{ actionPlan: 'IDC-NETWORK-2024' }, null],
  [{ commitment: 'IDC-NETWORK-2024-C01' }, null],
  [{}, null],
  [{ champion: null, actionPlan: null }, null],
  [{ commitment: 'IDC-KENYA' }, undefined],
  [{ actionPlan: 'IDC-KENYA' }, undefined],
  [{ champion: 'kenya', actionPlan: 'IDC-TOGO-1' }, undefined],
  [{ champion: 'kenya', actionPlan: 'IDC-NETWORK-1' }, undefined],
])('%j is about %s', (named, organisation) => {
  const names = Object.entries(named).filter(([, name]) => name !== null);
  expect(theOne(names.map(([noun, name]) => organisationOf({ noun: noun, name })))).toBe(organisation);
});

test.each([
  ['champion-sierra-leone', 'sierra-leone'],
  ['actionPlan-IDC-KENYA-1', 'kenya'],
  ['commitment-IDC-KENYA-1-C01', 'kenya'],
  ['charter-idc', null],
  ['ledger-log', null],
  ['access-roles', null],
])('the stream %s is about %s', (stream, organisation) => {
  expect(organisationOfStream(stream)).toBe(organisation);
});
