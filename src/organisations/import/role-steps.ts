import type { Known } from '../../platform/import/known.js';
import { addresses, bounded, commandStep, setAside, type Step } from '../../platform/import/step.js';
import { AssumeOrganisationRole, EndOrganisationRole, roleName } from '../organisation/organisation.js';
import type { OrganisationRole } from '../organisation/vocabulary.js';
import type { DataSet } from './data-set.js';
import { endingOf } from './organisation-steps.js';

type Records<Section extends keyof DataSet> = Extract<DataSet[Section], readonly unknown[]>[number];
type Plan = Records<'actionPlans'>;

interface Role {
  readonly organisation: string;
  readonly role: OrganisationRole;
  readonly since: string | null;
  /** That it is over, and since when, if that is known. */
  readonly over?: { readonly until: string | null };
}

interface Holders {
  /** The record of the file that names them. */
  readonly record: string;
  /** The stream of what it became in the register; undefined where it is not there. */
  readonly subject: string | undefined;
  readonly roles: readonly Role[];
  readonly sources: readonly string[];
  /** Whether the record lists whoever holds a role for it. */
  readonly isListed: boolean;
}

/** The roles of organisations that the records of a file name. */
export function* roleSteps(data: DataSet, known: Known): Generator<Step> {
  const { charter, champions = [], actionPlans = [], networkCommitments = [] } = data;
  const streamOf = (record: string, type: string): string | undefined => known.of(record, type)[0]?.stream;
  if (charter)
    yield* take(
      {
        record: 'charter',
        subject: streamOf('charter', 'CharterLaunched'),
        roles: responsible('host', charter.hostOrganisation, charter.launchedOn),
        sources: charter.sourceUrls,
        isListed: charter.hostOrganisation !== null,
      },
      known,
    );
  for (const champion of champions) yield* take(institutionsOf(champion, data, known), known);
  for (const plan of actionPlans) {
    const record = `actionPlans/${plan.id}`;
    const subject = streamOf(record, 'ActionPlanAnnounced');
    yield* take(
      {
        record,
        subject,
        roles: [
          ...(plan.coSignerOrganisations ?? []).map(inPlan('co_signer', plan)),
          ...(plan.otherOrganisations ?? []).map(inPlan('partner', plan)),
        ],
        sources: addresses(plan.sourceUrl, plan.publishedNotLaterThan?.sourceUrl),
        isListed: plan.coSignerOrganisations !== null && plan.otherOrganisations !== null,
      },
      known,
    );
    for (const one of plan.commitments) {
      const { responsibleOrganisation, responsibleRole, publishedNotLaterThan, sourceUrls } = one;
      const role = responsibleRole === 'support' ? 'supporter' : 'responsible';
      const since = plan.publishedOn ?? bounded(null, publishedNotLaterThan ?? plan.publishedNotLaterThan);
      const place = `${record}/commitments/${one.id}`;
      yield* take(
        {
          record: place,
          subject: streamOf(place, 'CommitmentMade'),
          roles: responsible(role, responsibleOrganisation, since),
          sources: sourceUrls,
          isListed: responsibleOrganisation != null,
        },
        known,
      );
    }
  }
  for (const { id, ownerOrganisation, period, sourceUrl } of networkCommitments) {
    const record = `networkCommitments/${id}`;
    const subject = streamOf(record, 'ActionPlanAnnounced');
    const roles = responsible('responsible', ownerOrganisation, period?.start ?? null);
    yield* take({ record, subject, roles, sources: addresses(sourceUrl), isListed: ownerOrganisation != null }, known);
  }
  yield* collaborativeRoles(data, known);
  for (const { id, partners, validFrom, sourceUrls: sources } of data.qualityCriteriaSets ?? []) {
    const record = `qualityCriteriaSets/${id}`;
    const roles = partners.map((organisation) => ({ organisation, role: 'partner', since: validFrom }) as const);
    yield* take({ record, subject: streamOf(record, 'ListVersionPublished'), roles, sources, isListed: true }, known);
  }
}

/** Who hosts the collaborative, and who organised or attended the advocacy moments around it. */
function* collaborativeRoles({ collaborative }: DataSet, known: Known): Generator<Step> {
  if (!collaborative) return;
  const { organisation, hostOrganisation } = collaborative;
  const subject = known.hasStream(`organisation-${organisation}`) ? `organisation-${organisation}` : undefined;
  const sources = collaborative.sourceUrls;
  const roles = responsible('host', hostOrganisation, null);
  yield* take({ record: 'collaborative', subject, roles, sources, isListed: hostOrganisation !== null }, known);
  for (const {
    id,
    advocacyMoment,
    organisers,
    participants,
    startsOn,
    endsOn,
    sourceUrl,
  } of collaborative.relatedEvents) {
    if (!advocacyMoment) continue;
    const record = `collaborative/relatedEvents/${id}`;
    const inRole = (role: OrganisationRole) => (one: string) =>
      ({ organisation: one, role, since: startsOn, over: { until: endsOn ?? startsOn } }) as const;
    yield* take(
      {
        record,
        subject: known.of(record, 'AdvocacyMomentAnnounced')[0]?.stream,
        roles: [...organisers.map(inRole('organiser')), ...participants.map(inRole('participant'))],
        sources: addresses(sourceUrl),
        isListed: true,
      },
      known,
    );
  }
}

const responsible = (role: OrganisationRole, organisation: string | null | undefined, since: string | null): Role[] =>
  organisation == null ? [] : [{ organisation, role, since }];

const inPlan =
  (role: OrganisationRole, { publishedOn, publishedNotLaterThan }: Plan) =>
  (organisation: string): Role => ({ organisation, role, since: publishedOn ?? bounded(null, publishedNotLaterThan) });

/**
 * The institutions behind a champion. One that followed another stands behind it from then on; where a source names those that joined,
 * nobody knows since when the others do.
 */
function institutionsOf(
  champion: Records<'champions'>,
  { organisations: all, lifecycleEvents = [] }: DataSet,
  known: Known,
): Holders {
  const { id, organisations, formerOrganisations, joinedOn, joinedNotEarlierThan, joinedNotLaterThan } = champion;
  const events = lifecycleEvents.filter((event) => event.champion === id && (event.organisations?.length ?? 0) > 0);
  const joining = events.find(({ type }) => type === 'champion_joined');
  const joined = joinedOn ?? bounded(joinedNotEarlierThan, joinedNotLaterThan);
  const since = (organisation: string): string | null => {
    const following = events.find(
      ({ type, organisations: named }) =>
        ['institution_merged', 'institution_renamed'].includes(type) && named?.at(-1) === organisation,
    );
    if (following !== undefined) return following.occurredOn;
    return joining === undefined || joining.organisations?.includes(organisation) === true ? joined : null;
  };
  // What an organisation was ends with it, on the day on which it ended.
  const hasEnded = (organisation: string): boolean =>
    known.endsOf(organisation).length > 0 || all.some((one) => one.id === organisation && endingOf(one) !== null);
  const role = 'champion_institution';
  return {
    record: `champions/${id}`,
    subject: known.hasStream(`champion-${id}`) ? `champion-${id}` : undefined,
    roles: [
      ...(organisations ?? []).map((one) => ({ organisation: one, role, since: since(one) }) as const),
      ...(formerOrganisations ?? []).map(
        (one) =>
          ({
            organisation: one,
            role,
            since: since(one),
            ...(hasEnded(one) ? {} : { over: { until: null } }),
          }) as const,
      ),
    ],
    sources: addresses(...champion.sourceUrls, ...events.map(({ sourceUrl }) => sourceUrl)),
    isListed: organisations !== null && formerOrganisations !== null,
  };
}

/** The roles that a record names, and those that it named before and does not any more. */
function* take({ record, subject, roles, sources, isListed }: Holders, known: Known): Generator<Step> {
  if (subject === undefined) {
    if (roles.length > 0)
      yield setAside(record, 'The register has no record made from it that its organisations could have a role for.');
    return;
  }
  for (const { organisation, role, since, over } of roles) {
    const input = { organisation, role, subject, sources: [...sources] };
    const organisationRole = roleName(role, subject);
    const isSame = ({ said }: { readonly said: Readonly<Record<string, unknown>> }): boolean =>
      said.organisation === organisation && said.organisationRole === organisationRole;
    yield commandStep(record, AssumeOrganisationRole, { ...input, effective: since }, { isSame });
    if (over) yield commandStep(record, EndOrganisationRole, { ...input, effective: over.until }, { isSame });
  }
  if (!isListed) return;
  const ended = known.of(record, 'OrganisationRoleEnded');
  const left = known
    .of(record, 'OrganisationRoleAssumed')
    .filter(
      ({ said, stream }) =>
        !ended.some((one) => one.stream === stream && one.said.organisationRole === said.organisationRole) &&
        !roles.some(
          ({ organisation, role }) =>
            said.organisation === organisation && said.organisationRole === roleName(role, subject),
        ),
    );
  for (const { said } of left) {
    const reason = 'the file no longer names it; end its role (endOrganisationRole) if it no longer has it';
    yield { record, differs: { field: String(said.role), held: said.organisation, said: null, reason } };
  }
}
