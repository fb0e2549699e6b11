import { describe, expect, test } from '@jest/globals';
import { AssessmentReplied } from '../../../src/charter/assessment/assessment.js';
import { ListAssessments } from '../../../src/charter/assessment/assessments.view.js';
import { progressSeriesOf } from '../../../src/charter/assessment/progress-series.view.js';
import { CommitmentByCode } from '../../../src/charter/commitment/commitment-lists.view.js';
import { ListProgressReports } from '../../../src/charter/progress-report/progress-reports.view.js';
import { announced, assessed, joined, made, reported } from '../../support/cqrs/examples.js';
import { on, Views, type Told } from '../../support/register/views.js';

const commitment = 'IDC-KENYA-1-C01';
const [first, second] = [`${commitment}-A1`, `${commitment}-A2`];
const claim = (number: number, day: string, claimed: 'limited' | 'complete'): Told =>
  on(day, reported(`${commitment}-R${number}`, { commitment, claimed, reasonCode: 'lack_of_resources' }));
const story: readonly Told[] = [
  on('2018', joined('kenya')),
  on('2020', announced('IDC-KENYA-1')),
  on('2021', made(commitment)),
  claim(1, '2022-05-01', 'limited'),
  on('2022-09-01', assessed(first, { judgedReport: `${commitment}-R1`, found: 'not_started' })),
  claim(2, '2023-05-01', 'complete'),
];

describe('what is found', () => {
  test('stands beside what is claimed, and no later report changes it', async () => {
    const views = await Views.over(...story);
    expect(await views.ask(CommitmentByCode, { code: commitment })).toMatchObject({
      claimed: 'complete',
      found: 'not_started',
      foundOn: '2022-09-01',
      latestAssessment: first,
    });
    const before = views.model.at({ size: views.model.size, effectiveOn: '2022-08-31' });
    expect(await views.ask(CommitmentByCode, { code: commitment }, before)).toMatchObject({
      claimed: 'limited',
      found: null,
    });
  });

  test('through time, claims and findings are one series', async () => {
    const { model } = await Views.over(...story, on('2023-10', assessed(second, { disputes: first })));
    expect(
      progressSeriesOf(model, [commitment])
        .get(commitment)
        ?.map(({ countsFrom, claimed, found }) => [countsFrom, claimed, found]),
    ).toEqual([
      ['2022-05-01', 'limited', null],
      ['2022-09-01', null, 'not_started'],
      ['2023-05-01', 'complete', null],
      ['2023-10-31', null, 'limited'],
    ]);
  });

  test('a judgement of quality alone leaves what was found', async () => {
    const views = await Views.over(...story, on('2024', assessed(second, { found: null, verifiable: true })));
    expect(await views.ask(CommitmentByCode, { code: commitment })).toMatchObject({
      found: 'not_started',
      latestAssessment: second,
    });
  });
});

test('a dispute and a reply stand with the assessment that they are about', async () => {
  const views = await Views.over(
    ...story,
    on('2023-10', assessed(second, { disputes: first })),
    on('2023-11', AssessmentReplied({ assessment: first }, { language: 'en', reply: 'Three of six.' })),
  );
  const { nodes } = await views.ask(ListAssessments, { first: 10 });
  expect(nodes.map(({ code, disputes, disputedBy, reply }) => [code, disputes, disputedBy, reply?.text])).toEqual([
    [second, first, null, undefined],
    [first, null, second, 'Three of six.'],
  ]);
  const disputed = await views.ask(ListAssessments, { first: 10, filter: { disputed: true } });
  expect(disputed.nodes.map(({ code }) => code)).toEqual([first]);
});

test('the last claim on a commitment awaits its assessment until one names it', async () => {
  const awaiting = async (...more: readonly Told[]) =>
    (
      await (
        await Views.over(...story, ...more)
      ).ask(ListProgressReports, {
        first: 10,
        filter: { awaitsAssessment: true },
      })
    ).nodes.map(({ code }) => code);
  expect(await awaiting()).toEqual([`${commitment}-R2`]);
  expect(await awaiting(on('2023-10', assessed(second, { judgedReport: `${commitment}-R2` })))).toEqual([]);
});
