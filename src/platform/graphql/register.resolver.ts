import { Inject } from '@nestjs/common';
import { Args, Context, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Recorded } from '../../kernel/message.js';
import type { EventStore } from '../event-store/event-store.js';
import type { KnownAt } from '../read-model/bases.js';
import type { Basis } from '../read-model/read-model.js';
import { EVENT_STORE } from '../tokens.js';
import type { RequestContext } from './context.js';
import { OnBasis, type Register } from './on-basis.js';

/** What the register says of itself, whatever its contexts are. */
@Resolver()
export class RegisterResolver {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Query()
  basis(@OnBasis() basis: Basis) {
    return basis;
  }

  @Query()
  async at(@Args() { knownAt, effectiveOn }: { knownAt?: KnownAt; effectiveOn?: string }, @Context() context: RequestContext): Promise<Register> {
    return { basis: await context.at(knownAt, effectiveOn) };
  }

  @Subscription()
  logAppended(@Args('afterEntry') afterEntry: number | null): AsyncIterator<{ logAppended: object }> {
    const stopped = new AbortController();
    const entries = this.entriesAfter(afterEntry ?? null, stopped.signal);
    return {
      next: () => entries.next(),
      // A generator that waits for the next entry cannot be told to return; the signal wakes it.
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

  private async *entriesAfter(afterEntry: number | null, signal: AbortSignal): AsyncGenerator<{ logAppended: object }> {
    const after = afterEntry ?? (await this.store.head()).size - 1;
    for await (const heard of this.store.follow({ after, signal })) {
      if (heard.kind === 'event') yield { logAppended: entryOf(heard.event) };
    }
  }
}

/** An entry as the schema has it. */
export const entryOf = ({ origin, ...event }: Recorded): object => ({ ...event, origin: origin.kind, sources: origin.sources });
