import { describe, expect, test } from '@jest/globals';
import { Kind, parse, type OperationDefinitionNode } from 'graphql';
import { costOf } from '../../../src/platform/graphql/admission/cost.js';
import { Refused } from '../../../src/kernel/refusal.js';
import { schema } from '../../support/register/register.js';

function cost(query: string, variables: Readonly<Record<string, unknown>> = {}): number {
  const document = parse(query);
  return costOf(
    schema,
    document,
    document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode,
  )(variables);
}

/** Where an input was refused; null when it was not. */
function refused(query: string, variables: Readonly<Record<string, unknown>> = {}): string | null {
  try {
    cost(query, variables);
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return `${error.code} ${error.faults[0]?.field.join('.')}`;
  }
}

const emails = 'a '.repeat(125_000);
const many = (count: number): string[] => Array.from({ length: count }, (_, number) => `c${number}`);
const listed = (ids: readonly string[]): string => JSON.stringify(ids);

describe('What is given to a query', () => {
  test.each<[string, string, object?]>([
    ['TOO_LONG text', `{ search(text: "${'x'.repeat(201)}") { totalCount } }`],
    ['TOO_LONG text', 'query ($t: String!) { search(text: $t) { totalCount } }', { t: emails }],
    ['TOO_LONG text', `query ($t: String! = "${'x'.repeat(201)}") { search(text: $t) { totalCount } }`],
    ['TOO_LONG text', '{ search(text: "a b c d e f g h i j k l m n o p q") { totalCount } }'],
    ['TOO_LONG filter.text', 'query ($t: String) { commitments(filter: { text: $t }) { totalCount } }', { t: emails }],
    [
      'TOO_LONG filter.text',
      'query ($f: CommitmentFilter) { commitments(filter: $f) { totalCount } }',
      { f: { text: emails } },
    ],
    [
      'TOO_LONG filter.text',
      'query ($f: CommitmentFilter) { champions { nodes { ...c } } } fragment c on Champion { commitments(filter: $f) { totalCount } }',
      { f: { text: emails } },
    ],
    [
      'TOO_LONG filter.text',
      'query ($t: String) { at(effectiveOn: "2020-01-01") { statusCounts(groupBy: ALL, filter: { text: $t }) { base } } }',
      { t: emails },
    ],
    ['TOO_LONG filter.champions', `{ commitments(filter: { champions: ${listed(many(101))} }) { totalCount } }`],
    [
      'TOO_LONG filter.populations',
      'query ($f: CommitmentFilter) { coverage(filter: $f) { __typename } }',
      { f: { populations: many(20_000) } },
    ],
    [
      'TOO_LONG filter.populations',
      'query ($f: CommitmentFilter) { coverage(filter: $f) { __typename } }',
      { f: { populations: ['x'.repeat(201)] } },
    ],
    ['TOO_LONG ids', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: many(101) }],
    ['TOO_LONG id', 'query ($id: ID!) { node(id: $id) { id } }', { id: 'x'.repeat(201) }],
    ['TOO_LONG slug', `{ champion(slug: "${'x'.repeat(201)}") { slug } }`],
    ['TOO_LONG after', 'query ($a: String) { champions(after: $a) { totalCount } }', { a: 'x'.repeat(2001) }],
    [
      'TOO_LONG before',
      'query ($a: String) { champions { nodes { commitments(last: 1, before: $a) { totalCount } } } }',
      { a: 'x'.repeat(2001) },
    ],
    ['TOO_LONG organisation', `{ drafts(organisation: "${'x'.repeat(201)}") { id } }`],
    ['TOO_LONG kinds', `{ changes(from: {}) { changes(kinds: [${'APPEARED '.repeat(101)}]) { totalCount } } }`],
    ['INVALID text', 'query ($t: String!) { search(text: $t) { totalCount } }', { t: 'a\u0000b' }],
    ['INVALID filter.champions', '{ commitments(filter: { champions: ["a\\u0000"] }) { totalCount } }'],
  ])('is refused as %s in %.60s', (expected, query, variables = {}) => {
    expect(refused(query, variables as Readonly<Record<string, unknown>>)).toBe(expected);
  });

  test.each<[string, object?]>([
    [`{ search(text: "${'x'.repeat(200)}") { totalCount } }`],
    ['{ search(text: "a b c d e f g h i j k l m n o p") { totalCount } }'],
    [
      'query ($f: CommitmentFilter) { commitments(filter: $f) { totalCount } }',
      { f: { champions: many(100), text: null } },
    ],
    ['query ($f: CommitmentFilter) { commitments(filter: $f) { totalCount } }', { f: 'no input at all' }],
    [
      'mutation ($i: SaveDraftInput!) { saveDraft(input: $i) { draft { id } } }',
      { i: { kind: 'k', content: 'x'.repeat(60_000) } },
    ],
  ])('passes in %.60s', (query, variables = {}) => {
    expect(refused(query, variables as Readonly<Record<string, unknown>>)).toBeNull();
  });

  test('is paid for by its length, once for every list that it selects from', () => {
    const within = (filter: string): string =>
      `{ champions(first: 10) { nodes { commitments(first: 0, filter: ${filter}) { totalCount } } } }`;
    const plain = cost(within('{}'));
    expect(cost(within(`{ champions: ${listed(many(10))} }`)) - plain).toBe(10 * 10);
    expect(cost(within(`{ text: "${'x'.repeat(199)}" }`)) - plain).toBe(10 * (500 + 1));
    expect(cost(`{ nodes(ids: ${listed(many(50))}) { id } }`)).toBe(1 + 50 + 50);
  });

  test('is charged for every past basis that ids and cursors open, and for all that drafts may hold', () => {
    const drafts = cost('{ drafts { id content } }');
    expect(drafts).toBe(1 + 200 * (1 + 100));
    expect(cost(`{ ${Array.from({ length: 3 }, (_, n) => `d${n}: drafts { content }`).join(' ')} }`)).toBeGreaterThan(
      50_000,
    );
  });
});
