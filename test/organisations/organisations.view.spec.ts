import { describe, expect, test } from '@jest/globals';
import {
  OrganisationMerged,
  OrganisationRenamed,
  OrganisationRoleAssumed,
  OrganisationRoleEnded,
} from '../../src/organisations/organisation/organisation.js';
import {
  ListOrganisations,
  OrganisationBySlug,
  type OrganisationFilter,
} from '../../src/organisations/organisation/organisations.view.js';
import type { OrganisationRole } from '../../src/organisations/organisation/vocabulary.js';
import { registered } from '../support/cqrs/examples.js';
import { on, Views } from '../support/register/views.js';

const role = (organisation: string, name: OrganisationRole) => ({
  organisation,
  role: name,
  subject: null,
  organisationRole: name,
});
const began = (organisation: string, name: OrganisationRole) => OrganisationRoleAssumed(role(organisation, name));

describe('the list of organisations', () => {
  const register = Views.over(
    on(
      '2010',
      registered('knbs', {
        name: 'Kenya Bureau',
        country: 'KEN',
        kind: 'national_statistics_office',
        sector: 'statistics',
      }),
    ),
    on(
      '2012',
      registered('odw', {
        name: 'Open Data Watch',
        partOf: 'un',
        names: [{ language: 'es', name: 'Observatorio de datos' }],
      }),
    ),
    on('2000', registered('un', { name: 'United Nations', kind: 'multilateral' })),
    on('2015', registered('data2x', { name: 'Data2X' })),
    on('2016', OrganisationRenamed({ organisation: 'un', name: 'The UN', shortName: 'UN', names: [], cause: null })),
    on('2018', began('knbs', 'core_group_member')),
    on('2018', began('odw', 'core_group_member')),
    on('2020', OrganisationRoleEnded(role('odw', 'core_group_member'))),
    on('2019', began('data2x', 'partner')),
    on('2021', OrganisationMerged({ organisation: 'data2x', into: 'odw' })),
  );
  const list = async (filter: OrganisationFilter) =>
    (await (await register).ask(ListOrganisations, { filter })).nodes.map(({ slug }) => slug);

  test.each<[OrganisationFilter, string[]]>([
    [{}, ['data2x', 'knbs', 'odw', 'un']],
    [{ organisations: ['un', 'nobody'] }, ['un']],
    [{ kinds: ['multilateral'] }, ['un']],
    [{ sectors: ['statistics'] }, ['knbs']],
    [{ countries: ['KEN'] }, ['knbs']],
    [{ countries: ['none'] }, ['data2x', 'odw', 'un']],
    [{ statuses: ['merged'] }, ['data2x']],
    [{ partOf: ['un'] }, ['odw']],
    [{ roles: ['core_group_member'] }, ['knbs']],
    [{ roles: ['core_group_member'], formerRoles: true }, ['knbs', 'odw']],
    [{ roles: ['partner'] }, []],
    [{ text: 'observatorio' }, ['odw']],
    [{ text: 'united' }, ['un']],
  ])('filtered by %j holds %j', async (filter, slugs) => {
    expect(await list(filter)).toEqual(slugs);
  });
});

test('what an organisation is called, and its roles, are kept with their dates; unknown ones stay unknown', async () => {
  const views = await Views.over(
    registered('odw', { name: 'ODW', names: [{ language: 'ar', name: 'مرصد' }] }),
    on('../2019-11', began('odw', 'supporter')),
    began('odw', 'author'),
    OrganisationRoleEnded(role('odw', 'author')),
    on('2020', OrganisationMerged({ organisation: 'odw', into: 'un' })),
  );
  expect(await views.ask(OrganisationBySlug, { slug: 'odw' })).toMatchObject({
    founded: null,
    status: 'merged',
    ended: '2020',
    into: 'un',
    translations: [{ language: 'ar', name: 'مرصد' }],
    names: [{ name: 'ODW', since: null, entry: 0 }],
    roles: [
      { role: 'supporter', since: '../2019-11', until: '2020', isHeld: false, entry: 1 },
      { role: 'author', since: null, until: '2020', isHeld: false, entry: 2 },
    ],
  });
});
