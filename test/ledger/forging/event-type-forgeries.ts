import { readFileSync } from 'node:fs';
import { composition, eventTypes } from '../../../src/contexts.js';
import type { Permission, Scope } from '../../../src/kernel/permission.js';
import { nameIn, nounIn } from '../../../src/kernel/stream.js';
import type { Role } from '../../../src/kernel/message.js';
import { personId } from '../../support/cqrs/issuer.js';
import { operatorId, people } from '../../support/identity/people.js';
import { pick, type Random } from '../../support/random/random.js';
import { insert } from './authority-forgeries.js';
import { changeAndSeal, type Entry, type Fields } from './bundle-files.js';
import type { Kind } from './forgeries.js';

const { permissions } = composition.rules;
const organisationOfStream = (stream: string) =>
  composition.organisationOf({ noun: nounIn(stream), name: nameIn(stream) });

interface Sample {
  readonly leaf: Entry['leaf'];
  readonly facts: Fields;
  readonly text: Fields | null;
}

/** Whoever acts in an entry, in which role and for whom. */
interface Actor {
  readonly actor: string;
  readonly role: string;
  readonly onBehalfOf: string | null;
}

const sampleOf = (type: string): Sample =>
  JSON.parse(readFileSync(new URL(`../../events/${type}.json`, import.meta.url), 'utf8')) as Sample;

const stranger = (random: Random): string => personId(900_000 + random(1000));

/** Every way in which the rules let an event type be stated, one for each role and what it may be done for. */
function waysTo(type: string): { role: Role; scope: Scope; permission: Permission }[] {
  const rows = Object.values(permissions).filter(
    ({ states, second }) => states.includes(type) && second !== 'proposed',
  );
  const all = rows.length > 0 ? rows : Object.values(permissions).filter(({ states }) => states.includes(type));
  return all.flatMap((permission) =>
    Object.entries(permission.roles).flatMap(([role, scopes]) =>
      scopes.map((scope) => ({ role: role as Role, scope, permission })),
    ),
  );
}

/** Adds the sample of an event type to the end of the log, as somebody in some role has done it. */
const added = (
  type: string,
  by: (random: Random, organisation: string | null) => Actor,
  change: (facts: Fields) => unknown = () => undefined,
): Kind['tamper'] => {
  const { leaf, facts, text } = sampleOf(type);
  const organisation =
    organisationOfStream(leaf.stream) ?? (typeof facts.organisation === 'string' ? facts.organisation : null);
  return (files, random, rotatedIn) =>
    changeAndSeal(
      files,
      (entries) => {
        const value = JSON.parse(JSON.stringify(facts)) as Fields;
        change(value);
        const words =
          text === null ? null : { salt: '5'.repeat(64), value: JSON.parse(JSON.stringify(text)) as Fields };
        insert(entries, entries.length, type, value, {
          leaf: { ...leaf, recordedAt: (entries.at(-1) as Entry).leaf.recordedAt, ...by(random, organisation) },
          text: words,
        });
      },
      rotatedIn,
    );
};

const speaksFor = (scope: Scope, organisation: string | null): string | null =>
  scope === 'own' || scope === 'behalf' ? organisation : null;

/**
 * An entry of a type by somebody who holds no role, in each role in which the rules allow it; by a person as the operator; and in a role in which it is
 * never allowed, by whoever holds that role.
 */
const ofType = (type: string): Kind[] => {
  const ways = waysTo(type);
  const roles = new Set(ways.map(({ role }) => role));
  const others: readonly Actor[] = [
    { actor: people.kthree, role: 'reporter', onBehalfOf: 'kenya' },
    { actor: people.kone, role: 'approver', onBehalfOf: 'kenya' },
    { actor: people.kadmin, role: 'administrator', onBehalfOf: 'kenya' },
    { actor: people.ana, role: 'secretariat', onBehalfOf: null },
    { actor: personId(20), role: 'auditor', onBehalfOf: null },
  ].filter(({ role }) => !roles.has(role as Role));
  return [
    {
      name: `${type} by somebody who holds no role`,
      codes: ['V13'],
      tamper: added(type, (random, organisation) => {
        const { role, scope } = pick(ways, random);
        return { actor: stranger(random), role, onBehalfOf: speaksFor(scope, organisation) };
      }),
    },
    {
      name: `${type} in a role that never states it`,
      codes: ['V13 NOT_ALLOWED'],
      tamper: added(type, (random, organisation) => ({
        ...pick(others, random),
        ...(random(2) === 0 ? {} : { onBehalfOf: organisation }),
      })),
    },
  ];
};

/** Two forged entries of each event type there is: a type without a sample, or that no rule names, fails here. */
export const eventTypeKinds: readonly Kind[] = eventTypes.flatMap(({ type }) => ofType(type));

const signs = (type: string): boolean => waysTo(type).some(({ permission }) => permission.second === 'sealed');

/** What needs a second person, by one approver alone, who says that somebody has prepared it. */
export const aloneKinds: readonly Kind[] = eventTypes
  .filter(({ type }) => signs(type) && waysTo(type).some(({ role }) => role === 'approver'))
  .map(({ type }) => ({
    name: `${type} by one approver alone`,
    codes: ['V13'],
    tamper: added(
      type,
      (_, organisation) => ({ actor: people.kone, role: 'approver', onBehalfOf: organisation }),
      (facts) => {
        delete facts.preparation;
        facts.preparedBy = people.kthree;
      },
    ),
  }));

/** How a plan ends, with a settlement of what another organisation has promised, or that carries it over into another's plan. */
export const settlementKinds: readonly Kind[] = ['ActionPlanConcluded', 'ActionPlanSuperseded'].flatMap((type) =>
  [
    { commitment: 'IDC-TOGO-1-C01', as: 'delivered', actionPlan: null },
    { commitment: 'IDC-KENYA-1-C01', as: 'carried_over', actionPlan: 'IDC-TOGO-1' },
  ].map((settlement) => ({
    name: `${type} by which ${settlement.commitment} is ${settlement.as}`,
    codes: ['V13 NOT_ALLOWED'],
    tamper: added(
      type,
      () => ({ actor: people.kone, role: 'approver', onBehalfOf: 'kenya' }),
      (facts) => (facts.settlements = [settlement]),
    ),
  })),
);

/** The operator, who may state the type: what is found of the others is not its form. */
export const rightful = (type: string): Kind['tamper'] | null =>
  waysTo(type).some(({ role, permission }) => role === 'operator' && permission.over === undefined)
    ? added(type, () => ({ actor: operatorId, role: 'operator', onBehalfOf: null }))
    : null;
