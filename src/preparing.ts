import { createHash, randomBytes } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { concerned } from './access/access.module.js';
import { ConfirmPreparation, PreparationConfirmed } from './access/preparation/preparation.js';
import { preparedBy, type Prepared } from './access/preparation/preparations.view.js';
import type { AnyCommand, Command, DomainEvent, Issuer } from './kernel/message.js';
import type { RulesInForce } from './kernel/permission.js';
import type { Clock } from './kernel/ports.js';
import { Refused } from './kernel/refusal.js';
import { Composition, type AnyDecider } from './platform/context.js';
import { Transactor, type Outcome, type Sealing } from './platform/cqrs/transactor.js';
import { canonical } from './platform/event-store/canonical.js';
import type { EventStore } from './platform/event-store/event-store.js';
import type { RequestContext } from './platform/graphql/context.js';
import { mutationName, scopedTo } from './platform/graphql/resolvers/mutations.js';
import type { Rows } from './platform/read-model/view.js';
import { EVENT_STORE } from './platform/tokens.js';

type Header = Pick<Command['header'], 'effective' | 'sources' | 'sourceDate'>;

/** Hashes what an event would say, but for the names that the register gives when it is signed, and for who signs. */
export function contentHash(
  { unsealed }: Pick<RulesInForce, 'unsealed'>,
  { type, facts, text, effective }: DomainEvent,
  header: Header,
  salt: string,
): string {
  const left = new Set(['preparedBy', 'preparation', ...(unsealed[type] ?? [])]);
  const said = Object.fromEntries(
    Object.entries(facts).filter(([field, value]) => !left.has(field) && value !== undefined),
  );
  const { sources, sourceDate } = header;
  const content = canonical({ type, facts: said, text, effective: effective ?? header.effective, sources, sourceDate });
  return createHash('sha256').update('idc:content:1').update(Buffer.from(salt, 'hex')).update(content).digest('hex');
}

export const freshSalt = (): string => randomBytes(32).toString('hex');

/** Sees to it that what names a preparer is exactly what they confirmed, a short while ago and once. */
export const sealing =
  ({ rules }: Composition) =>
  (views: { readonly current: { readonly rows: Rows } }, clock: Clock = Date.now): Sealing =>
  (command, events) => {
    const { preparedBy: preparer = null } = command.data as { readonly preparedBy?: string | null };
    if (preparer === null || command.by.role === 'operator' || command.by.role === 'policy') return events;
    return events.map((event) => {
      const since = new Date(clock() - rules.lapse).toISOString();
      const fitting = preparedBy(views.current.rows, preparer, command.type, since).filter(
        ({ salt, hash }) => salt !== null && contentHash(rules, event, command.header, salt) === hash,
      );
      return { ...event, facts: { ...event.facts, preparation: unsigned(fitting).entry } };
    });
  };

function unsigned(fitting: readonly Prepared[]): Prepared {
  const found = fitting.find(({ signed }) => signed === null);
  if (found !== undefined) return found;
  if (fitting.length > 0)
    throw new Refused(
      'PREPARATION_SIGNED',
      'Their confirmation was already signed; they have to confirm again.',
      'preparedBy',
    );
  throw new Refused(
    'PREPARATION_MISSING',
    'The preparer has not confirmed exactly this content within the last 30 days: they confirm with confirmPreparation, and you sign the same input.',
    'preparedBy',
  );
}

/** What one person prepares and another signs, by the mutation that signs it. */
export const preparable = ({
  aggregates,
  rules,
}: Composition): ReadonlyMap<string, { readonly Command: AnyCommand; readonly decider: AnyDecider }> =>
  new Map(
    aggregates.flatMap(({ decider, commands }) =>
      commands
        .filter(({ type }) => rules.permissions[type]?.second === 'sealed')
        .map((Command) => [mutationName(Command), { Command, decider }] as const),
    ),
  );

/** The parts of a register that preparing goes through. */
export interface Preparing {
  readonly composition: Composition;
  readonly store: EventStore;
  readonly rehearse: (decider: AnyDecider, command: Command) => Promise<readonly DomainEvent[]>;
  /** The issuer of the confirmation; throws `NotAllowed`. */
  readonly issuerOf: (command: AnyCommand, input: object) => Promise<Issuer>;
}

/**
 * Creates the command by which a person confirms what another is to sign: what it would record now, hashed.
 */
export async function confirmation(
  { composition, store, rehearse, issuerOf }: Preparing,
  commandId: string,
  mutation: string,
  given: Readonly<Record<string, unknown>>,
  keptAs: (by: Issuer) => string = () => commandId,
): Promise<ConfirmPreparation> {
  const { Command, decider } = preparable(composition).get(mutation) as {
    readonly Command: AnyCommand;
    readonly decider: AnyDecider;
  };
  const input = { ...given, commandId, preparedBy: null, expectedRevision: null };
  const { organisation = null } = await concerned({ store, composition }, Command.schema, input);
  const shared = { commandId, organisation, command: Command.type };
  const none = '0'.repeat(64);
  const by = await issuerOf(ConfirmPreparation, { ...shared, hash: none, salt: none });
  const command = new Command(input as never, by);
  const [event] = await rehearse(decider, command);
  if (event === undefined) throw new Refused('NOTHING_TO_PREPARE', 'The register already says all of this.', mutation);
  const salt = (await saltOf(store, keptAs(by), by.actor)) ?? freshSalt();
  return new ConfirmPreparation(
    { ...shared, hash: contentHash(composition.rules, event, command.header, salt), salt },
    by,
  );
}

/** The salt of a confirmation that is sent again, so that it gets its first receipt. */
async function saltOf(store: EventStore, commandId: string, actor: string): Promise<string | null> {
  const before = (await store.readCommand(commandId))?.events[0];
  return before?.type === PreparationConfirmed.type && before.actor === actor
    ? ((before.text as { readonly salt: string } | null)?.salt ?? null)
    : null;
}

/** Confirms what another person is to sign. */
@Resolver()
export class PreparationResolver {
  constructor(
    private readonly transactor: Transactor,
    private readonly commands: CommandBus,
    private readonly composition: Composition,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Mutation()
  async confirmPreparation(
    @Args('input') input: Readonly<Record<string, unknown>>,
    @Context() context: RequestContext,
  ) {
    try {
      const given = Object.entries(input).filter(
        ([field, value]) => field !== 'commandId' && value !== null && value !== undefined,
      );
      const [chosen] = given;
      if (chosen === undefined || given.length > 1)
        throw new Refused('ONE_OF', 'Give exactly one thing that is to be signed.');
      const parts = {
        composition: this.composition,
        store: this.store,
        rehearse: (decider: AnyDecider, command: Command) => this.transactor.rehearse(decider, command),
        issuerOf: (command: AnyCommand, wanted: object) => context.issuerOf(command, wanted),
      };
      const id = String(input.commandId);
      const content = chosen[1] as Readonly<Record<string, unknown>>;
      const command = await confirmation(parts, id, chosen[0], content, ({ actor }) => `${actor}/${id}`);
      const { receipt } = await this.commands.execute<ConfirmPreparation, Outcome>(scopedTo(command.by, command));
      return { preparation: receipt.entry, receipt, userErrors: [] };
    } catch (error) {
      if (error instanceof Refused) return { preparation: null, receipt: null, userErrors: error.faults };
      throw error;
    }
  }
}
