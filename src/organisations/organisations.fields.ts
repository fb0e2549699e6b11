import { nameIn, nounIn } from '../kernel/stream.js';
import type { Composition } from '../platform/context.js';
import { asBatch, batchLoad } from '../platform/graphql/resolvers/batching.js';
import { lists, refersTo, thingFields } from '../platform/graphql/resolvers/thing-fields.js';
import type { Documents, Stamp } from '../platform/read-model/documents.js';
import {
  inRoleFor,
  organisations,
  type OrganisationDocument,
  type RoleOfOrganisation,
} from './organisation/organisations.view.js';
import type { OrganisationRole } from './organisation/vocabulary.js';

const slugOf = ({ slug }: OrganisationDocument): string => slug;
const byName = () => ({ table: 'organisations', where: [], sort: 'sort_name' });

/** The organisations that hold a role for a record. */
const inRole =
  (role: OrganisationRole) =>
  (subject: Stamp): readonly OrganisationDocument[] => {
    const { slugs, found } = batchLoad(subject, `organisations in role ${role}`, (all: readonly Stamp[], basis) => {
      const holders = inRoleFor(
        basis,
        role,
        all.map(({ stream }) => stream),
      );
      const slugs = new Map(all.map(({ stream }) => [stream, holders.get(stream) ?? []]));
      const found = organisations.getMany(basis.rows, [...slugs.values()].flat());
      asBatch(basis, [...found.values()]);
      return { slugs, found };
    });
    return (slugs.get(subject.stream) ?? []).map((slug) => found.get(slug)).filter((one) => one !== undefined);
  };

/** The fields of organisations, and those by which records of other contexts lead to them. */
export function organisationFields({ nouns }: Composition) {
  /** The records of a noun to which a stream leads; of other streams, null. */
  const recordOf = <D extends object>(noun: string, streamOf: (from: D) => string | null) => {
    const documents = (key: string) => nouns.get(noun)?.document?.(key).documents as Documents<Stamp> | undefined;
    return (from: D): Stamp | null => {
      const found = documents('');
      if (found === undefined) return null;
      const nameOf = (one: D): string | null => {
        const stream = streamOf(one);
        return stream !== null && nounIn(stream) === noun
          ? (nouns.get(noun)?.document?.(nameIn(stream)).key ?? null)
          : null;
      };
      return refersTo<D, Stamp>(found, `${noun} of a role`, nameOf)(from);
    };
  };
  const subjects = [...nouns].flatMap(([noun, { document, find }]) =>
    document === undefined || find === undefined ? [] : [recordOf<RoleOfOrganisation>(noun, ({ subject }) => subject)],
  );
  const behind = ({ roles }: OrganisationDocument): string | null =>
    roles.find(({ role, isHeld }) => isHeld && role === 'champion_institution')?.subject ?? null;

  return {
    Organisation: {
      ...thingFields<OrganisationDocument>('organisation', slugOf),
      partOf: refersTo<OrganisationDocument, OrganisationDocument>(organisations, 'partOf', ({ partOf }) => partOf),
      into: refersTo<OrganisationDocument, OrganisationDocument>(organisations, 'into', ({ into }) => into),
      parts: lists<OrganisationDocument>('parts', 'part_of', slugOf, byName),
      predecessors: lists<OrganisationDocument>('predecessors', 'gone_into', slugOf, byName),
      champion: recordOf<OrganisationDocument>('champion', behind),
      roles: (document: OrganisationDocument): readonly RoleOfOrganisation[] => {
        batchLoad(document, 'roles', (all: readonly OrganisationDocument[], basis) =>
          asBatch(
            basis,
            all.flatMap(({ roles }) => roles),
          ),
        );
        return document.roles;
      },
    },
    OrganisationRoleHeld: {
      subject: (role: RoleOfOrganisation): Stamp | null =>
        subjects.map((subject) => subject(role)).find((found) => found !== null) ?? null,
    },
    Champion: { organisations: inRole('champion_institution') },
    ActionPlan: { coSigningOrganisations: inRole('co_signer') },
    Commitment: { responsibleOrganisations: inRole('responsible') },
  };
}
