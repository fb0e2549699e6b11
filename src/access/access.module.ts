import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Caller, Identify, Request } from '../kernel/caller.js';
import { wellFormed } from '../kernel/fields.js';
import { dayOf } from '../kernel/partial-date.js';
import type { Clock } from '../kernel/ports.js';
import { NotAllowed } from '../kernel/refusal.js';
import { handles } from '../platform/cqrs/commands.js';
import type { EventStore } from '../platform/event-store/event-store.js';
import { entryAt } from '../platform/event-store/reading.js';
import type { Entitle } from '../platform/graphql/context.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { Projector } from '../platform/read-model/projector.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { SecurityLog } from '../platform/security-log.js';
import { CREDENTIALS, ENTITLE, EVENT_STORE, IDENTIFY, ROLES_CHANGED } from '../platform/tokens.js';
import { version } from '../version.js';
import { AccessResolver, roleDeeds } from './access.resolver.js';
import { issuerFor, mayEver } from './entitlement.js';
import { grantAnswers, rolesHeldBy } from './grants.view.js';
import { identification, type Credentials } from './identify.js';
import type { Operator } from './operator.js';
import { organisationOf, organisationOfStream } from './organisations.js';
import { rules, rulesDigest } from './permissions.js';
import { accessCommands, AdoptAuthorisationRules, roles, rolesStream } from './roles.js';

/** Tells who a request comes from, and in which role its deeds are done. */
@Global()
@Module({})
export class AccessModule {
  /** `callers` knows some callers by itself, and is asked first: a door for tests. It gives null for all others. */
  static with(operator: Operator, callers: (request: Request) => Caller | null = () => null): DynamicModule {
    const identify = {
      provide: IDENTIFY,
      useFactory: (credentials: Credentials, url: PublicUrl, security: SecurityLog): Identify => {
        const identify = identification({ operator, credentials, url, security, client: `idc-api/${version}` });
        return once((request) => callers(request) ?? identify(request));
      },
      inject: [CREDENTIALS, PublicUrl, SecurityLog],
    };
    return {
      module: AccessModule,
      providers: [
        identify,
        { provide: ENTITLE, useFactory: (projector: Projector, store: EventStore) => entitling(projector, store), inject: [Projector, EVENT_STORE] },
        ...handles(roles, accessCommands, ROLES_CHANGED),
        ...grantAnswers,
        AccessResolver,
        roleDeeds,
      ],
      exports: [IDENTIFY, ENTITLE],
    };
  }
}

/** Asks once for each request, by its object, however many want to know: what is not right is told to the security log once. */
function once(identify: Identify): Identify {
  const known = new WeakMap<Request, Promise<Caller>>();
  const ask = async (request: Request): Promise<Caller> => identify(request);
  return (request) => {
    const caller = known.get(request) ?? ask(request);
    known.set(request, caller);
    return caller;
  };
}

/** Asks who may do what, by the roles that the log gives at this moment. */
export function entitling(views: { readonly current: Pick<Basis, 'rows'> }, store: EventStore, clock: Clock = Date.now): Entitle {
  return async (caller, { type, schema }, input) => {
    const named = input as Readonly<Record<string, unknown>>;
    const rolesOf = (holder: string) => rolesHeldBy(views.current.rows, holder, dayOf(clock()));
    const entry = [named.entry, named.proposal].find((one) => typeof one === 'number');
    const organisation = entry === undefined ? organisationOf(named) : await organisationAt(entry, store);
    try {
      return issuerFor(caller, { type, input: named, organisation }, rolesOf);
    } catch (error) {
      // Whoever may do such deeds at all is told first what is wrong with the input, which may be why it names nothing of theirs.
      if (error instanceof NotAllowed && mayEver(caller, type, rolesOf)) wellFormed(schema, input);
      throw error;
    }
  };
}

/** The organisation that an entry is about; undefined where there is no such entry. */
async function organisationAt(entry: number, store: EventStore): Promise<string | null | undefined> {
  const named = await entryAt(store, entry);
  return named === null ? undefined : organisationOfStream(named.stream);
}

/**
 * Lets a log that has adopted older rules be judged by those of this program from here on, as the operator's deed. A log without any adopts them with its
 * first role. Throws `Refused` where the log has adopted newer ones: an older program must not write to it.
 */
export async function adoptNewerRules(
  { store, execute }: { readonly store: EventStore; readonly execute: (command: AdoptAuthorisationRules) => Promise<unknown> },
  operator: Pick<Operator, 'issuer'>,
  { version: wanted, digest } = { version: rules.version, digest: rulesDigest },
): Promise<void> {
  let adopted = 0;
  for await (const event of store.readStream(rolesStream)) adopted = roles.evolve({ ...roles.initial, rules: adopted }, event).rules;
  if (adopted === 0 || adopted === wanted) return;
  const by = operator.issuer({ client: `idc-rules/${version}`, correlationId: `rules-${wanted}`, origin: { kind: 'live', record: null } });
  await execute(new AdoptAuthorisationRules({ commandId: `rules-${wanted}`, version: wanted, digest }, by));
}
