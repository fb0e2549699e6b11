import { describe, expect, test } from '@jest/globals';
import {
  AssumeOrganisationRole,
  CeaseOrganisation,
  ClassifyOrganisation,
  EndOrganisationRole,
  MergeOrganisation,
  organisation,
  OrganisationCeased,
  OrganisationClassified,
  OrganisationMerged,
  OrganisationPlaced,
  OrganisationRenamed,
  OrganisationRoleAssumed,
  OrganisationRoleEnded,
  OrganisationSucceeded,
  PlaceOrganisation,
  RegisterOrganisation,
  RenameOrganisation,
  SucceedOrganisation,
} from '../../src/organisations/organisation/organisation.js';
import type { DomainEvent } from '../../src/kernel/message.js';
import { joined, registered } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

/** An event that is dated as given; null where nobody said when. */
const dated = <E extends DomainEvent>(effective: string | null, event: E): E => ({ ...event, effective });

const knbs = registered('knbs', { name: 'KNBS', names: [{ language: 'sw', name: 'Ofisi ya takwimu' }] });
const about = { organisation: 'knbs' };
const merged = OrganisationMerged({ ...about, into: 'odw' });
const none = { kind: null, sector: null, country: null };

describe('RegisterOrganisation', () => {
  const command = (more: object = {}) => commandOf(RegisterOrganisation, { ...about, name: 'KNBS', ...more });

  test('takes what is known, and leaves the rest open; without a date it is undated, and not of today', () => {
    given(organisation)
      .when(command())
      .then(dated(null, registered('knbs', { name: 'KNBS' })));
    given(organisation)
      .when(command({ effective: '../2018', names: [{ language: 'zh-Hant', name: '統計局' }] }))
      .then(dated('../2018', registered('knbs', { name: 'KNBS', names: [{ language: 'zh-Hant', name: '統計局' }] })));
  });

  test('takes a parent that is there, and not itself', () => {
    const part = command({ partOf: 'un' });
    given(organisation)
      .beside('organisation-un', registered('un'))
      .when(part)
      .then(dated(null, registered('knbs', { name: 'KNBS', partOf: 'un' })));
    given(organisation).when(part).thenRefused('ORGANISATION_UNKNOWN', 'partOf');
    given(organisation)
      .when(command({ partOf: 'knbs' }))
      .thenRefused('PART_OF_ITSELF', 'partOf');
  });

  test('keeps the slug for whoever has it', () => {
    given(organisation, knbs).when(command()).thenNothing();
    given(organisation, knbs)
      .when(command({ name: 'Other' }))
      .thenRefused('ORGANISATION_REGISTERED', 'organisation');
  });

  test.each([
    [[{ language: 'english', name: 'A' }], 'names.0.language must be a language tag such as pt, sr-Latn or pt-BR.'],
    [
      [
        { language: 'pt', name: 'A' },
        { language: 'pt', name: 'B' },
      ],
      'names must have one name of each language.',
    ],
  ])('names %j are refused', (names, message) => {
    expect(() => command({ names })).toThrow(message);
  });
});

describe('RenameOrganisation', () => {
  const command = (more: object = {}) => commandOf(RenameOrganisation, { ...about, name: 'Bureau', ...more });
  const names = [{ language: 'sw', name: 'Ofisi ya takwimu' }];

  test('keeps the names in other languages unless it is given new ones', () => {
    const renamed = { ...about, name: 'Bureau', shortName: null, cause: null };
    given(organisation, knbs)
      .when(command())
      .then(dated(null, OrganisationRenamed({ ...renamed, names })));
    given(organisation, knbs)
      .when(command({ names: [], effective: '2021' }))
      .then(dated('2021', OrganisationRenamed({ ...renamed, names: [] })));
  });

  test('says nothing twice, and nothing of what is not there or has ended', () => {
    given(organisation, knbs)
      .when(command({ name: 'KNBS' }))
      .thenNothing();
    given(organisation).when(command()).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
    given(organisation, knbs, merged).when(command()).thenRefused('ORGANISATION_ENDED', 'organisation');
  });
});

describe('ClassifyOrganisation', () => {
  const command = (more: object = {}) => commandOf(ClassifyOrganisation, { ...about, ...more });

  test('sets all three, also of one that has ended', () => {
    const classified = dated(null, OrganisationClassified({ ...about, ...none, country: 'KEN' }));
    given(organisation, knbs)
      .when(command({ country: 'KEN' }))
      .then(classified);
    given(organisation, knbs, merged)
      .when(command({ country: 'KEN' }))
      .then(classified);
    given(organisation, knbs).when(command()).thenNothing();
    given(organisation).when(command()).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  });
});

describe('PlaceOrganisation', () => {
  const command = (partOf: string | null) => commandOf(PlaceOrganisation, { ...about, partOf });

  test('puts it into another, or into none', () => {
    const placed = (partOf: string | null) => OrganisationPlaced({ ...about, partOf });
    given(organisation, knbs)
      .beside('organisation-un', registered('un'))
      .when(command('un'))
      .then(dated(null, placed('un')));
    given(organisation, knbs, placed('un'))
      .when(command(null))
      .then(dated(null, placed(null)));
    given(organisation, knbs).when(command(null)).thenNothing();
  });

  test('puts nothing into itself, however long the way', () => {
    given(organisation, knbs)
      .beside('organisation-b', registered('b', { partOf: 'a' }))
      .beside('organisation-a', registered('a', { partOf: 'knbs' }))
      .when(command('b'))
      .thenRefused('PART_OF_ITSELF', 'partOf');
    given(organisation, knbs).when(command('nowhere')).thenRefused('ORGANISATION_UNKNOWN', 'partOf');
  });
});

describe.each([
  ['MergeOrganisation', MergeOrganisation, OrganisationMerged],
  ['SucceedOrganisation', SucceedOrganisation, OrganisationSucceeded],
] as const)('%s', (_, Command, Event) => {
  const command = (into = 'odw') => commandOf(Command, { ...about, into, effective: '2026' });
  const done = Event({ ...about, into: 'odw' });

  test('ends it by another one that is there', () => {
    given(organisation, knbs).beside('organisation-odw', registered('odw')).when(command()).then(dated('2026', done));
    given(organisation, knbs).when(command()).thenRefused('ORGANISATION_UNKNOWN', 'into');
    given(organisation, knbs).when(command('knbs')).thenRefused('SUCCESSOR_IS_SELF', 'into');
  });

  test('does so once', () => {
    given(organisation, knbs, done).when(command()).thenNothing();
    given(organisation, knbs, done)
      .beside('organisation-un', registered('un'))
      .when(command('un'))
      .thenRefused('ORGANISATION_ENDED', 'organisation');
  });

  test('never leads back', () => {
    given(organisation, knbs)
      .beside('organisation-odw', registered('odw'), Event({ organisation: 'odw', into: 'knbs' }))
      .when(command())
      .thenRefused('SUCCESSOR_LOOP', 'into');
  });
});

describe('CeaseOrganisation', () => {
  const command = commandOf(CeaseOrganisation, about);

  test('ends it without a successor, once', () => {
    given(organisation, knbs)
      .when(command)
      .then(dated(null, OrganisationCeased(about)));
    given(organisation, knbs, OrganisationCeased(about)).when(command).thenNothing();
    given(organisation, knbs, merged).when(command).thenRefused('ORGANISATION_ENDED', 'organisation');
  });
});

describe('roles', () => {
  const role = {
    ...about,
    role: 'co_signer',
    subject: 'champion-kenya',
    organisationRole: 'co_signer/champion-kenya',
  } as const;
  const { organisationRole: _, ...asked } = role;
  const assume = (more: object = {}) => commandOf(AssumeOrganisationRole, { ...asked, ...more });
  const end = (more: object = {}) => commandOf(EndOrganisationRole, { ...asked, ...more });
  const assumed = OrganisationRoleAssumed(role);
  const partner = { role: 'partner', subject: null } as const;

  test('are assumed for a record that is there, or for none', () => {
    given(organisation, knbs)
      .beside('champion-kenya', joined())
      .when(assume({ effective: '../2019-11' }))
      .then(dated('../2019-11', assumed));
    given(organisation, knbs).when(assume()).thenRefused('SUBJECT_UNKNOWN', 'subject');
    given(organisation, knbs)
      .when(assume(partner))
      .then(dated(null, OrganisationRoleAssumed({ ...about, ...partner, organisationRole: 'partner' })));
    given(organisation).when(assume(partner)).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  });

  test('are held once at a time, and again once they have ended', () => {
    const beside = given(organisation, knbs, assumed).beside('champion-kenya', joined());
    beside.when(assume()).thenNothing();
    given(organisation, knbs, assumed, OrganisationRoleEnded(role))
      .beside('champion-kenya', joined())
      .when(assume())
      .then(dated(null, assumed));
  });

  test('of one that has ended can still be recorded, but not from a later day', () => {
    const after = given(organisation, knbs, dated('2020-09', merged));
    after.when(assume({ ...partner, effective: '2021' })).thenRefused('ORGANISATION_ENDED', 'effective');
    for (const effective of ['2018', '2020', '../2021', null])
      after
        .when(assume({ ...partner, effective }))
        .then(dated(effective, OrganisationRoleAssumed({ ...about, ...partner, organisationRole: 'partner' })));
  });

  test('end where they were held, not before they began', () => {
    given(organisation, knbs, dated('2020', assumed))
      .when(end({ effective: '2025' }))
      .then(dated('2025', OrganisationRoleEnded(role)));
    given(organisation, knbs, dated('2020', assumed))
      .when(end({ effective: '2019' }))
      .thenRefused('ROLE_ENDS_TOO_EARLY', 'effective');
    given(organisation, knbs, assumed, OrganisationRoleEnded(role)).when(end()).thenNothing();
    given(organisation, knbs).when(end()).thenRefused('ROLE_NOT_HELD', 'role');
  });
});

everyRuleIsTested(organisation);
