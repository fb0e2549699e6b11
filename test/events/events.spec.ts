import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { OrganisationRoleAssumed } from '../../src/organisations/organisation/organisation.js';
import { RoleOffered, RoleOfferWithdrawn, RoleWithdrawn } from '../../src/access/roles/role-messages.js';
import { eventTypes, projection, upcasts } from '../../src/contexts.js';
import { CharterVersionDrafted } from '../../src/charter/charter/charter-version.js';
import {
  MonitoringRoundClosed,
  MonitoringRoundOpened,
  MonitoringRoundReopened,
} from '../../src/charter/monitoring-round/monitoring-round.js';
import { SigningDeclined } from '../../src/charter/sign-on/sign-on.js';
import { partOf } from '../../src/charter/vocabulary/codes.js';
import { meetingOf, seriesOf, teamOf } from '../../src/collaborative/names.js';
import { nameIn, nounIn } from '../../src/kernel/stream.js';
import type { Reducer } from '../../src/kernel/decider.js';
import type { EventOf, DomainEvent, Recorded } from '../../src/kernel/message.js';
import { canonical } from '../../src/platform/event-store/canonical.js';
import { envelope, unseal } from '../../src/platform/event-store/envelope.js';
import { upcast } from '../../src/platform/event-store/upcasting.js';
import { ReadModel } from '../../src/platform/read-model/read-model.js';
import { deciders } from '../support/cqrs/deciders.js';
import {
  agreed,
  announced,
  assessed,
  drafted,
  granted,
  indicator,
  invited,
  joined,
  launched,
  made,
  memberJoined,
  milestone,
  opened,
  outputPlanned,
  registered,
  scheduled,
  seriesStarted,
  teamFormed,
} from '../support/cqrs/examples.js';
import { advocacyStage } from '../support/cqrs/advocacy-examples.js';
import { citizenDataStage } from '../support/cqrs/citizen-data-examples.js';
import { rowsOf, streamOf } from '../support/register/views.js';
import { tellStory } from './story.js';

/**
 * One event of every type ever written, as the log kept it: the envelope, the two parts, and their salts in hexadecimal. A file
 * is never changed once it is in a release. A new type gets its file by `IDC_ADD_EVENT_SAMPLES=yes npm test test/events`,
 * once the story tells of it; files that are there stay as they are.
 */
interface Sample {
  readonly leaf: Readonly<Record<string, unknown>>;
  readonly facts: object;
  readonly factsSalt: string;
  readonly text: object | null;
  readonly textSalt: string | null;
}

/** What no view tells of: the ledger alone reads it, or whoever decides on roles, from the log itself. */
const inNoView = ['LogKeyRotated', 'AuthorisationRulesAdopted', 'RoleProposed', 'RoleWithdrawalProposed'];

const at = (type: string): URL => new URL(`${type}.json`, import.meta.url);

async function addMissing(types: readonly string[]): Promise<void> {
  const entries = await tellStory();
  for (const type of types) {
    const entry = entries.find(({ leaf }) => (JSON.parse(leaf) as DomainEvent).type === type);
    if (entry === undefined) throw new Error(`The story does not tell of ${type} yet.`);
    const { leaf, facts, factsSalt, text, textSalt } = unsealed(entry);
    writeFileSync(at(type), `${JSON.stringify({ leaf, facts, factsSalt, text, textSalt }, null, 2)}\n`, { flag: 'wx' });
  }
}

const unsealed = ({
  leaf,
  facts,
  factsSalt,
  text,
  textSalt,
}: Awaited<ReturnType<typeof tellStory>>[number]): Sample => ({
  leaf: JSON.parse(leaf) as Sample['leaf'],
  facts: JSON.parse(facts) as object,
  factsSalt: Buffer.from(factsSalt).toString('hex'),
  text: text === null ? null : (JSON.parse(text) as object),
  textSalt: textSalt === null ? null : Buffer.from(textSalt).toString('hex'),
});

const written = (): string[] =>
  readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length));

const read = (type: string): Sample => JSON.parse(readFileSync(at(type), 'utf8')) as Sample;

/** The event of a sample, as a reader of the log gets it today. */
const load = ({ leaf, facts, text }: Sample): Recorded =>
  upcast(upcasts, unseal(canonical(leaf), canonical(facts), text === null ? null : canonical(text)));

if (process.env.IDC_ADD_EVENT_SAMPLES === 'yes')
  await addMissing(eventTypes.map(({ type }) => type).filter((type) => !written().includes(type)));

test('every type of event has a sample, and every sample is of a type that was written once', () => {
  const known = [...eventTypes.map(({ type }) => type), ...Object.keys(upcasts)];
  expect(written().sort()).toEqual([...known].sort());
  expect(written().map((type) => read(type).leaf.type)).toEqual(written());
});

describe.each(written())('%s', (type) => {
  const sample = read(type);

  test('has not been touched: the parts have the hashes that its envelope holds, and today it would get the same envelope', () => {
    const salted = (value: object, salt: string | null) => ({
      json: canonical(value),
      salt: Buffer.from(salt ?? '', 'hex'),
    });
    const parts = {
      facts: salted(sample.facts, sample.factsSalt),
      text: sample.text === null ? null : salted(sample.text, sample.textSalt),
    };
    const event = unseal(canonical(sample.leaf), parts.facts.json, parts.text?.json ?? null);
    expect(envelope(event, parts, event)).toBe(canonical(sample.leaf));
  });

  test('still says what its type, or the one after it, says', () => {
    const event = load(sample);
    const schema = eventTypes.find((one) => one.type === event.type);
    expect(schema?.schemaVersion).toBe(event.schemaVersion);
    expect(schema?.facts.parse(event.facts)).toEqual(event.facts);
    expect(schema?.text.parse(event.text)).toEqual(event.text);
  });

  test('still becomes state', () => {
    const event = load(sample);
    const owners = deciders.filter(({ events }) => events.some((one) => one.type === event.type));
    expect(owners).toHaveLength(1);
    for (const owner of owners as unknown as Reducer<unknown>[]) {
      const before = stageFor(event).reduce((state, earlier) => owner.evolve(state, earlier), owner.initial);
      expect(owner.evolve(before, event)).not.toBe(before);
    }
  });

  test('still becomes rows', async () => {
    const event = load(sample);
    const model = new ReadModel(':memory:', projection);
    const stage = stageFor(event).map((domainEvent, entry) => ({
      ...event,
      ...domainEvent,
      stream: streamOf(domainEvent),
      entry,
      eventId: `stage-${entry}`,
    }));
    const history = async (stream: string) => [...stage, last].filter((one) => one.stream === stream);
    const last = { ...event, entry: stage.length };
    await model.apply(stage, history);
    const before = rowsOf(model);
    await model.apply([last], history);
    const changed = rowsOf(model);
    if (inNoView.includes(event.type)) expect(changed).toEqual(before);
    else expect(changed).not.toEqual(before);
    model.close();
  });
});

/** The organisation of an event, and the role that it ends. */
function organisationStage({ type, stream, facts }: Recorded): DomainEvent[] {
  const stage = type === 'OrganisationRegistered' ? [] : [registered(nameIn(stream))];
  return type === 'OrganisationRoleEnded'
    ? [...stage, OrganisationRoleAssumed(facts as EventOf<typeof OrganisationRoleAssumed>['facts'])]
    : stage;
}

const offered = ({ holder, role, organisation }: EventOf<typeof RoleOfferWithdrawn>['facts']) => ({
  holder,
  role,
  organisation,
});

/** What must be in the register for an event to find its thing: all that its facts name. */
function stageFor(event: Recorded): DomainEvent[] {
  const { type, stream, facts } = event;
  if (nounIn(stream) === 'breakdowns') return [];
  if (nounIn(stream) === 'organisation') return organisationStage(event);
  const citizenData = citizenDataStage(event) ?? advocacyStage(event);
  if (citizenData !== undefined) return [...citizenData];
  if (type === RoleOfferWithdrawn.type)
    return [
      RoleOffered({ ...offered(facts as EventOf<typeof RoleOfferWithdrawn>['facts']), until: null, proposal: null }),
    ];
  if (type === RoleWithdrawn.type) return [granted(facts as EventOf<typeof RoleWithdrawn>['facts'])];
  const named = facts as Readonly<
    Record<
      | 'champion'
      | 'actionPlan'
      | 'commitment'
      | 'milestone'
      | 'indicator'
      | 'assessment'
      | 'team'
      | 'output'
      | 'series'
      | 'meeting'
      | 'actionPoint',
      string | null | undefined
    >
  >;
  const part = named.milestone ?? named.indicator ?? named.assessment;
  const commitment =
    named.commitment ?? (part ? partOf(part).commitment : nounIn(stream) === 'commitment' ? nameIn(stream) : null);
  const team = named.team ?? (named.output ? teamOf(named.output) : null);
  const meeting = named.meeting ?? (named.actionPoint ? meetingOf(named.actionPoint) : null);
  const series = named.series ?? (meeting ? seriesOf(meeting) : null);
  return [
    launched(),
    ...(nounIn(stream) === 'charterVersion' && type !== CharterVersionDrafted.type ? [drafted(nameIn(stream))] : []),
    ...(nounIn(stream) === 'monitoringRound' && type !== MonitoringRoundOpened.type ? [opened(nameIn(stream))] : []),
    ...(type === MonitoringRoundReopened.type ? [MonitoringRoundClosed({ round: nameIn(stream) })] : []),
    ...(type === SigningDeclined.type ? [invited(nameIn(stream))] : []),
    ...(named.champion ? [joined(named.champion)] : []),
    ...(named.actionPlan ? [announced(named.actionPlan)] : []),
    ...(commitment ? [made(commitment)] : []),
    ...(type === 'AssessmentReplied' ? [assessed(named.assessment ?? '')] : []),
    ...(named.milestone ? [milestone(named.milestone)] : []),
    ...(named.indicator ? [indicator(named.indicator)] : []),
    ...(team ? [teamFormed(team), memberJoined(team), ...(named.output ? [outputPlanned(named.output)] : [])] : []),
    ...(series ? [seriesStarted(series)] : []),
    ...(meeting ? [scheduled(meeting)] : []),
    ...(named.actionPoint ? [agreed(named.actionPoint)] : []),
  ];
}
