import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  correctionsIn,
  EntryCorrected,
  EntryRetracted,
  retractedIn,
  type CorrectionEvent,
} from '../../../kernel/correction/correction.js';
import type { Recorded } from '../../../kernel/message.js';
import type { FieldChange } from '../../read-model/past/chronicle.js';
import { Chronicles } from '../../read-model/past/chronicles.js';
import { redactedIn } from '../../../kernel/correction/redaction.js';
import { Composition } from '../../context.js';
import { pageOfLog, type Page, type PageRequest } from '../../read-model/page.js';
import type { Basis } from '../../read-model/read-model.js';
import { OnBasis } from './on-basis.js';
import type { RequestContext } from '../context.js';
import { entryOf } from './register.resolver.js';

/** An entry, with the basis on which it is looked at. */
export interface HistoryEntry {
  readonly event: Recorded;
  readonly basis: Basis;
}

/** The history of the whole register, and what each entry of any history says. */
@Resolver('HistoryEntry')
export class HistoryResolver {
  constructor(
    private readonly chronicles: Chronicles,
    private readonly composition: Composition,
  ) {}

  @Query()
  async history(
    @Args() { newestFirst, ...request }: PageRequest & { newestFirst?: boolean | null },
    @OnBasis() basis: Basis,
  ): Promise<Page<HistoryEntry>> {
    const page = pageOfLog(basis, newestFirst ?? false, request);
    const events = await this.chronicles.log(page.range);
    return page.of(events.filter(({ entry }) => entry < basis.size).map((event) => ({ event, basis })));
  }

  @ResolveField()
  record(@Parent() { event }: HistoryEntry) {
    return entryOf(event);
  }

  @ResolveField()
  kind(@Parent() { event: { type } }: HistoryEntry) {
    return type === EntryCorrected.type ? 'correction' : type === EntryRetracted.type ? 'retraction' : 'change';
  }

  @ResolveField()
  words(@Parent() { event }: HistoryEntry) {
    return this.composition.sentenceOf(event);
  }

  @ResolveField()
  why(@Parent() { event: { text } }: HistoryEntry) {
    return (text as { note?: string | null } | null)?.note ?? null;
  }

  @ResolveField()
  async changes(
    @Parent() { event }: HistoryEntry,
    @Context() { inTurn }: RequestContext,
  ): Promise<readonly FieldChange[]> {
    return inTurn(() => this.chronicles.changesBy(event));
  }

  @ResolveField()
  correctedBy(@Parent() { event, basis }: HistoryEntry, @Context() { inTurn }: RequestContext): Promise<number | null> {
    return inTurn(async () => {
      const events = await this.chronicles.entries(event.stream, basis);
      return correctionsIn(events, retractedIn(events)).get(event.entry)?.entry ?? null;
    });
  }

  @ResolveField()
  retractedBy(@Parent() { event, basis }: HistoryEntry, @Context() { inTurn }: RequestContext): Promise<number | null> {
    return inTurn(async () => {
      const events = await this.chronicles.entries(event.stream, basis);
      const retracted = retractedIn(events);
      const by = events.find(
        (one) =>
          one.type === EntryRetracted.type &&
          !retracted.has(one.entry) &&
          (one as Recorded<CorrectionEvent>).facts.entry === event.entry,
      );
      return by?.entry ?? null;
    });
  }
}

/** What an entry of the log says of itself beyond what it holds. */
@Resolver('LogEntry')
export class LogEntryResolver {
  @ResolveField()
  async redaction(
    @Parent() { stream, entry, text }: Pick<Recorded, 'stream' | 'entry' | 'text'>,
    @Context() { chronicles, inTurn }: RequestContext,
  ) {
    if (text !== null) return null;
    const redaction = await inTurn(async () =>
      redactedIn(await chronicles.entries(stream, { size: Infinity })).get(entry),
    );
    return redaction === undefined ? null : { ...redaction, ...redaction.facts };
  }
}
