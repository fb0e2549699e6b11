import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { Language, list, maybe, wholeNumber, WrittenIn } from '../../kernel/values/fields.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { PartialDate } from '../../kernel/time/partial-date.js';
import { Refused } from '../../kernel/refusal.js';
import { Table } from '../../kernel/values/persistent.js';
import { Description, Name, Note, Title, Wording } from '../../kernel/values/words.js';
import { charterStream } from '../vocabulary/codes.js';
import { knownOrganisations, mustAllBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { CharterStepKind, PrincipleNumber } from '../vocabulary/vocabulary.js';

const NameIn = z.object({ language: Language, name: Name });
const PrincipleIn = z.object({ number: PrincipleNumber, title: Title, summary: maybe(Description) });

export class LaunchCharter extends command('LaunchCharter', {
  language: WrittenIn,
  names: list(NameIn),
  host: maybe(Name),
  documentLanguages: list(Language),
  vision: Description,
  whoMayJoin: list(Name),
  obligations: list(Name),
  note: maybe(Note),
  principles: z
    .array(PrincipleIn)
    .length(5, 'must be the five principles')
    .refine((all) => all.every((one, index) => one.number === index + 1), 'must be numbered 1 to 5 in order'),
}) {}
export class WordPrinciple extends command('WordPrinciple', {
  number: PrincipleNumber,
  language: Language,
  title: Title,
  summary: maybe(Description),
}) {}
export class StateChampionCount extends command('StateChampionCount', {
  count: wholeNumber(0),
  qualifier: maybe(Wording),
}) {}

export class RecordCharterStep extends command('RecordCharterStep', {
  kind: CharterStepKind,
  language: WrittenIn,
  title: Title,
  organisations: list(OrganisationSlug),
  note: maybe(Note),
}) {}

export const charterCommands = [LaunchCharter, WordPrinciple, StateChampionCount, RecordCharterStep] as const;
export type CharterCommand = InstanceType<(typeof charterCommands)[number]>;

/** The charter was launched with its vision and five principles, worded in one language. */
export const CharterLaunched = event(
  'CharterLaunched',
  { names: z.array(NameIn), host: Name.nullable(), documentLanguages: z.array(Language) },
  {
    language: Language,
    vision: Description,
    whoMayJoin: z.array(Name),
    obligations: z.array(Name),
    note: Note.nullable(),
    principles: z.array(z.strictObject({ number: PrincipleNumber, title: Title, summary: Description.nullable() })),
  },
  { opens: 'stream' },
);
/** The wording of a principle in a language was set. */
export const PrincipleWorded = event(
  'PrincipleWorded',
  { number: PrincipleNumber, language: Language },
  { language: Language, title: Title, summary: Description.nullable() },
);
/** A source gave the number of champions as of a date; sources may differ, and all are kept. */
export const ChampionCountStated = event(
  'ChampionCountStated',
  { count: z.int(), asOf: PartialDate.nullable(), source: z.string().nullable() },
  { language: Language, qualifier: Wording },
);

/** Something happened on the charter's own way: it was prepared, launched, widened, reported on. */
export const CharterStepRecorded = event(
  'CharterStepRecorded',
  { kind: CharterStepKind, organisations: z.array(OrganisationSlug) },
  { language: Language, title: Title, note: Note.nullable() },
);

export const charterEvents = [CharterLaunched, PrincipleWorded, ChampionCountStated, CharterStepRecorded] as const;
export type CharterEvent = EventOf<(typeof charterEvents)[number]>;

export interface Charter {
  readonly isLaunched: boolean;
  /** The wording of each principle, by `number/language`. */
  readonly wordings: Table<string>;
  readonly counts: Table<true>;
  readonly steps: Table<true>;
}

const said = (title: string, summary: string | null): string => JSON.stringify([title, summary]);
const stated = (count: number, asOf: string | null, source: string | null): string =>
  JSON.stringify([count, asOf, source]);

const stepNamed = (kind: string, language: string, title: string): string => JSON.stringify([kind, language, title]);

function mustBeLaunched(charter: Charter): void {
  if (!charter.isLaunched)
    throw new Refused('CHARTER_NOT_LAUNCHED', 'The charter has not been launched in this register yet.');
}

export const charter: Decider<CharterCommand, Charter, CharterEvent, { organisations: ReadonlyMap<string, boolean> }> =
  {
    events: charterEvents,
    stream: () => charterStream,
    reads: ({ data }) => ({ organisations: 'organisations' in data ? knownOrganisations(data.organisations) : null }),
    initial: { isLaunched: false, wordings: Table.empty(), counts: Table.empty(), steps: Table.empty() },
    evolve: on<Charter, CharterEvent>({
      CharterLaunched: (charter, { text }) => ({
        ...charter,
        isLaunched: true,
        wordings: (text?.principles ?? []).reduce(
          (known, one) => known.with(`${one.number}/${text?.language}`, said(one.title, one.summary)),
          Table.empty<string>(),
        ),
      }),
      PrincipleWorded: (charter, { facts, text }) => ({
        ...charter,
        wordings: charter.wordings.with(
          `${facts.number}/${facts.language}`,
          text === null ? '' : said(text.title, text.summary),
        ),
      }),
      ChampionCountStated: (charter, { facts }) => ({
        ...charter,
        counts: charter.counts.with(stated(facts.count, facts.asOf, facts.source), true),
      }),
      CharterStepRecorded: (charter, { facts: { kind }, text }) =>
        text === null
          ? charter
          : { ...charter, steps: charter.steps.with(stepNamed(kind, text.language, text.title), true) },
    }),
    decide: {
      LaunchCharter: (charter, { data }) => {
        const { names, host, documentLanguages, ...words } = data;
        const { language, principles } = words;
        const sameWords = principles.every(
          (one) => charter.wordings.get(`${one.number}/${language}`) === said(one.title, one.summary),
        );
        if (charter.isLaunched && sameWords) return [];
        if (charter.isLaunched)
          throw new Refused(
            'CHARTER_ALREADY_LAUNCHED',
            'The charter was already launched; change the wording of its principles one by one instead.',
          );
        return [CharterLaunched({ names, host, documentLanguages }, words)];
      },
      WordPrinciple: (charter, { data: { number, language, title, summary } }) => {
        mustBeLaunched(charter);
        if (charter.wordings.get(`${number}/${language}`) === said(title, summary)) return [];
        return [PrincipleWorded({ number, language }, { language, title, summary })];
      },
      StateChampionCount: (charter, { data: { count, qualifier }, header }) => {
        mustBeLaunched(charter);
        const source = header.sources[0] ?? null;
        const asOf = header.effective;
        if (charter.counts.has(stated(count, asOf, source))) return [];
        return [
          ChampionCountStated({ count, asOf, source }, qualifier === null ? null : { language: 'en', qualifier }),
        ];
      },
      RecordCharterStep: (
        charter,
        { data: { kind, language, title, organisations, note } },
        { organisations: known },
      ) => {
        mustBeLaunched(charter);
        if (charter.steps.has(stepNamed(kind, language, title))) return [];
        mustAllBeKnown(known, organisations);
        return [CharterStepRecorded({ kind, organisations }, { language, title, note })];
      },
    },
  };
