import { expect, test } from '@jest/globals';
import {
  citation,
  CitationMade,
  CitationWithdrawn,
  CiteExample,
  WithdrawCitation,
} from '../../../src/charter/commitment/citation.js';
import { CommitmentByCode, ListCommitments } from '../../../src/charter/commitment/commitment-lists.view.js';
import { CommitmentConcluded } from '../../../src/charter/commitment/commitment.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { submitted } from '../../support/cqrs/citizen-data-examples.js';
import { announced, joined, made, published } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';
import { on, Views } from '../../support/register/views.js';

const commitment = 'IDC-KENYA-1-C01';
const said = { commitment, example: 'uwezo', as: 'method' } as const;
const cite = (more: object = {}) => commandOf(CiteExample, { ...said, ...more });
const withdraw = (more: object = {}) => commandOf(WithdrawCitation, { ...said, ...more });
const known = (...events: DomainEvent[]) => given(citation, ...events).beside('example-uwezo', submitted('uwezo'));

test('an example is cited once as method and once as evidence', () => {
  known(made()).when(cite()).then(CitationMade(said));
  known(made(), CitationMade(said))
    .when(cite({ note: 'Again.' }))
    .thenNothing();
  known(made(), CitationMade(said))
    .when(cite({ as: 'evidence' }))
    .then(CitationMade({ ...said, as: 'evidence' }));
  known(made(), CitationMade(said), CitationWithdrawn(said)).when(cite()).then(CitationMade(said));
});

test('evidence may come after the end', () => {
  const ended = CommitmentConcluded({ commitment, outcome: 'delivered' });
  known(made(), ended)
    .when(cite({ as: 'evidence' }))
    .then(CitationMade({ ...said, as: 'evidence' }));
});

test('commitment and example must be there', () => {
  known().when(cite()).thenRefused('COMMITMENT_UNKNOWN', 'commitment');
  given(citation, made()).when(cite()).thenRefused('EXAMPLE_UNKNOWN', 'example');
});

test('a citation is withdrawn', () => {
  known(made(), CitationMade(said)).when(withdraw()).then(CitationWithdrawn(said));
  known(made()).when(withdraw()).thenNothing();
  known().when(withdraw()).thenRefused('COMMITMENT_UNKNOWN', 'commitment');
  given(citation, made()).when(withdraw()).thenRefused('EXAMPLE_UNKNOWN', 'example');
});

test('it is found by the example, on the days on which it holds', async () => {
  const views = await Views.over(
    on('2018', joined()),
    on('2019', announced()),
    on('2019', published()),
    on('2020', made()),
    on('2020', made('IDC-KENYA-1-C02')),
    on('2020', submitted('uwezo')),
    on('2021', CitationMade(said)),
    on('2023', CitationWithdrawn(said)),
  );
  const citing = async (day: string) => {
    const basis = views.model.at({ size: 8, effectiveOn: day });
    const { nodes } = await views.ask(ListCommitments, { filter: { examples: ['uwezo'] } }, basis);
    const found = await views.ask(CommitmentByCode, { code: commitment }, basis);
    return [nodes.map(({ code }) => code), found?.citations.map(({ example, as, on: date }) => [example, as, date])];
  };
  expect(await citing('2020-12-31')).toEqual([[], []]);
  expect(await citing('2022-06-30')).toEqual([[commitment], [['uwezo', 'method', '2021']]]);
  expect(await citing('2024-01-01')).toEqual([[], []]);
});

everyRuleIsTested(citation);
