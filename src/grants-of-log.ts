import type { FactoryProvider } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { uuidv7 } from 'uuidv7';
import type { Operator } from './access/operator.js';
import { rolesOfMachines } from './access/permissions.js';
import {
  AcceptInvitation,
  AcceptRole,
  GrantRole,
  isInvitation,
  ProposeRole,
  rolesStream,
  WithdrawRole,
  type GrantableRole,
} from './access/roles/role-messages.js';
import { RolesOfLog } from './access/roles/roles-of-log.js';
import { roleHoldings, roles } from './access/roles/roles.js';
import type { GrantResult, Grants, Offered } from './identity/grants.js';
import { isMachine, type Caller, type HeldRole } from './kernel/caller.js';
import type { Issuer } from './kernel/message.js';
import { dayOf } from './kernel/time/partial-date.js';
import { Refused } from './kernel/refusal.js';
import { Composition } from './platform/context.js';
import type { Outcome } from './platform/cqrs/transactor.js';
import type { EventStore } from './platform/event-store/event-store.js';
import { gather } from './platform/event-store/reading.js';
import type { Authorise } from './platform/graphql/context.js';
import { AUTHORISE, EVENT_STORE } from './platform/tokens.js';
import { version } from './version.js';

/** Where identity and roles meet: the identity database's port to roles, which are entries of the log. */
export const grantsOfLog = (operator: Operator): Pick<FactoryProvider<Grants>, 'useFactory' | 'inject'> => ({
  useFactory: (commands: CommandBus, authorise: Authorise, store: EventStore, composition: Composition) =>
    new GrantsOfLog(commands, authorise, store, composition, operator),
  inject: [CommandBus, AUTHORISE, EVENT_STORE, Composition],
});

/** Whether a role was refused only because it has to be proposed. */
const needsSecond = (error: unknown): boolean => error instanceof Refused && error.code === 'SECOND_PERSON';

const secretariat: HeldRole = { role: 'secretariat', organisation: null };

class GrantsOfLog implements Grants {
  private readonly roles: RolesOfLog;

  constructor(
    private readonly commands: CommandBus,
    private readonly authorise: Authorise,
    private readonly store: EventStore,
    private readonly composition: Composition,
    private readonly operator: Operator,
  ) {
    this.roles = new RolesOfLog(store);
  }

  async heldBy(holder: string): Promise<readonly HeldRole[]> {
    return (await this.roles.current()).heldBy(holder, dayOf(Date.now()));
  }

  async hasSecretariat(): Promise<boolean> {
    return (await this.roles.current()).isEverGiven(secretariat.role);
  }

  async grantFirstSecretariat(person: string): Promise<void> {
    await this.execute(new GrantRole(inputOf(person, secretariat), this.asOperator()));
    await this.accept(person, [person]);
  }

  async offeredTo(holders: readonly string[]): Promise<readonly Offered[]> {
    return (await this.roles.current()).offersTo(holders);
  }

  async accept(person: string, holders: readonly string[], entry: number | null = null): Promise<void> {
    const origin = { kind: 'live', record: null } as const;
    const by: Issuer = {
      actor: person,
      role: 'public',
      onBehalfOf: null,
      client: `idc-identity/${version}`,
      correlationId: uuidv7(),
      causationId: null,
      origin,
    };
    for (const { entry: offer, holder } of (await this.offeredTo(holders)).filter(
      (one) => entry === null || one.entry === entry,
    )) {
      const input = { commandId: uuidv7(), offer };
      await this.execute(
        isInvitation(holder) ? new AcceptInvitation({ ...input, invitation: holder }, by) : new AcceptRole(input, by),
      );
    }
  }

  async grantableToKeys({ actor }: Caller): Promise<readonly HeldRole[]> {
    return (await this.heldBy(actor)).flatMap(({ role, organisation }) =>
      rolesOfMachines
        .filter((given) => this.composition.rules.permissions.GrantRole?.over?.[role]?.includes(given))
        .map((given) => ({ role: given, organisation })),
    );
  }

  async mustBeAllowedToGrant(caller: Caller, role: HeldRole): Promise<void> {
    // Checked before there is a holder; a new id will do, because nobody can have granted it a role.
    const input = inputOf(`person-${uuidv7()}`, role);
    const command = new GrantRole(input, await this.authorise(caller, GrantRole, input));
    let known = roleHoldings.initial;
    for await (const event of this.store.readStream(rolesStream)) known = roleHoldings.evolve(known, event);
    const isChampion = (await gather(this.store.readStream(`champion-${role.organisation}`, { limit: 1 }))).length > 0;
    try {
      const { rules, rulesDigest } = this.composition;
      roles({ version: rules.version, digest: rulesDigest }).decide.GrantRole(
        known,
        command,
        { organisation: isChampion },
        dayOf(Date.now()),
      );
    } catch (error) {
      if (!needsSecond(error)) throw error;
    }
  }

  async grant(caller: Caller, holder: string, role: HeldRole): Promise<GrantResult> {
    const input = inputOf(holder, role);
    try {
      await this.execute(new GrantRole(input, await this.authorise(caller, GrantRole, input)));
      return { proposal: null };
    } catch (error) {
      if (!needsSecond(error)) throw error;
      const { organisation: _, ...proposed } = inputOf(holder, role);
      const { receipt } = await this.execute(
        new ProposeRole(proposed, await this.authorise(caller, ProposeRole, proposed)),
      );
      return { proposal: receipt.entry };
    }
  }

  async withdraw(caller: Caller, holder: string, role: HeldRole): Promise<void> {
    const input = { ...inputOf(holder, role), reasonCode: 'no_longer_needed' } as const;
    await this.execute(new WithdrawRole(input, await this.authorise(caller, WithdrawRole, input)));
  }

  async depart(holders: readonly string[], caller: Caller | null = null): Promise<void> {
    for (const holder of holders) {
      const reasonCode = isMachine(holder) ? 'no_longer_needed' : 'left';
      for (const role of (await this.roles.current()).everGivenTo(holder)) {
        const input = { ...inputOf(holder, role), reasonCode } as const;
        await this.execute(
          new WithdrawRole(
            input,
            caller === null ? this.asOperator() : await this.authorise(caller, WithdrawRole, input),
          ),
        );
      }
    }
  }

  async mayKeepPeople({ kind, actor }: Caller): Promise<boolean> {
    return (
      kind === 'operator' ||
      (kind === 'person' && (await this.heldBy(actor)).some(({ role }) => role === 'secretariat'))
    );
  }

  async isOfSecretariat(person: string): Promise<boolean> {
    return (await this.heldBy(person)).some(({ role }) => role === secretariat.role);
  }

  private execute(command: GrantRole | AcceptRole | AcceptInvitation | ProposeRole | WithdrawRole): Promise<Outcome> {
    return this.commands.execute<typeof command, Outcome>(command);
  }

  private asOperator(): Issuer {
    return this.operator.issuer({
      client: `idc-identity/${version}`,
      correlationId: uuidv7(),
      origin: { kind: 'live', record: null },
    });
  }
}

/** The input of a new command on a role. */
const inputOf = (holder: string, { role, organisation }: HeldRole) => ({
  commandId: uuidv7(),
  holder,
  role: role as GrantableRole,
  organisation,
});
