import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { EventStore, Followed } from '../../../src/platform/event-store/event-store.js';
import { EVENT_STORE } from '../../../src/platform/tokens.js';
import { mutationDocument, TestRegister } from '../../support/register/register.js';
import { speaking } from '../../support/register/web-socket.js';

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
  await register.mutate('joinCharter', {
    champion: 'kenya',
    name: 'Kenya',
    kind: 'GOVERNMENT',
    country: 'KEN',
    sources: ['https://example.org/'],
    note: 'Signed.',
  });
});
afterAll(() => register.stop());

interface Entry {
  readonly entry: number;
  readonly type: string;
  readonly facts: { readonly name?: string };
}

const document = 'subscription ($after: Int) { logAppended(afterEntry: $after) { entry type facts } }';
const connect = (): Client =>
  createClient({ url: register.url.replace('http', 'ws') + '/graphql', webSocketImpl: WebSocket, retryAttempts: 0 });
const rename = (name: string) => register.mutate('renameChampion', { champion: 'kenya', name });

/** Listens behind an entry until `enough` says so, then stops; null listens to what is still to come. */
async function listen(
  client: Client,
  after: number | null,
  enough: (heard: readonly Entry[]) => boolean,
  query = document,
): Promise<Entry[]> {
  const heard: Entry[] = [];
  for await (const { data, errors } of client.iterate<{ logAppended: Entry }>({ query, variables: { after } })) {
    if (errors !== undefined || data === null || data === undefined) throw new Error(JSON.stringify(errors));
    heard.push(data.logAppended);
    if (enough(heard)) break;
  }
  await client.dispose();
  return heard;
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const entriesOf = (heard: readonly Entry[]): number[] => heard.map(({ entry }) => entry);

describe('who listens to the log', () => {
  test('hears an entry with all that is public of it', async () => {
    const all = `subscription ($after: Int) { logAppended(afterEntry: $after) { entry type stream revision recordedAt effective actor role onBehalfOf client commandId origin sources
      facts text } }`;
    const [first] = await listen(connect(), -1, () => true, all);
    expect(first).toMatchObject({
      entry: 0,
      type: 'ChampionJoined',
      stream: 'champion-kenya',
      revision: 0,
      role: 'operator',
      onBehalfOf: null,
      origin: 'LIVE',
      sources: ['https://example.org/'],
      facts: { champion: 'kenya', name: 'Kenya', country: 'KEN' },
      text: { note: 'Signed.', language: 'en' },
    });
    expect(JSON.stringify(first)).not.toContain(register.token);
  });

  test('hears all of it, or from a number on, without loss or double while two hundred commands are done', async () => {
    const size = await register.size();
    const end = size + 200;
    const isLast = (heard: readonly Entry[]): boolean => heard.at(-1)?.entry === end - 1;
    const mutations = Promise.all(numbers(0, 200).map((number) => rename(`Kenya ${number}`)));
    const [whole, part] = await Promise.all([listen(connect(), -1, isLast), listen(connect(), size - 2, isLast)]);
    await mutations;
    expect(entriesOf(whole)).toEqual(numbers(0, end));
    expect(entriesOf(part)).toEqual(numbers(size - 1, end));
    expect(new Set(whole.slice(size).map(({ facts }) => facts.name)).size).toBe(200);
  });

  test('hears from now on when no number is given', async () => {
    const client = connect();
    const listening = follows();
    const heard = listen(client, null, (all) => all.length === 2);
    await listening;
    const size = await register.size();
    await rename('Kenya from now on');
    await rename('Kenya and further on');
    expect(entriesOf(await heard)).toEqual([size, size + 1]);
  });

  test('goes on behind the last entry seen after the connection was lost', async () => {
    const size = await register.size();
    const mutations = Promise.all(numbers(0, 60).map((number) => rename(`Resumed ${number}`)));
    const seen: Entry[] = [];
    while (seen.at(-1)?.entry !== size + 59) {
      const from = seen.at(-1)?.entry ?? size - 1;
      const client = connect();
      let sockets = 0;
      client.on('connected', () => (sockets += 1));
      seen.push(...(await listen(client, from, (heard) => heard.length === 7 || heard.at(-1)?.entry === size + 59)));
      expect(sockets).toBe(1);
    }
    await mutations;
    expect(entriesOf(seen)).toEqual(numbers(size, size + 60));
  });

  test('leaves nothing behind, whether it says goodbye or is cut off', async () => {
    const ended: Promise<void>[] = [];
    const watching = watchFollowers((end) => ended.push(end));
    const polite = connect();
    // The first entry is caught up on, the second is heard as it is recorded.
    await listen(polite, (await register.size()) - 2, ({ length }) => {
      if (length === 1) void rename('Heard politely');
      return length === 2;
    });
    const socket = new WebSocket(`${register.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const next = () =>
      new Promise<{ type: string }>((resolve) =>
        socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString()) as { type: string })),
      );
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'connection_init' }));
    expect(await next()).toMatchObject({ type: 'connection_ack' });
    socket.send(
      JSON.stringify({
        id: '1',
        type: 'subscribe',
        payload: { query: document, variables: { after: (await register.size()) - 2 } },
      }),
    );
    expect(await next()).toMatchObject({ type: 'next' });
    socket.terminate();
    expect(ended).toHaveLength(2);
    await Promise.all(ended);
    watching.stop();
  });
});

describe('a web socket', () => {
  const refused = async (query: string, variables = {}): Promise<unknown> => {
    const client = connect();
    try {
      for await (const result of client.iterate({ query, variables })) return result;
      return null;
    } catch (errors) {
      return errors;
    } finally {
      await client.dispose();
    }
  };

  test.each([
    ['a command', mutationDocument('ceaseChampion'), 'BAD_REQUEST'],
    ['a question', '{ basis { size } }', 'BAD_REQUEST'],
    ['what is no document', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['what the schema does not have', 'subscription { logAppended { secret } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a document with too many aliases',
      `subscription { logAppended { ${Array.from({ length: 16 }, (_, at) => `a${at}: entry`).join(' ')} } }`,
      'LIMIT_EXCEEDED',
    ],
    ['a document that is too long', `subscription { logAppended { ${'entry '.repeat(1001)} } }`, 'LIMIT_EXCEEDED'],
    [
      'a number that is none',
      'subscription { logAppended(afterEntry: 3000000000) { entry } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('does not take %s', async (_, query, code) => {
    const size = await register.size();
    expect(await refused(query, { input: { commandId: 'by-socket', champion: 'kenya' } })).toMatchObject([
      { extensions: { code } },
    ]);
    expect(await register.size()).toBe(size);
  });

  /** How a socket that was opened like this ended, or the protocol it speaks. */
  const opened = (path: string, headers: Record<string, string> = {}): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${register.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', { headers });
      socket.once('open', () => (resolve(socket.protocol), socket.terminate()));
      socket.once('unexpected-response', (_, { statusCode }) => (resolve(String(statusCode)), socket.terminate()));
      socket.once('error', () => undefined);
    });

  test('is opened to our own pages and to programs, where GraphQL is', async () => {
    expect(await opened('/graphql')).toBe('graphql-transport-ws');
    expect(await opened('/graphql', { origin: register.url })).toBe('graphql-transport-ws');
    for (const origin of ['https://evil.example', 'null', `${register.url}.evil.example`])
      expect(await opened('/graphql', { origin })).toBe('403');
    for (const path of ['/', '/graphql/x', '/graphqlx', '/health/live']) expect(await opened(path)).toBe('404');
  });

  test('with a token that is not right is closed at once', async () => {
    const { closed } = await speaking(register, { hello: { authorization: 'Bearer not-the-token' } });
    expect(await closed).toBe(4403);
    const { next, socket } = await speaking(register, { hello: { authorization: `Bearer ${register.token}` } });
    expect(await next()).toEqual({ type: 'connection_ack' });
    socket.terminate();
  });

  test('takes ten subscriptions at a time', async () => {
    const { socket, next } = await speaking(register);
    expect(await next()).toEqual({ type: 'connection_ack' });
    for (let number = 0; number < 11; number++) {
      socket.send(
        JSON.stringify({
          id: String(number),
          type: 'subscribe',
          payload: { query: 'subscription { logAppended { entry } }' },
        }),
      );
    }
    expect(await next()).toMatchObject({
      id: '10',
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    socket.terminate();
  });

  test('takes no message that is larger than a request may be', async () => {
    const { socket, next, closed } = await speaking(register);
    expect(await next()).toEqual({ type: 'connection_ack' });
    socket.send(JSON.stringify({ type: 'ping', payload: { more: 'x'.repeat(262_144) } }));
    expect(await closed).toBe(1009);
  });

  test('refuses a variable of the wrong type with a code', async () => {
    expect(await refused(document, { after: 'first' })).toMatchObject([
      {
        locations: [{ line: 1, column: 15 }],
        extensions: { code: 'BAD_USER_INPUT', variable: 'after', argument: ['logAppended', 'afterEntry'] },
      },
    ]);
  });

  test.each([[-2], [2_000_000_000]])('refuses an entry that the log does not have: %s', async (after) => {
    expect(await refused(document, { after })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', refusal: 'NO_SUCH_ENTRY', field: ['afterEntry'] } }],
    });
  });

  test('is one of twenty that an address may have open', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, () => speaking(register)));
    expect(await opened('/graphql')).toBe('429');
    await Promise.all(sockets.map(({ socket, closed }) => (socket.terminate(), closed)));
  });
});

/** Calls with the end of every following of the log that begins from now on. */
function watchFollowers(began: (end: Promise<void>) => void): { stop(): void } {
  const store = register.server.app.get<EventStore>(EVENT_STORE);
  const follow = store.follow.bind(store);
  store.follow = (range) => {
    let end = (): void => undefined;
    began(new Promise<void>((resolve) => (end = resolve)));
    return (async function* (): AsyncIterable<Followed> {
      try {
        yield* follow(range);
      } finally {
        end();
      }
    })();
  };
  return { stop: () => Reflect.deleteProperty(store, 'follow') };
}

/** Resolves when somebody begins to follow the log. */
function follows(): Promise<void> {
  return new Promise((resolve) => {
    const watching = watchFollowers(() => {
      watching.stop();
      setImmediate(resolve);
    });
  });
}
