import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { AuthorisationRulesAdopted, GrantRole, RoleGranted } from '../../src/access/roles/role-messages.js';
import { AssessCommitment } from '../../src/charter/assessment/assessment.js';
import { RenameChampion } from '../../src/charter/champion/champion.js';
import { CommitmentDueDateRevised } from '../../src/charter/commitment/commitment.js';
import { MeasureIndicator } from '../../src/charter/commitment/indicator.js';
import { EntryCorrected } from '../../src/kernel/correction/correction.js';
import type { DomainEvent } from '../../src/kernel/message.js';
import { canonical } from '../../src/platform/event-store/canonical.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import { report, verify } from '../../src/ledger/bundle/verifier.mjs';
import { gather } from '../../src/platform/event-store/reading.js';
import { eventTypes } from '../../src/contexts.js';
import { callerOf, personId } from '../support/cqrs/issuer.js';
import { authorisedStory, operatorId, people } from '../support/identity/people.js';
import { authorisedLog, drafted, exportInto, forms, rules, signedLog } from '../support/event-store/sealed-log.js';
import { temporaryFolder } from '../support/temporary.js';
import { authorityKinds, secretariatKinds, signOffKinds } from './forging/authority-forgeries.js';
import { aloneKinds, eventTypeKinds, rightful, settlementKinds } from './forging/event-type-forgeries.js';
import type { Kind } from './forging/forgeries.js';
import { Tampering } from './forging/tampering.js';

let tampering: Tampering;
let log: Awaited<ReturnType<typeof authorisedLog>>;
beforeAll(async () => {
  log = await authorisedLog();
  tampering = await Tampering.in(temporaryFolder(), log);
});

test('a log in which everybody did what they may holds, as one in which only the operator ever wrote', async () => {
  const result = verify(await exportInto(join(temporaryFolder(), 'bundle'), log.log), { forms, rules });
  expect(result.findings).toEqual([]);
  expect(report(result)).toContain('holds  V13');
  expect(report(result)).toContain('Authorisation is judged from entry 3 on; before it, only the operator');
});

test('a command that was on its way while its role was given anew, to a day that is over, is covered as by one that was taken', async () => {
  const on = await authorisedStory();
  const input = { commandId: 'on-its-way', indicator: 'IDC-KENYA-1-C01-I1', value: '9' };
  const by = await on.authorise(callerOf(people.kthree), MeasureIndicator, input);
  await on.do(people.kadmin, GrantRole, {
    holder: people.kthree,
    role: 'reporter',
    organisation: 'kenya',
    until: '2026-01-01',
  });
  await on.execute(new MeasureIndicator(input, by));
  const entries = await gather(on.store.readEntries(0));
  await on.close();
  const bundle = await exportInto(join(temporaryFolder(), 'bundle'), signedLog(entries, [entries.length]));
  expect(verify(bundle, { forms, rules }).findings).toEqual([]);
});

test('an assessor may judge a champion to which nobody of them belongs, and no other', async () => {
  const on = await authorisedStory();
  const assessor = personId(21);
  const input = { commitment: 'IDC-KENYA-1-C01', found: 'limited', foundReason: 'Two of six.' };
  await on.appoint(people.ana, assessor, 'assessor');
  await on.do(assessor, AssessCommitment, input);
  const judged = async () => {
    const entries = await gather(on.store.readEntries(0));
    const bundle = await exportInto(join(temporaryFolder(), 'bundle'), signedLog(entries, [entries.length]));
    return verify(bundle, { forms, rules }).findings.map(({ code, place }) => [code, place]);
  };
  expect(await judged()).toEqual([]);
  await on.appoint(people.kadmin, assessor, 'reporter', 'kenya');
  const by = {
    ...(await on.authorise(callerOf(people.kadmin), RenameChampion, { champion: 'kenya' })),
    actor: assessor,
  };
  const command = { ...input, commandId: 'forged', found: 'complete', foundReason: 'All.' } as const;
  const issuer = { ...by, role: 'assessor', onBehalfOf: null } as const;
  const { receipt } = await on.execute(new AssessCommitment(command, issuer));
  expect(await judged()).toEqual([['V13 NOT_ALLOWED', `entry ${receipt.entry}`]]);
  await on.close();
});

/** A log from before preparations were confirmed and roles accepted: an approver signs what they say somebody has prepared, and corrects it alone. */
async function earlierLog(version: 1 | 2): Promise<Awaited<ReturnType<typeof authorisedLog>>['log']> {
  let now = Date.parse('2026-03-01T00:00:00Z');
  const store = new MemoryEventStore(() => (now += 3_600_000));
  const digest = createHash('sha256').update(canonical(rules[version])).digest('hex');
  const given = (role: 'administrator' | 'approver' | 'reporter', holder: string) =>
    RoleGranted({ holder, role, organisation: 'kenya', until: null, proposal: null });
  const [operator, kadmin] = [
    { actor: operatorId, role: 'operator' },
    { actor: people.kadmin, role: 'administrator', onBehalfOf: 'kenya' },
  ] as const;
  const signed = { actor: people.kone, role: 'approver', onBehalfOf: 'kenya' } as const;
  const revised = { commitment: 'IDC-KENYA-1-C01', due: '2028' };
  const told: readonly (readonly [string, object, DomainEvent])[] = [
    ['access-roles', operator, AuthorisationRulesAdopted({ version, digest })],
    ['access-roles', operator, given('administrator', people.kadmin)],
    ['access-roles', kadmin, given('approver', people.kone)],
    ['access-roles', kadmin, given('reporter', people.kthree)],
    ['commitment-IDC-KENYA-1-C01', signed, CommitmentDueDateRevised({ ...revised, preparedBy: people.kthree })],
    [
      'commitment-IDC-KENYA-1-C01',
      signed,
      EntryCorrected(
        {
          entry: 4,
          type: 'CommitmentDueDateRevised',
          schemaVersion: 1,
          part: null,
          facts: { ...revised, due: '2029' },
        },
        {
          language: 'en',
          note: 'Read again.',
          text: null,
        },
      ),
    ],
  ];
  for (const [stream, by, event] of told) await store.append(stream, 'any', [{ ...drafted(event), ...by }]);
  const entries = await gather(store.readEntries(0));
  return signedLog(entries, [entries.length]);
}

test('a log is judged by the rules of its time: what an approver corrected alone was right under the first, and not under the second', async () => {
  const judged = async (version: 1 | 2) =>
    verify(await exportInto(join(temporaryFolder(), 'bundle'), await earlierLog(version)), {
      forms,
      rules,
    }).findings.map(({ code, place }) => [code, place]);
  expect(await judged(1)).toEqual([]);
  expect(await judged(2)).toEqual([['V13 SECOND_PERSON', 'entry 5']]);
});

test.each([
  ...authorityKinds,
  ...signOffKinds,
  ...secretariatKinds,
  ...eventTypeKinds,
  ...aloneKinds,
  ...settlementKinds,
])('$name is found', (kind) => {
  // At one place; authority.slow.ts forges each kind at many.
  expect(tampering.try(kind, 0)).toBeNull();
});

test.each(
  eventTypes
    .map(({ type }) => type)
    .filter(
      (type) =>
        rightful(type) !== null &&
        !['AuthorisationRulesAdopted', 'LogKeyRotated', 'EntryCorrected', 'EntryRetracted'].includes(type),
    ),
)('%s by the operator, who may, is not found fault with for that', (type) => {
  const kind = { name: type, codes: ['V13'], tamper: rightful(type) as Kind['tamper'] };
  expect(tampering.try(kind, 0)).toBe(`${type} (0): found nothing, not V13`);
});
