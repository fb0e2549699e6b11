import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Recorded } from '../../../kernel/message.js';
import type { EventStore } from '../../event-store/event-store.js';
import type { KnownAt } from '../../read-model/past/bases.js';
import { ofKind } from '../../read-model/documents.js';
import type { Basis } from '../../read-model/read-model.js';
import { EVENT_STORE } from '../../tokens.js';
import { Refused } from '../../../kernel/refusal.js';
import type { RequestContext } from '../context.js';
import { carried, toGlobalId, type GlobalId } from '../global-id.js';
import { Allowances, type Consumer } from '../../http/allowances.js';
import { consumerFor } from '../../http/requests.js';
import { Replays } from '../subscriptions/replays.js';
import { OnBasis, type RegisterNode } from './on-basis.js';

/** What the register says of itself, whatever its contexts are. */
@Resolver()
export class RegisterResolver {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly replays: Replays,
    private readonly allowances: Allowances,
  ) {}

  @Query()
  basis(@OnBasis() basis: Basis) {
    return basis;
  }

  @Query()
  async at(
    @Args() { knownAt, effectiveOn }: { knownAt?: KnownAt; effectiveOn?: string },
    @Context() context: RequestContext,
  ): Promise<RegisterNode> {
    return registerOn(await context.at(knownAt, effectiveOn));
  }

  @Subscription()
  async logAppended(
    @Args('afterEntry') afterEntry: number | null,
    @Context() context: RequestContext,
  ): Promise<AsyncIterator<{ logAppended: object }>> {
    const { size } = await this.store.head();
    const after = afterEntry ?? size - 1;
    if (after < -1 || after >= size)
      throw new Refused(
        'NO_SUCH_ENTRY',
        `afterEntry must be -1 to ${size - 1}, the last entry of the log.`,
        'afterEntry',
      );
    const stopped = new AbortController();
    const entries = this.entriesAfter(after, size, await consumerOf(context), stopped.signal);
    return {
      next: () => entries.next(),
      // A generator that waits for the next entry cannot be made to return; the signal wakes it.
      return: async () => {
        stopped.abort();
        return entries.return(undefined);
      },
      throw: (error) => entries.throw(error),
      [Symbol.asyncIterator]() {
        return this;
      },
    } as AsyncIterableIterator<{ logAppended: object }>;
  }

  private async *entriesAfter(
    after: number,
    size: number,
    caller: Consumer,
    signal: AbortSignal,
  ): AsyncGenerator<{ logAppended: object }> {
    for await (const event of this.replays.entries(after, size, this.allowances, caller, signal))
      yield { logAppended: entryOf(event) };
    for await (const heard of this.store.follow({ after: size - 1, signal })) {
      if (heard.kind === 'event') yield { logAppended: entryOf(heard.event) };
    }
  }
}

/** Whose allowance a subscription draws on. */
const consumerOf = async (context: RequestContext): Promise<Consumer> =>
  consumerFor(await context.identify(), context.req.ip ?? '');

/** The noun in the ids of `RegisterAt`. */
export const registerNoun = 'register';
const registerKey = 'IDC';

const registerOn = (basis: Basis): RegisterNode =>
  ofKind('RegisterAt', { id: toGlobalId({ noun: registerNoun, key: registerKey, basis: carried(basis) }), basis });

/** The register that an id names; null where the id carries no basis, for the newest register is the root. */
export const asRegister = ({ key, basis }: GlobalId, on: Basis): RegisterNode | null =>
  key === registerKey && basis !== null ? registerOn(on) : null;

/** The basis on which an id is looked up: its own, else that of the field. Throws `Refused` below an `at` of another basis. */
export async function basisFor({ basis: own }: GlobalId, given: Basis, context: RequestContext): Promise<Basis> {
  if (own === null) return given;
  if (!given.isNamed) return context.at({ size: own.size }, own.effectiveOn);
  if (own.size !== given.size || own.effectiveOn !== given.effectiveOn)
    throw new Refused(
      'OTHER_BASIS',
      'id identifies a record on another basis than this at; use node at the root.',
      'id',
    );
  return given;
}

/** An entry as the schema has it. */
export const entryOf = ({ origin, ...event }: Recorded): object => ({
  ...event,
  origin: origin.kind,
  sources: origin.sources,
});
