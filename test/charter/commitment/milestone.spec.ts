import { describe, test } from '@jest/globals';
import { CommitmentConcluded } from '../../../src/charter/commitment/commitment.js';
import {
  AddMilestone,
  DropMilestone,
  milestone as decider,
  MilestoneDropped,
  MilestoneReached,
  MilestoneRescheduled,
  ReachMilestone,
  RescheduleMilestone,
} from '../../../src/charter/commitment/milestone.js';
import { indicator, made, milestone } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const commitment = 'IDC-KENYA-1-C01';
const code = `${commitment}-M1`;
const reached = MilestoneReached({ milestone: code });
const dropped = MilestoneDropped({ milestone: code });
const concluded = CommitmentConcluded({ commitment, outcome: 'delivered' });

describe('adding a milestone', () => {
  const add = (more: object = {}) =>
    commandOf(AddMilestone, { commitment, title: 'Questionnaire tested', due: '2026', ...more });

  test('each gets the next number, whatever else stands in between', () => {
    given(decider, made()).when(add()).then(milestone());
    given(decider, made(), milestone(), indicator())
      .when(add({ title: 'Survey held', due: null, dueText: 'before the census', language: 'es' }))
      .then(
        milestone(
          `${commitment}-M2`,
          { due: null },
          { title: 'Survey held', dueText: 'before the census', language: 'es' },
        ),
      );
  });

  test('the same title and date again add nothing, even once it is reached', () => {
    given(decider, made(), milestone()).when(add()).thenNothing();
    given(decider, made(), milestone(), reached).when(add()).thenNothing();
  });

  test('the same title may have another date', () => {
    given(decider, made(), milestone())
      .when(add({ due: '2027' }))
      .then(milestone(`${commitment}-M2`, { due: '2027' }));
  });

  test('what was dropped may be taken up again, under a new number', () => {
    given(decider, made(), milestone(), dropped)
      .when(add())
      .then(milestone(`${commitment}-M2`));
  });

  test.each([
    ['2026', '2001'],
    ['2026-07', '2026-06-30'],
    ['2027', '../2026'],
    ['2031', '2026/..'],
  ])('one of a commitment that starts in %s is not due by %s', (start, due) => {
    given(decider, made(commitment, { start })).when(add({ due })).thenRefused('DUE_BEFORE_START', 'due');
    given(decider, made(commitment, { start }), milestone(code, { due: null }))
      .when(commandOf(RescheduleMilestone, { milestone: code, due }))
      .thenRefused('DUE_BEFORE_START', 'due');
  });

  test('one that may be due within the start is added', () => {
    given(decider, made(commitment, { start: '2026' }))
      .when(add({ due: '2026-03' }))
      .then(milestone(code, { due: '2026-03' }));
  });

  test('its commitment must be there and live', () => {
    given(decider).when(add()).thenRefused('COMMITMENT_UNKNOWN', 'commitment');
    given(decider, made(), concluded).when(add()).thenRefused('COMMITMENT_ENDED', 'commitment');
  });
});

describe('moving a milestone', () => {
  const reschedule = (due: string, more: object = {}) =>
    commandOf(RescheduleMilestone, { milestone: code, due, ...more });

  test('it moves, and may say why or in what words', () => {
    given(decider, made(), milestone())
      .when(reschedule('2027'))
      .then(MilestoneRescheduled({ milestone: code, due: '2027' }));
    given(decider, made(), milestone())
      .when(reschedule('2027-21', { dueText: 'spring 2027' }))
      .then(
        MilestoneRescheduled(
          { milestone: code, due: '2027-21' },
          { language: 'en', note: null, dueText: 'spring 2027' },
        ),
      );
  });

  test('the date it has adds nothing, the one it was moved to included', () => {
    given(decider, made(), milestone()).when(reschedule('2026')).thenNothing();
    given(decider, made(), milestone(), MilestoneRescheduled({ milestone: code, due: '2027' }))
      .when(reschedule('2027'))
      .thenNothing();
  });

  test('a milestone that is reached or dropped does not move', () => {
    for (const end of [reached, dropped])
      given(decider, made(), milestone(), end).when(reschedule('2027')).thenRefused('MILESTONE_SETTLED', 'milestone');
  });
});

describe.each([
  { way: 'reaching a milestone', Command: ReachMilestone, Fact: MilestoneReached, other: dropped },
  { way: 'dropping a milestone', Command: DropMilestone, Fact: MilestoneDropped, other: reached },
])('$way', ({ Command, Fact, other }) => {
  const settle = commandOf(Command, { milestone: code, note: 'As agreed.' });
  const settled = Fact({ milestone: code }, { language: 'en', note: 'As agreed.' });

  test('it settles one milestone and leaves the others open', () => {
    given(decider, made(), milestone()).when(settle).then(settled);
    given(
      decider,
      made(),
      milestone(),
      milestone(`${commitment}-M2`, {}, { title: 'Survey held' }),
      Fact({ milestone: `${commitment}-M2` }),
    )
      .when(settle)
      .then(settled);
  });

  test('it settles once', () => {
    given(decider, made(), milestone(), settled).when(settle).thenNothing();
  });

  test('a milestone that went the other way stays so', () => {
    given(decider, made(), milestone(), other).when(settle).thenRefused('MILESTONE_SETTLED', 'milestone');
  });
});

test.each([
  commandOf(RescheduleMilestone, { milestone: code, due: '2027' }),
  commandOf(ReachMilestone, { milestone: code }),
  commandOf(DropMilestone, { milestone: code }),
])('$type needs a milestone that is there, of a commitment that is live', (command) => {
  given(decider).when(command).thenRefused('COMMITMENT_UNKNOWN', 'milestone');
  given(decider, made()).when(command).thenRefused('MILESTONE_UNKNOWN', 'milestone');
  given(decider, made(), milestone(), concluded).when(command).thenRefused('COMMITMENT_ENDED', 'milestone');
});

everyRuleIsTested(decider);
