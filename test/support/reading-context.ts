import { Args, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import type { CorrectionEvent } from '../../src/kernel/correction/correction.js';
import { on, type Decider } from '../../src/kernel/decider.js';
import { Language, WrittenIn } from '../../src/kernel/values/fields.js';
import { command, event, type EventOf } from '../../src/kernel/message.js';
import { byReporter, row } from '../../src/kernel/permission.js';
import type { RedactionEvent } from '../../src/kernel/correction/redaction.js';
import { Refused } from '../../src/kernel/refusal.js';
import { nameIn } from '../../src/kernel/stream.js';
import { thing } from '../../src/kernel/things.js';
import { defineImport } from '../../src/platform/import/importable.js';
import { commandStep } from '../../src/platform/import/step.js';
import { aggregate, defineContext } from '../../src/platform/context.js';
import { answers, query } from '../../src/platform/cqrs/queries.js';
import { mutations } from '../../src/platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../../src/platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../../src/platform/graphql/resolvers/query-resolver.js';
import { thingFields } from '../../src/platform/graphql/resolvers/thing-fields.js';
import { page, type Page, type PageRequest } from '../../src/platform/read-model/page.js';
import type { Basis } from '../../src/platform/read-model/read-model.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../src/platform/read-model/record-documents.js';
import { changed, findable } from '../../src/platform/read-model/search/findables.js';
import { view } from '../../src/platform/read-model/view.js';
import { readingLinks, readingPages } from './reading-pages.js';

/** A reading that a champion recommends: `kenya.census-methods`. */
const ReadingName = thing(
  'reading',
  z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'must be a name such as kenya.census-methods'),
);

class RecommendReading extends command('RecommendReading', {
  reading: ReadingName,
  title: z.string(),
  language: WrittenIn,
}) {}
class RetitleReading extends command('RetitleReading', {
  reading: ReadingName,
  title: z.string(),
  language: WrittenIn,
}) {}
const readingCommands = [RecommendReading, RetitleReading] as const;

const text = { language: Language, title: z.string() };
const ReadingRecommended = event('ReadingRecommended', { reading: ReadingName }, text, { opens: 'stream' });
const ReadingRetitled = event('ReadingRetitled', { reading: ReadingName }, text);
const readingEvents = [ReadingRecommended, ReadingRetitled] as const;
type ReadingEvent = EventOf<(typeof readingEvents)[number]>;

const reading: Decider<InstanceType<(typeof readingCommands)[number]>, string | null, ReadingEvent> = {
  events: readingEvents,
  stream: ({ data }) => `reading-${data.reading}`,
  initial: null,
  evolve: on<string | null, ReadingEvent>({
    ReadingRecommended: (_, event) => event.text?.title ?? '',
    ReadingRetitled: (_, event) => event.text?.title ?? '',
  }),
  decide: {
    RecommendReading: (known, { data: { reading: name, title, language } }) => {
      if (known !== null) throw new Refused('READING_KNOWN', `${name} is recommended already.`, 'reading');
      return [ReadingRecommended({ reading: name }, { language, title })];
    },
    RetitleReading: (known, { data: { reading: name, title, language } }) => {
      if (known === null) throw new Refused('READING_UNKNOWN', `Nobody recommends ${name}.`, 'reading');
      return known === title ? [] : [ReadingRetitled({ reading: name }, { language, title })];
    },
  },
};

interface ReadingDocument extends RecordDocument {
  readonly name: string;
  readonly title: LocalText | null;
}

const readings = new RecordDocuments<ReadingDocument>({
  table: 'readings',
  kind: 'Reading',
  key: ({ name }) => name,
  columns: {},
  indexed: [],
});

const readingsView = view<ReadingEvent | CorrectionEvent | RedactionEvent>({
  name: 'readings.v1',
  tables: [readings],
  on: {
    ...correctionHandlers(readings, ofNoun('reading')),
    ReadingRecommended: (event, fold) => {
      const { facts, text: words } = event;
      readings.add(fold, event, { name: facts.reading, title: wordsOf(words?.title, words?.language) });
    },
    ReadingRetitled: (event, fold) => {
      const { facts, text: words } = event;
      readings.change(fold, event, facts.reading, () => ({ title: wordsOf(words?.title, words?.language) }));
    },
  },
});

class ReadingByName extends query<{ name: string }, ReadingDocument | undefined>() {}
class ListReadings extends query<PageRequest, Page<ReadingDocument>>() {}
const readingQueries = [
  answers(ReadingByName, ({ name }, { rows }) => readings.get(rows, name)),
  answers(ListReadings, (request, basis) =>
    page<ReadingDocument>(basis, { table: 'readings', where: [], sort: 'key' }, request),
  ),
];

@Resolver()
class ReadingResolver extends QueryResolver {
  @Query()
  reading(@Args('name') name: string, @OnBasis() basis: Basis) {
    return this.one(new ReadingByName({ name }, basis));
  }

  @Query()
  readings(@Args() args: PageRequest, @OnBasis() basis: Basis) {
    return this.page(new ListReadings(args, basis));
  }
}

interface ReadingRecords {
  readonly readings: readonly { readonly id: string; readonly title: string; readonly source?: string }[];
}

/** The section `readings` of a data set. */
const readingImport = defineImport<ReadingRecords>({
  sections: {
    readings: z.array(z.strictObject({ id: ReadingName, title: z.string(), source: z.url().optional() })).default([]),
  },
  *steps({ readings: records }) {
    for (const { id, title, source } of records)
      yield commandStep(
        `readings/${id}`,
        RecommendReading,
        { reading: id, title, sources: source === undefined ? [] : [source] },
        { opens: `reading-${id}` },
      );
  },
  recognises: { opens: ['ReadingRecommended'], changes: ['ReadingRetitled'] },
  writes: { RecommendReading: 'ReadingRecommended' },
  refusalsOfKnown: ['READING_KNOWN'],
  naming: ['reading'],
  amendments: { ReadingRecommended: [{ Command: RetitleReading, thing: 'reading', fields: ['title'] }] },
});

/** A context of one aggregate, one view, one resolver and one page, as small as one can be that takes part in everything. */
export const readingContext = defineContext({
  name: 'reading',
  events: readingEvents,
  aggregates: [aggregate(reading, readingCommands)],
  views: [readingsView],
  queries: readingQueries,
  resolvers: [
    ReadingResolver,
    mutations('reading', readingCommands, ({ stream }, basis) => new ReadingByName({ name: nameIn(stream) }, basis)),
  ],
  fields: { Reading: thingFields<ReadingDocument>('reading', ({ name }) => name) },
  nouns: [
    {
      noun: 'reading',
      organisation: /^([a-z0-9-]+)\./,
      document: (key) => ({ documents: readings, key }),
      found: readings,
      find: (name, basis) => new ReadingByName({ name }, basis),
      parentOf: (name) => `champion-${name.split('.')[0]}`,
      compared: { table: 'readings' },
    },
  ],
  sentences: {
    ReadingRecommended: ({ reading: name }) => `${name} was recommended.`,
    ReadingRetitled: ({ reading: name }) => `${name} was retitled.`,
  },
  permissions: {
    RecommendReading: row('ReadingRecommended', byReporter),
    RetitleReading: row('ReadingRetitled', byReporter),
  },
  correctable: { isNaming: (_, field) => field === 'reading' },
  findable: findable<ReadingEvent>({
    ReadingRecommended: ({ facts, text: words }) => ({
      noun: 'reading',
      key: facts.reading,
      parts: { title: [words?.title] },
    }),
    ReadingRetitled: ({ facts, text: words }) => ({
      noun: 'reading',
      key: facts.reading,
      parts: { title: changed(words?.title) },
    }),
  }),
  pages: readingPages,
  links: readingLinks,
  imports: [readingImport],
  schema: [
    `
    extend interface Register {
      "A reading by its name."
      reading("The name." name: ID!): Reading
      "All readings."
      readings: ReadingConnection!
    }
    extend type Mutation {
      "Recommends a reading."
      recommendReading("The fields of the command." input: RecommendReadingInput!): ReadingPayload!
      "Retitles a reading."
      retitleReading("The fields of the command." input: RetitleReadingInput!): ReadingPayload!
    }
    extend union SearchResult = Reading
    extend enum UserErrorCode {
      "The reading is recommended already."
      READING_KNOWN
      "There is no such reading."
      READING_UNKNOWN
    }
    "The input of recommendReading."
    input RecommendReadingInput @includes(fields: "CommandHeader") {
      "The name."
      reading: ID!
      "The title."
      title: String!
      "The language of the title. Default: English."
      language: Language
    }
    "The input of retitleReading."
    input RetitleReadingInput @includes(fields: "CommandHeader") {
      "The name."
      reading: ID!
      "The new title."
      title: String!
      "The language of the title. Default: English."
      language: Language
    }
    "The result of a command on a reading."
    type ReadingPayload @includes(fields: "CommandOutcome") {
      "The reading."
      reading: Reading
    }
    "A reading that a champion recommends."
    type Reading implements Node @includes(fields: ["RecordFields", "BlameField"]) {
      "The name."
      name: ID!
      "The title."
      title: LocalText
    }
    `,
  ],
});
