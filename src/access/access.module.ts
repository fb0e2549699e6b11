import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { z } from 'zod';
import type { Caller, HeldRole, Identify, Request } from '../kernel/caller.js';
import { EntryCorrected } from '../kernel/correction/correction.js';
import { wellFormed } from '../kernel/values/fields.js';
import type { Recorded } from '../kernel/message.js';
import { dayOf } from '../kernel/time/partial-date.js';
import type { Clock } from '../kernel/ports.js';
import { NotAllowed, Refused } from '../kernel/refusal.js';
import { theOne } from '../kernel/permission.js';
import { nameIn, nounIn } from '../kernel/stream.js';
import { namedIn } from '../kernel/things.js';
import { Composition } from '../platform/context.js';
import type { EventStore } from '../platform/event-store/event-store.js';
import { entryAt } from '../platform/event-store/reading.js';
import type { Authorise } from '../platform/graphql/context.js';
import { Allowances } from '../platform/http/allowances.js';
import { PublicUrl } from '../platform/http/public-url.js';
import { SecurityLog } from '../platform/security-log.js';
import { CREDENTIALS, AUTHORISE, EVENT_STORE, IDENTIFY } from '../platform/tokens.js';
import { version } from '../version.js';
import { issuerFor, mayEver } from './authorisation.js';
import { identification, type Credentials } from './identify.js';
import type { Operator } from './operator.js';
import { AdoptAuthorisationRules, roleCommands, rolesStream } from './roles/role-messages.js';
import { RolesOfLog } from './roles/roles-of-log.js';
import { roleHoldings } from './roles/roles.js';

/** Authenticates requests, and selects the role in which their commands are issued. */
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
        {
          provide: AUTHORISE,
          useFactory: (store: EventStore, composition: Composition, allowances: Allowances) =>
            allowing(authorising({ store, composition }), allowances),
          inject: [EVENT_STORE, Composition, Allowances],
        },
      ],
      exports: [IDENTIFY, AUTHORISE],
    };
  }
}

/**
 * Authenticates each request once, by its object, so that a bad credential is recorded in the security log
 * once.
 */
function once(identify: Identify): Identify {
  const known = new WeakMap<Request, Promise<Caller>>();
  const ask = async (request: Request): Promise<Caller> => identify(request);
  return (request) => {
    const caller = known.get(request) ?? ask(request);
    known.set(request, caller);
    return caller;
  };
}

/** What a command is checked against before it is decided: the log, and the rules of all contexts. */
export interface AuthorisationDependencies {
  readonly store: EventStore;
  readonly composition: Composition;
  readonly clock?: Clock;
}

/** Asks who may do what, by the roles that the log gives at this moment. */
export function authorising(given: AuthorisationDependencies): Authorise {
  const { composition, clock = Date.now } = given;
  const { rules } = composition;
  const roles = new RolesOfLog(given.store);
  return async (caller, { type, schema }, input) => {
    const wanted = input as Readonly<Record<string, unknown>>;
    const held = await roles.current();
    const day = dayOf(clock());
    const holders = {
      rolesOf: (holder: string) => held.heldBy(holder, day),
      approversOf: (organisation: string) => held.approversOf(organisation, day),
    };
    const { entry, organisation } = await concerned(given, schema, wanted);
    try {
      const issuer = issuerFor(rules.permissions, caller, { type, input: wanted, organisation }, holders);
      if (entry !== null && wanted.entry === undefined)
        mustStand(entry, rules.lapse, clock(), (holding) => held.heldSince(holding, day));
      return issuer;
    } catch (error) {
      // Callers who may ever send such a command first learn what is wrong with the input, which may be why
      // it names nothing of theirs.
      if (error instanceof NotAllowed && mayEver(rules.permissions, caller, type, holders)) wellFormed(schema, input);
      throw error;
    }
  };
}

/**
 * The organisation that a command concerns, by all that it names: in its own fields, as the entry it is about, and in the facts it would give that
 * entry. Undefined where it names several, or an entry that is not there.
 */
export async function concerned(
  { store, composition }: Pick<AuthorisationDependencies, 'store' | 'composition'>,
  schema: z.ZodType,
  input: Readonly<Record<string, unknown>>,
) {
  const number = [input.entry, input.proposal].find((one) => typeof one === 'number');
  const entry = number === undefined ? null : await entryAt(store, number);
  return {
    entry,
    organisation:
      number !== undefined && entry === null ? undefined : organisationIn(schema, input, entry, composition),
  };
}

function organisationIn(
  schema: z.ZodType,
  input: Readonly<Record<string, unknown>>,
  entry: Recorded | null,
  composition: Composition,
) {
  const { organisationOf, eventTypes } = composition;
  const named = namedIn(schema, input).map(organisationOf);
  if (entry === null) return theOne(named);
  const corrected = entry.type === EntryCorrected.type ? (entry.facts as Readonly<Record<string, unknown>>).type : null;
  const type = typeof corrected === 'string' ? corrected : entry.type;
  const content = eventTypes.find((one) => one.type === type);
  const facts = content === undefined ? [undefined] : namedIn(content.facts, input.facts).map(organisationOf);
  return theOne([organisationOf({ noun: nounIn(entry.stream), name: nameIn(entry.stream) }), ...named, ...facts]);
}

/** A proposal lapses after a while, and dies with the role in which it was made. */
function mustStand(
  { type, actor, role, onBehalfOf, recordedAt }: Recorded,
  lapse: number,
  now: number,
  since: (held: HeldRole & { readonly holder: string }) => string | null,
): void {
  if (!type.endsWith('Proposed')) return;
  const held = role === 'operator' ? recordedAt : since({ holder: actor, role, organisation: onBehalfOf });
  if (held === null || held > recordedAt)
    throw new Refused(
      'PROPOSAL_DEAD',
      'The proposer no longer holds the role in which they made the proposal; another person has to propose it.',
      'proposal',
    );
  if (now - Date.parse(recordedAt) > lapse)
    throw new Refused(
      'PROPOSAL_LAPSED',
      `It was proposed on ${recordedAt.slice(0, 10)} and lapsed after 30 days; propose it again.`,
      'proposal',
    );
}

/** Limits how often one account may change other people's roles. */
const allowing =
  (authorise: Authorise, allowances: Allowances): Authorise =>
  async (caller, command, input) => {
    const issuer = await authorise(caller, command, input);
    if (caller.kind !== 'operator' && limited.has(command.type)) await allowances.take('roles', caller.actor);
    return issuer;
  };
const limited: ReadonlySet<string> = new Set(roleCommands.map(({ type }) => type));

/**
 * Lets a log that has adopted older rules be judged by those of this program from here on, as the operator's command. A log without any adopts them with its
 * first role. Throws `Refused` where the log has adopted newer ones: an older program must not write to it.
 */
export async function adoptNewerRules(
  {
    store,
    execute,
  }: { readonly store: EventStore; readonly execute: (command: AdoptAuthorisationRules) => Promise<unknown> },
  operator: Pick<Operator, 'issuer'>,
  { rules: { version: wanted }, rulesDigest: digest }: Pick<Composition, 'rules' | 'rulesDigest'>,
): Promise<void> {
  let adopted = 0;
  for await (const event of store.readStream(rolesStream))
    adopted = roleHoldings.evolve({ ...roleHoldings.initial, rules: adopted }, event).rules;
  if (adopted === 0 || adopted === wanted) return;
  const by = operator.issuer({
    client: `idc-rules/${version}`,
    correlationId: `rules-${wanted}`,
    origin: { kind: 'live', record: null },
  });
  await execute(new AdoptAuthorisationRules({ commandId: `rules-${wanted}`, version: wanted, digest }, by));
}
