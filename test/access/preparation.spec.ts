import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfirmPreparation, PreparationConfirmed } from '../../src/access/preparation/preparation.js';
import { ConfirmRole, GrantRole, ProposeRole, WithdrawRole } from '../../src/access/roles/role-messages.js';
import { MakeCommitment, ReviseDueDate, SupersedeCommitment } from '../../src/charter/commitment/commitment.js';
import { SubmitProgressReport } from '../../src/charter/progress-report/progress-report.js';
import { CorrectEntry, RetractEntry } from '../../src/kernel/correction/correct-entry.js';
import { ConfirmRedaction, ProposeRedaction } from '../../src/kernel/correction/redact-entry.js';
import { NotAllowed, Refused } from '../../src/kernel/refusal.js';
import { entryAt, gather } from '../../src/platform/event-store/reading.js';
import type { AnyCommand } from '../../src/kernel/message.js';
import { preparation } from '../support/cqrs/deciders.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { personId } from '../support/cqrs/issuer.js';
import { authorisedStory, operatorId, people, type People } from '../support/identity/people.js';

const [hash, salt] = ['1f'.repeat(32), '2e'.repeat(32)];

describe('A preparation', () => {
  const confirming = commandOf(ConfirmPreparation, { organisation: 'kenya', command: 'MakeCommitment', hash, salt });
  const confirmed = PreparationConfirmed({ organisation: 'kenya', command: 'MakeCommitment', hash }, { salt });

  test('is of what takes two persons, and is confirmed once', () => {
    given(preparation).when(confirming).then(confirmed);
    given(preparation, { ...confirmed, actor: confirming.by.actor } as typeof confirmed)
      .when(confirming)
      .thenNothing();
    given(preparation)
      .when(commandOf(ConfirmPreparation, { organisation: 'kenya', command: 'AddMilestone', hash, salt }))
      .thenRefused('NOT_PREPARED', 'command');
  });
});

describe('Signing', () => {
  let on: People;
  beforeAll(async () => {
    on = await authorisedStory();
  });
  afterAll(() => on.close());

  const { ana, ben, cleo, kadmin, kone, kthree, tone, ttwo } = people;
  const report = {
    commitment: 'IDC-KENYA-1-C03',
    language: 'en',
    narrative: 'We have begun.',
    claimed: 'substantial',
  } as const;
  const refusal = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => (error instanceof Refused ? error.code : error instanceof NotAllowed ? 'NOT_ALLOWED' : error),
    );

  test('takes that somebody else has confirmed exactly this, and records on what it rests', async () => {
    expect(await refusal(on.do(kone, SubmitProgressReport, { ...report, preparedBy: kthree }))).toBe(
      'PREPARATION_MISSING',
    );
    const preparation = await on.prepare(kthree, SubmitProgressReport, report);
    for (const other of [
      { claimed: 'complete' },
      { narrative: 'We have finished.' },
      { effective: '2026-01' },
      { sources: ['https://example.org/a'] },
      { round: '2026' },
    ])
      expect([
        other,
        await refusal(on.do(kone, SubmitProgressReport, { ...report, ...other, preparedBy: kthree })),
      ]).toEqual([other, 'PREPARATION_MISSING']);
    expect(await refusal(on.do(kone, SubmitProgressReport, { ...report, preparedBy: kadmin }))).toBe(
      'PREPARATION_MISSING',
    );
    const signed = await entryAt(
      on.store,
      await on.entry(kone, SubmitProgressReport, { ...report, preparedBy: kthree }),
    );
    expect(signed?.facts).toMatchObject({ preparedBy: kthree, preparation, claimed: 'substantial' });
    expect((await entryAt(on.store, preparation))?.facts).toEqual({
      organisation: 'kenya',
      command: 'SubmitProgressReport',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('is done once on what was confirmed once', async () => {
    const promise = { actionPlan: 'IDC-KENYA-1', title: 'Once', preparedBy: kthree };
    await on.sign(kone, MakeCommitment, promise);
    expect(await refusal(on.do(kone, MakeCommitment, { ...promise, number: 77 }))).toBe('PREPARATION_SIGNED');
  });

  test('is never done by whoever prepared it, nor prepared by somebody of another organisation, by nobody, or by a machine', async () => {
    const due = { commitment: 'IDC-KENYA-1-C02', due: '2030' };
    for (const preparer of [kone, tone, ben, personId(99), null])
      expect([preparer, await refusal(on.do(kone, ReviseDueDate, { ...due, preparedBy: preparer }))]).toEqual([
        preparer,
        'SECOND_PERSON',
      ]);
    for (const preparer of [people.machine, tone, personId(99), operatorId])
      expect([preparer, await refusal(on.prepare(preparer, ReviseDueDate, due))]).toEqual([preparer, 'NOT_ALLOWED']);
  });

  test('lapses thirty days after it was prepared', async () => {
    const due = { commitment: 'IDC-KENYA-1-C02', due: '2031', preparedBy: kthree };
    await on.prepare(kthree, ReviseDueDate, due);
    on.wait(30 * 24);
    expect(await refusal(on.do(kone, ReviseDueDate, due))).toBe('PREPARATION_MISSING');
  });

  test('for a champion is the secretariat’s where it has nobody else, and says why', async () => {
    const due = { commitment: 'IDC-TOGO-1-C02', due: '2030', note: 'Togo has nobody else.' };
    await on.prepare(ttwo, ReviseDueDate, due);
    expect(await refusal(on.do(ben, ReviseDueDate, { ...due, preparedBy: ttwo }))).toBe('CHAMPION_SIGNS');
    await on.do(people.tadmin, WithdrawRole, {
      holder: tone,
      role: 'approver',
      organisation: 'togo',
      reasonCode: 'left',
    });
    expect(await refusal(on.do(ben, ReviseDueDate, { ...due, note: undefined, preparedBy: ttwo }))).toBe(
      'REASON_REQUIRED',
    );
    expect(await refusal(on.do(ben, ReviseDueDate, { ...due, preparedBy: ttwo }))).toBe('done');
  });

  test('of a correction or a retraction takes two, whoever corrects', async () => {
    const [entry = -1] = (await gather(on.store.readStream('commitment-IDC-KENYA-1-C03')))
      .filter(({ type }) => type === 'ProgressReported')
      .map(({ entry }) => entry);
    const right = { entry, facts: { claimed: 'complete' }, note: 'It is complete.' };
    for (const preparer of [null, ana, people.machine])
      expect([preparer, await refusal(on.do(ana, CorrectEntry, { ...right, preparedBy: preparer }))]).not.toContain(
        'done',
      );
    expect(await refusal(on.do(ana, CorrectEntry, { ...right, preparedBy: ben }))).toBe('PREPARATION_MISSING');
    expect(await refusal(on.do(ana, RetractEntry, { entry, note: 'No.' }))).toBe('SECOND_PERSON');
    expect(await refusal(on.sign(ana, CorrectEntry, { ...right, preparedBy: ben }))).toBe('done');
  });

  test('of a correction lets nobody name what is another organisation’s, in whatever field', async () => {
    const [entry = -1] = (await gather(on.store.readStream('commitment-IDC-KENYA-1-C01')))
      .filter(({ type }) => type === 'ProgressReported')
      .map(({ entry }) => entry);
    const foreign: readonly (readonly [AnyCommand, object])[] = [
      [
        CorrectEntry,
        {
          entry,
          facts: { measurements: [{ indicator: 'IDC-TOGO-1-C01-I1', value: '1', on: null }] },
          note: 'No.',
          preparedBy: kthree,
        },
      ],
      [CorrectEntry, { entry, facts: { concerns: ['IDC-TOGO-1-C01'] }, note: 'No.', preparedBy: kthree }],
      [SupersedeCommitment, { commitment: 'IDC-KENYA-1-C01', by: 'IDC-TOGO-1-C01' }],
    ];
    for (const [Command, input] of foreign)
      expect([Command.type, await refusal(on.do(kone, Command, input))]).toEqual([Command.type, 'NOT_ALLOWED']);
  });

  test('goes by proposals that have not lapsed, and whose proposer still holds the role', async () => {
    const [entry = -1] = (await gather(on.store.readStream('commitment-IDC-KENYA-1-C01')))
      .filter(({ type }) => type === 'CommitmentMade')
      .map(({ entry }) => entry);
    const asking = { entry, reasonCode: 'personal_data', legalBasis: 'Article 17' };
    const early = await on.entry(kone, ProposeRedaction, asking);
    on.wait(30 * 24);
    expect(await refusal(on.do(ben, ConfirmRedaction, { proposal: early }))).toBe('PROPOSAL_LAPSED');
    const late = await on.entry(kadmin, ProposeRedaction, asking);
    await on.do(ana, WithdrawRole, {
      holder: kadmin,
      role: 'administrator',
      organisation: 'kenya',
      reasonCode: 'left',
    });
    expect(await refusal(on.do(ben, ConfirmRedaction, { proposal: late }))).toBe('PROPOSAL_DEAD');
    const member = await on.entry(cleo, ProposeRole, { holder: personId(40), role: 'secretariat' });
    await on.do(operatorId, WithdrawRole, {
      holder: cleo,
      role: 'secretariat',
      organisation: null,
      reasonCode: 'left',
    });
    expect(await refusal(on.do(ben, ConfirmRole, { proposal: member }))).toBe('PROPOSAL_DEAD');
    expect(await refusal(on.do(ana, GrantRole, { holder: personId(40), role: 'secretariat' }))).toBe('SECOND_PERSON');
  });

  test('and redacting what was signed takes the salt of its preparation along', async () => {
    const [signed] = (await gather(on.store.readStream('commitment-IDC-KENYA-1-C02'))).filter(
      ({ type }) => type === 'ProgressReported',
    );
    const { preparation } = signed?.facts as { preparation: number };
    const proposal = await on.entry(kone, ProposeRedaction, {
      entry: signed?.entry,
      reasonCode: 'personal_data',
      legalBasis: 'Article 17',
    });
    expect((await entryAt(on.store, proposal))?.facts).toMatchObject({ entries: [signed?.entry, preparation] });
  });
});

everyRuleIsTested(preparation);
