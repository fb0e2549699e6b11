import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import * as decider from '../../src/kernel/decider.js';
import type { Decider } from '../../src/kernel/decider.js';
import * as fields from '../../src/kernel/values/fields.js';
import * as message from '../../src/kernel/message.js';
import type { Command, DomainEvent, EventSchema, Recorded } from '../../src/kernel/message.js';
import * as policies from '../../src/kernel/policy.js';
import { reactionsTo, type Policy } from '../../src/kernel/policy.js';
import * as refusal from '../../src/kernel/refusal.js';
import { relationsOf } from '../../src/kernel/time/timeline.js';
import * as queries from '../../src/platform/cqrs/queries.js';
import type { Query } from '../../src/platform/cqrs/queries.js';
import { MemoryEventStore } from '../../src/platform/event-store/memory.event-store.js';
import * as documents from '../../src/platform/read-model/documents.js';
import type { Documents, Stamp } from '../../src/platform/read-model/documents.js';
import { fill } from '../../src/platform/read-model/fill.js';
import { ReadModel, type Basis } from '../../src/platform/read-model/read-model.js';
import * as views from '../../src/platform/read-model/view.js';
import type { View } from '../../src/platform/read-model/view.js';
import { draft } from '../support/event-store/drafts.js';
import { issuer } from '../support/cqrs/issuer.js';

/** The code of each recipe, by the file that it would be in src. */
const page = readFileSync('CONTRIBUTING.md', 'utf8');
const recipes = new Map(
  [...page.matchAll(/<!-- runs: (\S+) -->\n *```ts\n([\s\S]*?)```/g)].map(([, file = '', code = '']) => [file, code]),
);

/** The modules of src that recipes import. */
const modules: Readonly<Record<string, object>> = {
  'kernel/decider': decider,
  'kernel/values/fields': fields,
  'kernel/message': message,
  'kernel/policy': policies,
  'kernel/refusal': refusal,
  'platform/cqrs/queries': queries,
  'platform/read-model/documents': documents,
  'platform/read-model/view': views,
};

const run = new Map<string, object>();

/** What the code of a recipe exports, run once as the module that it would be. */
function exportsOf(file: string): Record<string, unknown> {
  const known = run.get(file);
  if (known !== undefined) return known as Record<string, unknown>;
  const { outputText } = ts.transpileModule(recipes.get(file) ?? '', {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const exported = {};
  run.set(file, exported);
  const requires = (path: string): object => {
    const wanted = posix.join(posix.dirname(file), path).replace(/\.js$/, '');
    return modules[wanted] ?? exportsOf(`${wanted}.ts`);
  };
  const start = runInThisContext(`(function (exports, require) {${outputText}})`) as (exports: object, require: (path: string) => object) => void;
  start(exported, requires);
  return exported;
}

type TopicDecider = Decider<Command, string, DomainEvent>;
type CommandType = new (input: never, by: message.Issuer) => Command;
interface TopicDocument extends Stamp {
  readonly title: string | null;
  readonly isOpen: boolean;
}

const { topic, topicEvents, OpenTopic, CloseTopic, TopicOpened, TopicClosed } = exportsOf('topics/topic.ts') as {
  topic: TopicDecider;
  topicEvents: readonly EventSchema[];
  OpenTopic: CommandType;
  CloseTopic: CommandType;
  TopicOpened: (facts: object, text?: object) => DomainEvent;
  TopicClosed: (facts: object) => DomainEvent;
};
const opened = TopicOpened({ topic: 'census' }, { title: 'The census' });

function decide(Type: CommandType, history: readonly DomainEvent[]): readonly DomainEvent[] {
  const input = { commandId: 'one', topic: 'census', ...(Type === OpenTopic ? { title: 'The census' } : {}) };
  const command = new Type(input as never, issuer('secretariat'));
  const state = history.reduce((before, event) => topic.evolve(before, event), topic.initial);
  const rule = topic.decide[command.type];
  return rule?.(state, command, {}, '2026-01-01') ?? [];
}

test('The page has code for a command, a query and a policy', () => {
  expect([...recipes.keys()]).toEqual(['topics/topic.ts', 'topics/topics.view.ts', 'topics/close-topic.policy.ts']);
});

describe('The recipe for a command', () => {
  test('does, changes nothing when repeated, and refuses', () => {
    expect(decide(OpenTopic, [])).toEqual([opened]);
    expect(decide(OpenTopic, [opened])).toEqual([]);
    expect(decide(CloseTopic, [opened])).toEqual([TopicClosed({ topic: 'census' })]);
    expect(() => decide(CloseTopic, [])).toThrow(refusal.Refused);
  });

  test('checks its fields', () => {
    expect(() => new OpenTopic({ commandId: 'one', topic: '' } as never, issuer('secretariat'))).toThrow(refusal.Refused);
  });
});

describe('The recipe for a query', () => {
  const { topics, topicsView, TopicByName, topicAnswers } = exportsOf('topics/topics.view.ts') as {
    topics: Documents<TopicDocument>;
    topicsView: View;
    TopicByName: new (params: object, basis: Basis) => Query<object, TopicDocument | undefined>;
    topicAnswers: readonly (new () => {
      execute(query: Query<object, TopicDocument | undefined>): Promise<TopicDocument | undefined>;
    })[];
  };

  test('answers from the documents that the view makes of the events', async () => {
    const store = new MemoryEventStore(Date.now);
    const model = new ReadModel(':memory:', {
      views: [topicsView],
      relations: relationsOf(topicEvents, () => null),
      thingOf: (stream) => ({ documents: topics, key: stream.slice('topic-'.length) }),
    });
    for (const event of [opened, TopicClosed({ topic: 'census' })])
      await store.append('topic-census', 'any', [{ ...draft(), ...event, effective: null }]);
    await fill(model, store, 2);
    const [Handler] = topicAnswers;
    const ask = (basis: Basis) => Handler && new Handler().execute(new TopicByName({ topic: 'census' }, basis));
    expect(await ask(model)).toMatchObject({ title: 'The census', isOpen: false });
    model.close();
  });
});

test('The recipe for a policy reacts with the command of the other recipe', () => {
  const { closeTopics } = exportsOf('topics/close-topic.policy.ts') as { closeTopics: Policy };
  const event = { ...draft(), ...opened, stream: 'topic-census', revision: 0, entry: 3 } as Recorded;
  expect(reactionsTo(event, closeTopics, 'test')).toEqual([
    expect.objectContaining({ type: 'CloseTopic', data: { topic: 'census' } }),
  ]);
});
