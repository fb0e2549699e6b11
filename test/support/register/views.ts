import { gather } from '../../../src/platform/event-store/reading.js';
import { meetingOf, meetingStream, seriesStream, teamOf, teamStream } from '../../../src/collaborative/names.js';
import { composition, projection } from '../../../src/contexts.js';
import { rolesStream } from '../../../src/access/roles/role-messages.js';
import {
  actionPlanStream,
  breakdownsStream,
  championStream,
  charterVersionStream,
  monitoringRoundStream,
  signOnStream,
  charterStream,
  commitmentStream,
  partOf,
} from '../../../src/charter/vocabulary/codes.js';
import { organisationStream } from '../../../src/organisations/organisation/organisation.js';
import type { DomainEvent, Recorded } from '../../../src/kernel/message.js';
import type { Query } from '../../../src/platform/cqrs/queries.js';
import { MemoryEventStore } from '../../../src/platform/event-store/memory.event-store.js';
import { fill } from '../../../src/platform/read-model/fill.js';
import { ReadModel, type Basis } from '../../../src/platform/read-model/read-model.js';
import { advocacyStream } from '../cqrs/advocacy-examples.js';
import { citizenDataStream } from '../cqrs/citizen-data-examples.js';
import { stored } from '../cqrs/given.js';

const answers = composition.providers.filter(({ name }) => name.startsWith('Answer'));

/** What an entry says of itself beyond its event. */
interface Said {
  readonly effective?: string;
  readonly sources?: readonly string[];
  readonly sourceDate?: string;
}

/** An event, or one with what its entry says of itself. */
export type Told = DomainEvent | readonly [DomainEvent, Said];

/** An event with the time at which it holds and the sources that say so. */
export const on = (effective: string | null, event: DomainEvent, said: Said = {}): Told => [
  event,
  { ...said, ...(effective === null ? {} : { effective }) },
];

/** The stream that an event belongs to, by what it names. */
export function streamOf(event: DomainEvent): string {
  const { type, facts } = event;
  const citizenData = citizenDataStream(event) ?? advocacyStream(event);
  if (citizenData !== undefined) return citizenData;
  if (type.startsWith('Organisation')) return organisationStream((facts as { organisation: string }).organisation);
  if (type === 'BreakdownsStated') {
    const { champion, sdgIndicator } = facts as { champion: string | null; sdgIndicator: string };
    return breakdownsStream(champion, sdgIndicator);
  }
  const named = facts as Readonly<Record<string, string | null | undefined>>;
  if (named.holder) return rolesStream;
  if (named.output) return teamStream(teamOf(named.output));
  if (named.actionPoint) return meetingStream(meetingOf(named.actionPoint));
  if (named.meeting) return meetingStream(named.meeting);
  if (named.series) return seriesStream(named.series);
  if (named.team) return teamStream(named.team);
  if (named.version && /^(CharterVersion|Consultation)/.test(type)) return charterVersionStream(named.version);
  if (/^Signing|^InterestExpressed/.test(type)) return signOnStream(named.champion ?? '');
  if (type.startsWith('MonitoringRound')) return monitoringRoundStream(named.round ?? '');
  if (named.assessment) return commitmentStream(partOf(named.assessment).commitment);
  const part = named.milestone ?? named.indicator;
  if (part) return commitmentStream(partOf(part).commitment);
  if (named.commitment) return commitmentStream(named.commitment);
  if (named.actionPlan) return actionPlanStream(named.actionPlan);
  return named.champion ? championStream(named.champion) : charterStream;
}

/** When an entry of these registers is recorded: one a day from the first of January 2026. */
export const recordedAt = (entry: number): string => new Date(Date.UTC(2026, 0, 1 + entry)).toISOString();

/** A register in memory: a real log, and the real views over it. */
export class Views {
  private readonly store: MemoryEventStore;
  readonly model = new ReadModel(':memory:', projection);
  private size = 0;

  private constructor() {
    this.store = new MemoryEventStore(() => Date.parse(recordedAt(this.size)));
  }

  static async over(...told: readonly Told[]): Promise<Views> {
    const made = new Views();
    await made.tell(...told);
    return made;
  }

  /** Records events one by one and shows them to the views. */
  async tell(...told: readonly Told[]): Promise<void> {
    for (const one of told) {
      const [event, { effective, sources = [], sourceDate }] = 'type' in one ? [one, {} as Said] : one;
      const id = `${this.size}`;
      const draft = {
        ...stored(event),
        schemaVersion: 1,
        eventId: id,
        actor: 'somebody',
        role: 'secretariat',
        onBehalfOf: null,
        commandId: id,
        correlationId: id,
        causationId: null,
        client: 'test/1',
        effective: effective ?? null,
        origin: { kind: 'live', record: null, sources, sourceDate: sourceDate ?? null },
      } as const;
      await this.store.append((await this.correctedStream(event)) ?? streamOf(event), 'any', [draft]);
      this.size += 1;
    }
    await fill(this.model, this.store, this.size);
  }

  /** The stream of the entry that a correction or a retraction names. */
  private async correctedStream({ type, facts }: DomainEvent): Promise<string | undefined> {
    return type.startsWith('Entry') ? (await this.log())[(facts as { entry: number }).entry]?.stream : undefined;
  }

  /** Everything the log holds, as a reader of it gets it. */
  log(): Promise<Recorded[]> {
    return gather(this.store.readAll());
  }

  /** What the register answers, on its present basis or another. */
  async ask<P, A>(
    Question: new (params: P, basis: Basis) => Query<P, A>,
    params: P,
    basis: Basis = this.model,
  ): Promise<A> {
    const Handler = answers.find(({ name }) => name === `Answer${Question.name}`) as new () => {
      execute(query: Query<P, A>): Promise<A>;
    };
    return new Handler().execute(new Question(params, basis));
  }

  /** All rows of all tables. */
  get rows(): Readonly<Record<string, readonly string[]>> {
    return rowsOf(this.model);
  }
}

/** All rows of all tables of a read model, whatever the order in which they were written. */
export function rowsOf({ rows, tables }: ReadModel): Readonly<Record<string, readonly string[]>> {
  const read = (name: string): string[] =>
    rows.all(`SELECT * FROM ${name}`).map(({ document_id: _, ...row }) => JSON.stringify(row));
  return Object.fromEntries(tables.map((name) => [name, read(name).sort()]));
}
