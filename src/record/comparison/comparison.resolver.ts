import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { QueryBus } from '@nestjs/cqrs';
import { isCorrection } from '../../kernel/correction/correction.js';
import type { Recorded } from '../../kernel/message.js';
import { Refused } from '../../kernel/refusal.js';
import { isSame } from '../../kernel/values/same.js';
import { timeline, type StreamRelations } from '../../kernel/time/timeline.js';
import { Composition } from '../../platform/context.js';
import type { RequestContext } from '../../platform/graphql/context.js';
import { batchOfOne } from '../../platform/graphql/resolvers/batching.js';
import { Chronicles } from '../../platform/read-model/past/chronicles.js';
import type { KnownAt } from '../../platform/read-model/past/bases.js';
import { pageOfArray, type Page, type PageRequest } from '../../platform/read-model/page.js';
import type { Basis } from '../../platform/read-model/read-model.js';
import type { ChangeKind, ComparedChange } from '../../platform/read-model/past/comparing.js';
import { compare, comparedIn, countChanges, type CountChange } from './comparison.view.js';

type Form = 'progress' | 'restatement' | 'as_published';
interface BasisInput {
  readonly knownAt?: KnownAt | null;
  readonly effectiveOn?: string | null;
}

/** Two bases compared, by way of the first day as the second knows it. */
interface Comparison {
  readonly form: Form;
  readonly from: Basis;
  readonly between: Basis;
  readonly to: Basis;
}

/** A difference, and between which bases it was found. */
interface Found extends ComparedChange {
  readonly form: Form;
  readonly from: Basis;
  readonly to: Basis;
}

/** Compares two bases of the register. */
@Resolver('Comparison')
export class ComparisonResolver {
  constructor(private readonly composition: Composition) {}

  @Query()
  async changes(
    @Args() { from, to, form }: { from: BasisInput; to?: BasisInput | null; form?: Form | null },
    @Context() context: RequestContext,
  ): Promise<Comparison> {
    const wanted = form ?? 'progress';
    const target = to ?? {};
    if (wanted === 'progress' && from.knownAt != null)
      throw new Refused('BASIS', 'PROGRESS is compared as known at one time: give knownAt only for to.', [
        'from',
        'knownAt',
      ]);
    if (
      wanted === 'restatement' &&
      from.effectiveOn != null &&
      target.effectiveOn != null &&
      from.effectiveOn !== target.effectiveOn
    )
      throw new Refused('BASIS', 'A RESTATEMENT is about one day: give effectiveOn once.', ['to', 'effectiveOn']);
    const day = wanted === 'restatement' ? (target.effectiveOn ?? from.effectiveOn) : null;
    const second = await context.at(target.knownAt, day ?? target.effectiveOn);
    const first = await context.at(
      wanted === 'progress' ? { size: second.size } : from.knownAt,
      wanted === 'restatement' ? second.effectiveOn : from.effectiveOn,
    );
    const between = await context.at({ size: second.size }, first.effectiveOn);
    return { form: wanted, from: first, between, to: second };
  }

  @ResolveField()
  counts(@Parent() { from, between, to }: Comparison): Promise<CountChange[]> {
    return countChanges(comparedIn(this.composition.nouns), from, between, to);
  }

  @ResolveField('changes')
  async page(
    @Parent() { from, between, to }: Comparison,
    @Args() { kinds, ...request }: PageRequest & { kinds?: readonly ChangeKind[] | null },
  ): Promise<Page<Found>> {
    const compared = comparedIn(this.composition.nouns);
    const restated = (await compare(compared, from, between)).map((change): Found => ({
      ...change,
      form: 'restatement',
      from,
      to: between,
    }));
    const progressed = (await compare(compared, between, to)).map((change): Found => ({
      ...change,
      form: 'progress',
      from: between,
      to,
    }));
    const all = [...restated, ...progressed].filter(({ kind }) => kinds == null || kinds.includes(kind));
    return pageOfArray(
      all,
      ({ form, kind, noun, code, field }) => `${form} ${kind} ${noun} ${code} ${field ?? ''}`,
      request,
    );
  }
}

/** What a difference needs beyond itself: its record, and the entries that caused it. */
@Resolver('Change')
export class ChangeResolver {
  constructor(
    private readonly chronicles: Chronicles,
    private readonly queries: QueryBus,
    private readonly composition: Composition,
  ) {}

  @ResolveField()
  subject(@Parent() found: Found, @Context() { inTurn }: RequestContext): Promise<object | null> {
    return inTurn(() => this.thingOf(found));
  }

  private async thingOf({ noun, code, from, to }: Found): Promise<object | null> {
    for (const basis of [to, from]) {
      const query = this.composition.queryFor({ noun, key: code }, basis);
      const thing = query === null ? undefined : await this.queries.execute<typeof query, object | undefined>(query);
      if (thing !== undefined) return batchOfOne(basis, thing);
    }
    return null;
  }

  @ResolveField()
  entries(@Parent() found: Found, @Context() { chronicles: { relations }, inTurn }: RequestContext): Promise<number[]> {
    return inTurn(() => this.entriesBehind(found, relations));
  }

  private async entriesBehind(
    { stream, code, noun, kind, field, from, to }: Found,
    relations: StreamRelations,
  ): Promise<number[]> {
    if (kind === 'newly_silent') return [];
    const own = await this.between(stream, from, to, relations);
    const parent = this.composition.parentOf(stream);
    const found = own.length === 0 && parent !== null ? await this.between(parent, from, to, relations) : own;
    const { behind = [], concerns } = this.composition.nouns.get(noun)?.compared ?? {};
    const types = behind.find(([path]) => path.test(field ?? ''))?.[1];
    const isBehind = ({ type, facts }: Recorded): boolean =>
      types === undefined || types.test(type) || types.test(String((facts as { type?: string }).type));
    const concerned = found.filter((event) => concerns?.(event, code) ?? isBehind(event));
    return (concerned.length > 0 ? concerned : found).map(({ entry }) => entry).sort((one, other) => one - other);
  }

  /** The entries of a stream that count on one of two bases and not on the other, or not as they did; where they were set right, by which entry. */
  private async between(stream: string, from: Basis, to: Basis, relations: StreamRelations): Promise<Recorded[]> {
    const [before, after] = [await this.held(stream, from, relations), await this.held(stream, to, relations)];
    const changed = [...new Set([...before.keys(), ...after.keys()])]
      .filter((entry) => !isSame(contentOf(before.get(entry)), contentOf(after.get(entry))))
      .map((entry) => after.get(entry) ?? (before.get(entry) as Recorded));
    const setRight = new Set(changed.filter(isCorrection).map(({ facts }) => facts.entry));
    return changed.filter(({ entry }) => !setRight.has(entry));
  }

  private async held(stream: string, basis: Basis, relations: StreamRelations): Promise<Map<number, Recorded>> {
    const events = await this.chronicles.entries(stream, basis);
    const { first = null } =
      basis.rows.one<{ first: string | null }>('SELECT first FROM timelines WHERE stream = ?', stream) ?? {};
    return new Map(timeline(events, relations, basis.effectiveOn, first).held.map(({ event }) => [event.entry, event]));
  }
}

const contentOf = (event: Recorded | undefined): unknown => event && [event.facts, event.text, event.effective];
