import { describe, expect, test } from '@jest/globals';
import { ActionPlanConcluded } from '../../../src/charter/action-plan/action-plan.js';
import {
  AmendCommitment,
  CarryOverCommitment,
  commitment,
  CommitmentAmended,
  CommitmentCarriedOver,
  CommitmentConcluded,
  CommitmentDueDateRevised,
  CommitmentResumed,
  CommitmentSuperseded,
  CommitmentSuspended,
  CommitmentWithdrawn,
  ConcludeCommitment,
  MakeCommitment,
  ResumeCommitment,
  ReviseDueDate,
  SupersedeCommitment,
  SuspendCommitment,
  WithdrawCommitment,
} from '../../../src/charter/commitment/commitment.js';
import type { Command, DomainEvent } from '../../../src/kernel/message.js';
import { announced, made, published } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const code = 'IDC-KENYA-1-C01';
const suspended = CommitmentSuspended({ commitment: code });
const resumed = CommitmentResumed({ commitment: code });
const withdrawn = CommitmentWithdrawn({ commitment: code, reasonCode: 'lack_of_resources' });
const superseded = CommitmentSuperseded({ commitment: code, by: 'IDC-KENYA-2-C01' });
const concluded = CommitmentConcluded({ commitment: code, outcome: 'partly_delivered' });

describe('making a commitment', () => {
  const make = (more: object = {}) =>
    commandOf(MakeCommitment, { actionPlan: 'IDC-KENYA-1', number: 1, title: 'Ask the disability questions', ...more });

  test('a promise is made in a plan, before or after its publication', () => {
    given(commitment).beside('actionPlan-IDC-KENYA-1', announced()).when(make()).then(made());
    given(commitment).beside('actionPlan-IDC-KENYA-1', announced(), published()).when(make()).then(made());
  });

  test('all that it touches is kept as it was given', () => {
    const links = {
      principles: [2, 3],
      dimensions: ['disability' as const, 'sex' as const],
      populations: ['Older persons'],
      sdgGoals: [10, 17],
      sdgIndicators: ['17.18.1'],
    };
    const facts = {
      ...links,
      kind: 'pledge',
      principlesBasis: 'source',
      frameworkPrinciple: 'Principle 7',
      dimensionsBasis: 'compiler_inference',
      sdgBasis: 'source_order',
      responsible: 'KNBS',
      start: '2021',
      due: '2024-33',
    } as const;
    const text = { language: 'es', description: 'En todas las encuestas.', dueText: 'a principios de 2024' } as const;
    given(commitment)
      .beside('actionPlan-IDC-KENYA-1', announced())
      .when(make({ ...facts, ...text }))
      .then(made(code, facts, text));
  });

  test('left without a number it gets the next free one of its plan', async () => {
    const taken = ['commitment-IDC-KENYA-1-C01', 'commitment-IDC-KENYA-1-C02'];
    const allotted = await commitment.prepare?.(make({ number: null }), {
      exists: async (stream) => taken.includes(stream),
      entry: async () => null,
    });
    expect(allotted).toBeInstanceOf(MakeCommitment);
    given(commitment)
      .beside('actionPlan-IDC-KENYA-1', announced())
      .when(allotted as MakeCommitment)
      .then(made('IDC-KENYA-1-C03'));
  });

  test('a number that was given stays, and other commands need none', async () => {
    for (const command of [make({ number: 7 }), commandOf(SuspendCommitment, { commitment: code })]) {
      expect(await commitment.prepare?.(command, { exists: async () => true, entry: async () => null })).toBe(command);
    }
  });

  test('the same title under the same code adds nothing', () => {
    given(commitment, made(), withdrawn).when(make()).thenNothing();
  });

  test('a code is never given twice', () => {
    given(commitment, made())
      .when(make({ title: 'Another promise' }))
      .thenRefused('COMMITMENT_CODE_TAKEN', 'number');
  });

  test('its plan must be there and open', () => {
    given(commitment).when(make()).thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
    given(commitment)
      .beside(
        'actionPlan-IDC-KENYA-1',
        announced(),
        ActionPlanConcluded({ actionPlan: 'IDC-KENYA-1', outcome: 'period_ended' }),
      )
      .when(make())
      .thenRefused('ACTION_PLAN_ENDED', 'actionPlan');
  });
});

describe('amending a commitment', () => {
  const amend = (more: object) => commandOf(AmendCommitment, { commitment: code, ...more });
  const unchanged = {
    commitment: code,
    principles: null,
    dimensions: null,
    populations: null,
    sdgGoals: null,
    sdgIndicators: null,
    responsible: null,
  };

  test('only what changed is written down', () => {
    given(commitment, made(code, { principles: [1], populations: ['Children'] }))
      .when(
        amend({
          title: 'Ask the disability questions',
          principles: [1, 2],
          populations: ['Children'],
          responsible: 'KNBS',
        }),
      )
      .then(CommitmentAmended({ ...unchanged, principles: [1, 2], responsible: 'KNBS' }));
  });

  test('a promise is reshaped: another title and description, and the note says why', () => {
    given(commitment, made())
      .when(amend({ title: 'A social contract', description: 'One document.', note: 'It evolved.' }))
      .then(
        CommitmentAmended(unchanged, {
          language: 'en',
          note: 'It evolved.',
          title: 'A social contract',
          description: 'One document.',
        }),
      );
  });

  test('a list may be emptied, and a title may come back', () => {
    given(commitment, made(code, { dimensions: ['age'] }))
      .when(amend({ dimensions: [] }))
      .then(CommitmentAmended({ ...unchanged, dimensions: [] }));
    const away = CommitmentAmended(unchanged, {
      language: 'en',
      note: null,
      title: 'A social contract',
      description: null,
    });
    const back = CommitmentAmended(unchanged, {
      language: 'en',
      note: null,
      title: 'Ask the disability questions',
      description: null,
    });
    given(commitment, made(), away)
      .when(amend({ title: 'Ask the disability questions' }))
      .then(back);
  });

  test('what it says already adds nothing, the last note included', () => {
    const noted = CommitmentAmended(unchanged, { language: 'en', note: 'It evolved.', title: null, description: null });
    given(commitment, made(code, { sdgGoals: [5] }))
      .when(amend({ sdgGoals: [5], title: 'Ask the disability questions' }))
      .thenNothing();
    given(commitment, made(), noted)
      .when(amend({ note: 'It evolved.' }))
      .thenNothing();
    given(commitment, made(), noted)
      .when(amend({ note: 'It went on.' }))
      .then(CommitmentAmended(unchanged, { language: 'en', note: 'It went on.', title: null, description: null }));
  });

  test('a link named twice is refused', () => {
    for (const twice of [
      { principles: [1, 1] },
      { dimensions: ['age', 'age'] },
      { populations: ['A', 'A'] },
      { sdgGoals: [5, 5] },
      { sdgIndicators: ['5.3.2', '5.3.2'] },
    ]) {
      expect(() => amend(twice)).toThrow(`${Object.keys(twice)[0]} must not have duplicate items.`);
    }
  });
});

describe('start and due date', () => {
  const make = (start: string, due: string) =>
    commandOf(MakeCommitment, { actionPlan: 'IDC-KENYA-1', title: 'Ask the disability questions', start, due });
  const makes = (start: string, due: string) =>
    given(commitment).beside('actionPlan-IDC-KENYA-1', announced()).when(make(start, due));

  test.each([
    ['2026', '2025'],
    ['2025-07', '2025-06'],
    ['2025-06-02', '2025-06-01'],
    ['2025-36', '2025-09'],
    ['2031', '2026/..'],
  ])('%s and %s are in the wrong order', (start, due) => {
    makes(start, due).thenRefused('DUE_BEFORE_START', 'due');
  });

  test.each([
    ['2025', '2025'],
    ['2025-06', '2025'],
    ['2025', '2025-06'],
    ['2025-06-01', '2025-06-01'],
  ])('%s and %s may be in the right order', (start, due) => {
    makes(start, due).then(made(code, { start, due }));
  });

  test('stay in order when the due date is revised', () => {
    const before = made(code, { start: '2022-06', due: '2024' });
    given(commitment, before)
      .when(commandOf(ReviseDueDate, { commitment: code, due: '2022-05' }))
      .thenRefused('DUE_BEFORE_START', 'due');
    given(commitment, before)
      .when(commandOf(ReviseDueDate, { commitment: code, due: '2022' }))
      .then(CommitmentDueDateRevised({ commitment: code, due: '2022' }));
  });
});

describe('a successor', () => {
  const by = 'IDC-KENYA-2-C01';
  const supersede = commandOf(SupersedeCommitment, { commitment: code, by });
  const next = (one: string, other: string) => CommitmentSuperseded({ commitment: one, by: other });

  test('is not superseded by what it supersedes, directly or through others, of whatever plan and champion', () => {
    given(commitment, made())
      .beside(`commitment-${by}`, made(by), next(by, code))
      .when(supersede)
      .thenRefused('SUCCESSOR_LOOP', 'by');
    const [far, last] = ['IDC-TOGO-1-C01', 'IDC-KENYA-1-C09'];
    given(commitment, made())
      .beside(`commitment-${by}`, made(by), next(by, far))
      .beside(`commitment-${far}`, made(far), next(far, last))
      .beside(`commitment-${last}`, made(last), next(last, code))
      .when(supersede)
      .thenRefused('SUCCESSOR_LOOP', 'by');
  });

  test('was not withdrawn, and may have ended otherwise', () => {
    given(commitment, made())
      .beside(`commitment-${by}`, made(by), CommitmentWithdrawn({ commitment: by, reasonCode: 'other' }))
      .when(supersede)
      .thenRefused('SUCCESSOR_WITHDRAWN', 'by');
    given(commitment, made())
      .beside(`commitment-${by}`, made(by), next(by, 'IDC-KENYA-2-C02'))
      .beside(
        'commitment-IDC-KENYA-2-C02',
        made('IDC-KENYA-2-C02'),
        CommitmentConcluded({ commitment: 'IDC-KENYA-2-C02', outcome: 'delivered' }),
      )
      .when(supersede)
      .then(superseded);
  });
});

describe('a commitment whose plan has ended', () => {
  const ended = ActionPlanConcluded({ actionPlan: 'IDC-KENYA-1', outcome: 'period_ended' });
  const unsettled = () => given(commitment, made()).beside('actionPlan-IDC-KENYA-1', announced(), ended);

  test('is unsettled: it can be ended, replaced and carried over, and does not pause or go on', () => {
    unsettled()
      .when(commandOf(ConcludeCommitment, { commitment: code, outcome: 'delivered' }))
      .then(CommitmentConcluded({ commitment: code, outcome: 'delivered' }));
    unsettled()
      .when(commandOf(SuspendCommitment, { commitment: code }))
      .thenRefused('COMMITMENT_UNSETTLED', 'commitment');
    unsettled()
      .when(commandOf(ResumeCommitment, { commitment: code }))
      .thenRefused('COMMITMENT_UNSETTLED', 'commitment');
    unsettled()
      .beside('actionPlan-IDC-KENYA-2', announced('IDC-KENYA-2'))
      .when(commandOf(CarryOverCommitment, { commitment: code, actionPlan: 'IDC-KENYA-2' }))
      .then(CommitmentCarriedOver({ commitment: code, actionPlan: 'IDC-KENYA-2' }));
  });

  test('has ended once the plan says that it was delivered or dropped', () => {
    const settlements = [{ commitment: code, as: 'dropped' as const, actionPlan: null }];
    given(commitment, made())
      .beside(
        'actionPlan-IDC-KENYA-1',
        announced(),
        ActionPlanConcluded({ actionPlan: 'IDC-KENYA-1', outcome: 'period_ended', settlements }),
      )
      .when(commandOf(ConcludeCommitment, { commitment: code, outcome: 'delivered' }))
      .thenRefused('COMMITMENT_ENDED', 'commitment');
  });
});

describe('the due date', () => {
  const revise = (due: string, more: object = {}) => commandOf(ReviseDueDate, { commitment: code, due, ...more });

  test.each(['ongoing', 'R/P6M/2029', 'FY2026-04', '2026/2028', '../2029'])(
    'may be %s, and the wording stays beside it',
    (due) => {
      given(commitment, made(code, { due: '2022' }))
        .when(revise(due, { dueText: 'as the plan says' }))
        .then(
          CommitmentDueDateRevised(
            { commitment: code, due },
            { language: 'en', note: null, dueText: 'as the plan says' },
          ),
        );
    },
  );

  test.each(['annually', '2026-27-01', 'R/P0M', 'FY2026', '2026-27', '2028-29', '2029-30', '2031-32', '2024-25'])(
    'is not %s',
    (due) => {
      expect(() => revise(due)).toThrow(/due must be a deadline: a partial date such as 2026-06/);
    },
  );

  test('it moves as often as it takes', () => {
    const revised = (due: string) => CommitmentDueDateRevised({ commitment: code, due });
    given(commitment, made(code, { due: '2022' }))
      .when(revise('2022-10'))
      .then(revised('2022-10'));
    given(commitment, made(code, { due: '2022' }), revised('2022-10'))
      .when(revise('2022'))
      .then(revised('2022'));
    given(commitment, made())
      .when(revise('2022-22', { dueText: 'summer 2022' }))
      .then(
        CommitmentDueDateRevised(
          { commitment: code, due: '2022-22' },
          { language: 'en', note: null, dueText: 'summer 2022' },
        ),
      );
  });

  test('the date it has adds nothing', () => {
    given(commitment, made(code, { due: '2022' }))
      .when(revise('2022'))
      .thenNothing();
  });
});

describe('a pause', () => {
  const suspend = commandOf(SuspendCommitment, { commitment: code, note: 'No funds.' });
  const resume = commandOf(ResumeCommitment, { commitment: code });

  test('a commitment is suspended and taken up again', () => {
    given(commitment, made())
      .when(suspend)
      .then(CommitmentSuspended({ commitment: code }, { language: 'en', note: 'No funds.' }));
    given(commitment, made(), suspended).when(resume).then(resumed);
    given(commitment, made(), suspended, resumed)
      .when(suspend)
      .then(CommitmentSuspended({ commitment: code }, { language: 'en', note: 'No funds.' }));
  });

  test('it pauses once, and goes on once', () => {
    given(commitment, made(), suspended).when(suspend).thenNothing();
    given(commitment, made()).when(resume).thenNothing();
    given(commitment, made(), suspended, resumed).when(resume).thenNothing();
  });
});

describe('the ends of a commitment', () => {
  const withdraw = commandOf(WithdrawCommitment, { commitment: code, reasonCode: 'lack_of_resources' });
  const supersede = (by = 'IDC-KENYA-2-C01') => commandOf(SupersedeCommitment, { commitment: code, by });
  const conclude = commandOf(ConcludeCommitment, { commitment: code, outcome: 'partly_delivered' });

  test('it is withdrawn, superseded or concluded, even while it pauses', () => {
    for (const history of [[made()], [made(), suspended]]) {
      given(commitment, ...history)
        .when(withdraw)
        .then(withdrawn);
      given(commitment, ...history)
        .beside('commitment-IDC-KENYA-2-C01', made('IDC-KENYA-2-C01'))
        .when(supersede())
        .then(superseded);
      given(commitment, ...history)
        .when(conclude)
        .then(concluded);
    }
  });

  test('it ends once', () => {
    given(commitment, made(), withdrawn).when(withdraw).thenNothing();
    given(commitment, made(), superseded).when(supersede()).thenNothing();
    given(commitment, made(), concluded).when(conclude).thenNothing();
  });

  test('what replaces it is there, and is another commitment', () => {
    given(commitment, made()).when(supersede()).thenRefused('COMMITMENT_UNKNOWN', 'by');
    given(commitment, made()).when(supersede(code)).thenRefused('SUCCESSOR_IS_SELF', 'by');
    given(commitment, made(), superseded)
      .when(supersede('IDC-KENYA-2-C02'))
      .thenRefused('COMMITMENT_ENDED', 'commitment');
  });
});

describe('going on in another plan', () => {
  const carryOver = (actionPlan: string) => commandOf(CarryOverCommitment, { commitment: code, actionPlan });
  const carried = (actionPlan: string) => CommitmentCarriedOver({ commitment: code, actionPlan });

  test('it keeps its code, and may come back', () => {
    given(commitment, made())
      .beside('actionPlan-IDC-KENYA-2', announced('IDC-KENYA-2'))
      .when(carryOver('IDC-KENYA-2'))
      .then(carried('IDC-KENYA-2'));
    given(commitment, made(), carried('IDC-KENYA-2'))
      .beside('actionPlan-IDC-KENYA-1', announced())
      .when(carryOver('IDC-KENYA-1'))
      .then(carried('IDC-KENYA-1'));
  });

  test('the plan it stands in adds nothing', () => {
    given(commitment, made()).when(carryOver('IDC-KENYA-1')).thenNothing();
  });

  test('the other plan must be there and open', () => {
    given(commitment, made()).when(carryOver('IDC-KENYA-2')).thenRefused('ACTION_PLAN_UNKNOWN', 'actionPlan');
    given(commitment, made())
      .beside(
        'actionPlan-IDC-KENYA-2',
        announced('IDC-KENYA-2'),
        ActionPlanConcluded({ actionPlan: 'IDC-KENYA-2', outcome: 'not_stated' }),
      )
      .when(carryOver('IDC-KENYA-2'))
      .thenRefused('ACTION_PLAN_ENDED', 'actionPlan');
  });
});

describe('nothing new happens', () => {
  const amend = commandOf(AmendCommitment, { commitment: code, title: 'Late words' });
  const revise = commandOf(ReviseDueDate, { commitment: code, due: '2031' });
  const suspend = commandOf(SuspendCommitment, { commitment: code });
  const resume = commandOf(ResumeCommitment, { commitment: code });
  const withdraw = commandOf(WithdrawCommitment, { commitment: code, reasonCode: 'other' });
  const supersede = commandOf(SupersedeCommitment, { commitment: code, by: 'IDC-KENYA-2-C02' });
  const carryOver = commandOf(CarryOverCommitment, { commitment: code, actionPlan: 'IDC-KENYA-2' });
  const conclude = commandOf(ConcludeCommitment, { commitment: code, outcome: 'delivered' });
  const all: readonly (Command & { readonly type: keyof typeof commitment.decide })[] = [
    amend,
    revise,
    suspend,
    resume,
    withdraw,
    supersede,
    carryOver,
    conclude,
  ];

  test.each(all)('to a commitment that is not there: $type', (command) => {
    given(commitment)
      .when(command as typeof amend)
      .thenRefused('COMMITMENT_UNKNOWN', 'commitment');
  });

  test.each(all)('to a commitment that has ended: $type', (command) => {
    const ends = new Map<Command | null, DomainEvent>([
      [withdraw, withdrawn],
      [null, superseded],
      [conclude, concluded],
    ]);
    ends.delete(command);
    for (const end of ends.values()) {
      given(commitment, made(), end)
        .when(command as typeof amend)
        .thenRefused('COMMITMENT_ENDED', 'commitment');
    }
  });
});

everyRuleIsTested(commitment);
