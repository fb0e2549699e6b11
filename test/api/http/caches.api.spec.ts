import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange } from '@urql/core';
import relay from 'relay-runtime';
import { story } from '../../support/register/story.js';
import { TestRegister } from '../../support/register/register.js';
import { artifactOf } from '../../support/kurrent/relay.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  for (const [mutation, input] of story) await register.mutate(mutation, input);
});
afterAll(() => register.stop());

/** Asks a query the first time, and says what the cache holds for it afterwards, without asking again. */
interface Cache {
  ask(query: string): Promise<unknown>;
  hold(query: string): unknown;
}

const address = (): string => new URL('/graphql', register.url).href;

function apollo(): Cache {
  const client = new ApolloClient({
    cache: new InMemoryCache({ possibleTypes: { Node: kinds } }),
    link: new HttpLink({ uri: address() }),
  });
  return {
    ask: async (query) => ((await client.query({ query: gql(query) })) as { data: unknown }).data,
    hold: (query) => client.readQuery({ query: gql(query) }),
  };
}

function urql(): Cache {
  const client = new Client({
    url: address(),
    exchanges: [cacheExchange({ keys: unkeyed }), fetchExchange],
    preferGetMethod: false,
  });
  return {
    ask: async (query) => (await client.query<object>(query, {}).toPromise()).data,
    hold: (query) => client.readQuery<object>(query, {}, { requestPolicy: 'cache-only' })?.data,
  };
}

const kinds = ['Charter', 'Champion', 'ActionPlan', 'Commitment', 'ProgressReport', 'RegisterAt'];
/** Types without an id of their own, which belong to whatever holds them. */
const unkeyed = Object.fromEntries(
  [
    'ChampionConnection',
    'CommitmentConnection',
    'HistoryEntryConnection',
    'HistoryEntry',
    'ChampionName',
    'FieldChange',
    'LogEntry',
    'LocalText',
    'Basis',
  ].map((type) => [type, () => null]),
);

function relayStore(): Cache {
  const environment = new relay.Environment({
    network: relay.Network.create(async ({ text }) => (await register.query(text ?? '')) as never),
    store: new relay.Store(new relay.RecordSource()),
  });
  const artifacts = new Map<string, ReturnType<typeof artifactOf>>();
  const operationOf = (query: string) => {
    const artifact = artifacts.get(query) ?? artifactOf(query);
    artifacts.set(query, artifact);
    const operation = relay.createOperationDescriptor(artifact, {});
    environment.retain(operation);
    return operation;
  };
  return {
    ask: async (query) => {
      const operation = operationOf(query);
      await relay.fetchQuery(environment, operation.request.node, {}).toPromise();
      return environment.lookup(operation.fragment).data;
    },
    hold: (query) => environment.lookup(operationOf(query).fragment).data,
  };
}

const fields = `champions(first: 3) { totalCount nodes { id name status names { name } commitments(first: 5) { totalCount nodes { id claimed lifecycle actionPlan { id status } } }
  history(first: 2) { totalCount nodes { words changes { field after } } } } }
  kenya: champion(slug: "kenya") { id name }
  commitments(first: 20) { totalCount nodes { id claimed champion { id name } } }`;
const days = ['2019-12-31', '2021-02-28', '2024-12-31'];
const on = (day: string): string => `at(effectiveOn: "${day}") { id ${fields} }`;

describe.each([
  ['Apollo Client', apollo],
  ['urql with its normalised cache', urql],
  ['Relay', relayStore],
])('%s', (_, open) => {
  test('shows for each basis what the register says of it alone, in one query and in several, whatever comes later', async () => {
    const questions = [...days.map((day) => `{ ${on(day)} }`), `{ ${fields} }`];
    const alone = await Promise.all(questions.map((query) => register.answer(query)));
    expect(new Set(alone.map((answer) => JSON.stringify(answer))).size).toBe(questions.length);
    const cache = open();
    for (const query of questions) await cache.ask(query);
    const together = `{ ${days.map((day, index) => `at${index}: ${on(day)}`).join(' ')} ${fields} }`;
    const whole = await register.answer(together);
    expect(plain(await cache.ask(together))).toEqual(whole);
    for (const [index, query] of questions.entries()) expect(plain(cache.hold(query))).toEqual(alone[index]);
    expect(plain(cache.hold(together))).toEqual(whole);
  });

  test('gets a thing again, by the id it has below at, as it was on that basis', async () => {
    const cache = open();
    for (const day of days.slice(1)) {
      const { at } = await register.answer<{ at: { champion: { id: string; name: string } } }>(
        `{ at(effectiveOn: "${day}") { champion(slug: "kenya") { id name } } }`,
      );
      const query = `{ node(id: "${at.champion.id}") { ... on Champion { id name } } }`;
      expect(plain(await cache.ask(query))).toEqual({ node: at.champion });
    }
  });
});

/** An answer without what clients add to it for themselves. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key.startsWith('__') ? undefined : inner)));
}
