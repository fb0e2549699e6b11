import { describe, test } from '@jest/globals';
import {
  ActionPlanExpected,
  CeaseChampion,
  champion,
  ChampionCeased,
  ChampionInstitutionsNamed,
  ChampionJoined,
  ChampionMerged,
  ChampionRenamed,
  ChampionSucceeded,
  ChampionWithdrawn,
  ExpectActionPlan,
  JoinCharter,
  MergeChampion,
  NameInstitutions,
  RenameChampion,
  SucceedChampion,
  WithdrawChampion,
} from '../../../src/charter/champion/champion.js';
import { announced, joined } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../../support/cqrs/given.js';

const kenya = joined('kenya', { name: 'Kenya National Bureau of Statistics', shortName: 'KNBS' });
const dfid = joined('dfid', { name: 'Department for International Development' });
const merged = ChampionMerged({ champion: 'dfid', intoChampion: 'fcdo', intoOrganisation: null });
const succeeded = ChampionSucceeded({ champion: 'dfid', intoChampion: null, intoOrganisation: 'Open Data Watch' });
const ceased = ChampionCeased({ champion: 'dfid' });
const withdrawn = ChampionWithdrawn({ champion: 'dfid', reasonCode: 'shift_in_priorities' });

describe('joining the charter', () => {
  const join = (name: string, more: object = {}) =>
    commandOf(JoinCharter, { champion: 'kenya', name, kind: 'government', ...more });

  test('an organisation joins under the name it has', () => {
    given(champion)
      .when(
        join('Kenya', {
          shortName: 'KNBS',
          country: 'KEN',
          institutions: ['KNBS', 'Ministry of Labour'],
          isFounding: true,
        }),
      )
      .then(
        ChampionJoined({
          champion: 'kenya',
          name: 'Kenya',
          shortName: 'KNBS',
          kind: 'government',
          country: 'KEN',
          institutions: ['KNBS', 'Ministry of Labour'],
          isFounding: true,
        }),
      );
  });

  test('what it says in words goes with it, in its language', () => {
    given(champion)
      .when(join('Kenya', { note: 'Signé à Nairobi.', language: 'fr' }))
      .then(
        ChampionJoined(
          {
            champion: 'kenya',
            name: 'Kenya',
            shortName: null,
            kind: 'government',
            country: null,
            institutions: [],
          },
          { language: 'fr', note: 'Signé à Nairobi.' },
        ),
      );
  });

  test('joining again under the same name adds nothing', () => {
    given(champion, kenya).when(join('Kenya National Bureau of Statistics')).thenNothing();
  });

  test('a slug belongs to one organisation for ever, renamed or gone', () => {
    given(champion, kenya).when(join('Somebody else')).thenRefused('CHAMPION_ALREADY_JOINED', 'champion');
    for (const end of [merged, succeeded, ceased])
      given(champion, dfid, end).when(join('DFID')).thenRefused('CHAMPION_ALREADY_JOINED', 'champion');
  });

  test('a slug that reads like the code of a plan is refused, so that no two reports get one code', () => {
    given(champion)
      .beside('actionPlan-IDC-KENYA-2024', announced('IDC-KENYA-2024'))
      .when(commandOf(JoinCharter, { champion: 'kenya-2024', name: 'Kenya 2024', kind: 'government' }))
      .thenRefused('SLUG_TAKEN', 'champion');
  });

  test('who withdrew may come back', () => {
    given(champion, dfid, withdrawn)
      .when(commandOf(JoinCharter, { champion: 'dfid', name: 'DFID', kind: 'government' }))
      .then(joined('dfid', { name: 'DFID' }));
  });
});

describe('a new name', () => {
  const rename = (name: string, more: object = {}) =>
    commandOf(RenameChampion, { champion: 'kenya', name, ...more }, 'administrator');

  test('a champion goes by another name, and keeps its short name unless it gives one', () => {
    given(champion, kenya)
      .when(rename('Statistics Kenya', { cause: 'renamed' }))
      .then(ChampionRenamed({ champion: 'kenya', name: 'Statistics Kenya', shortName: 'KNBS', cause: 'renamed' }));
    given(champion, kenya)
      .when(rename('Kenya National Bureau of Statistics', { shortName: 'SK' }))
      .then(
        ChampionRenamed({
          champion: 'kenya',
          name: 'Kenya National Bureau of Statistics',
          shortName: 'SK',
          cause: null,
        }),
      );
  });

  test('a ministry is renamed, and back', () => {
    const away = ChampionRenamed({
      champion: 'kenya',
      name: 'Ministry of Public Service',
      shortName: 'KNBS',
      cause: 'reorganised',
    });
    given(champion, kenya, away)
      .when(rename('Kenya National Bureau of Statistics'))
      .then(
        ChampionRenamed({
          champion: 'kenya',
          name: 'Kenya National Bureau of Statistics',
          shortName: 'KNBS',
          cause: null,
        }),
      );
  });

  test('the name it has adds nothing', () => {
    given(champion, kenya).when(rename('Kenya National Bureau of Statistics')).thenNothing();
    given(champion, kenya)
      .when(rename('Kenya National Bureau of Statistics', { shortName: 'KNBS' }))
      .thenNothing();
  });

  test('nobody who is not there, or no longer acts, is renamed', () => {
    given(champion).when(rename('Kenya')).thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(champion, kenya, ChampionCeased({ champion: 'kenya' }))
      .when(rename('Kenya'))
      .thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
  });
});

describe('the institutions of a joint champion', () => {
  const name = (...institutions: string[]) => commandOf(NameInstitutions, { champion: 'kenya', institutions });

  test('all of them are named anew', () => {
    given(champion, kenya)
      .when(name('KNBS', 'NCPWD'))
      .then(ChampionInstitutionsNamed({ champion: 'kenya', institutions: ['KNBS', 'NCPWD'] }));
  });

  test('the same ones in the same order add nothing', () => {
    const named = ChampionInstitutionsNamed({ champion: 'kenya', institutions: ['KNBS', 'NCPWD'] });
    given(champion, kenya, named).when(name('KNBS', 'NCPWD')).thenNothing();
    given(champion, kenya).when(name()).thenNothing();
    given(champion, kenya, named)
      .when(name())
      .then(ChampionInstitutionsNamed({ champion: 'kenya', institutions: [] }));
  });

  test('only of a champion that acts', () => {
    given(champion).when(name('KNBS')).thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(champion, kenya, ChampionCeased({ champion: 'kenya' }))
      .when(name('KNBS'))
      .thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
  });
});

describe.each([
  { way: 'merging into another', Command: MergeChampion, Fact: ChampionMerged, other: succeeded },
  { way: 'being succeeded by another', Command: SucceedChampion, Fact: ChampionSucceeded, other: merged },
])('$way', ({ Command, Fact, other }) => {
  const end = (into: { intoChampion?: string; intoOrganisation?: string }) =>
    commandOf(Command, { champion: 'dfid', ...into });
  const intoFcdo = Fact({ champion: 'dfid', intoChampion: 'fcdo', intoOrganisation: null });
  const intoSomebody = Fact({ champion: 'dfid', intoChampion: null, intoOrganisation: 'Open Data Watch' });
  const fcdo = joined('fcdo');

  test('it goes into another champion, into an organisation outside, or the source does not say', () => {
    given(champion, dfid)
      .beside('champion-fcdo', fcdo)
      .when(end({ intoChampion: 'fcdo' }))
      .then(intoFcdo);
    given(champion, dfid)
      .when(end({ intoOrganisation: 'Open Data Watch' }))
      .then(intoSomebody);
    given(champion, dfid)
      .when(end({}))
      .then(Fact({ champion: 'dfid', intoChampion: null, intoOrganisation: null }));
  });

  test('said again it adds nothing, even after its successor ended too', () => {
    given(champion, dfid, intoFcdo)
      .beside('champion-fcdo', fcdo, ChampionCeased({ champion: 'fcdo' }))
      .when(end({ intoChampion: 'fcdo' }))
      .thenNothing();
    given(champion, dfid, intoSomebody)
      .when(end({ intoOrganisation: 'Open Data Watch' }))
      .thenNothing();
  });

  test('there is one end: not two, not into two, not into itself', () => {
    given(champion, dfid, other)
      .when(end({ intoOrganisation: 'Open Data Watch' }))
      .thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
    given(champion, dfid, intoFcdo)
      .when(end({ intoOrganisation: 'Open Data Watch' }))
      .thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
    given(champion, dfid)
      .when(end({ intoChampion: 'fcdo', intoOrganisation: 'FCDO' }))
      .thenRefused('SUCCESSOR_AMBIGUOUS', 'intoOrganisation');
    given(champion, dfid)
      .when(end({ intoChampion: 'dfid' }))
      .thenRefused('SUCCESSOR_IS_SELF', 'intoChampion');
  });

  test('both must be there, and act', () => {
    given(champion).when(end({})).thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(champion, dfid)
      .when(end({ intoChampion: 'fcdo' }))
      .thenRefused('CHAMPION_UNKNOWN', 'intoChampion');
    given(champion, dfid)
      .beside('champion-fcdo', fcdo, ChampionCeased({ champion: 'fcdo' }))
      .when(end({ intoChampion: 'fcdo' }))
      .thenRefused('CHAMPION_NOT_ACTIVE', 'intoChampion');
  });
});

describe('an end without a successor', () => {
  const cease = commandOf(CeaseChampion, { champion: 'dfid', note: 'Closed in October 2024.' });

  test('an organisation closes', () => {
    given(champion, dfid)
      .when(cease)
      .then(ChampionCeased({ champion: 'dfid' }, { language: 'en', note: 'Closed in October 2024.' }));
  });

  test('it closes once', () => {
    given(champion, dfid, ceased).when(cease).thenNothing();
  });

  test('who is not there, or went otherwise, does not close', () => {
    given(champion).when(cease).thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(champion, dfid, merged).when(cease).thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
  });
});

describe('leaving the charter', () => {
  const withdraw = commandOf(WithdrawChampion, { champion: 'dfid', reasonCode: 'shift_in_priorities' }, 'approver');

  test('a champion leaves and says why', () => {
    given(champion, dfid).when(withdraw).then(withdrawn);
  });

  test('it leaves once, and may leave again after it came back', () => {
    given(champion, dfid, withdrawn).when(withdraw).thenNothing();
    given(champion, dfid, withdrawn, dfid).when(withdraw).then(withdrawn);
  });

  test('who is not there, or has ended, does not leave', () => {
    given(champion).when(withdraw).thenRefused('CHAMPION_UNKNOWN', 'champion');
    given(champion, dfid, ceased).when(withdraw).thenRefused('CHAMPION_NOT_ACTIVE', 'champion');
  });
});

describe('the date by which its action plan is expected', () => {
  const expected = ActionPlanExpected({ champion: 'kenya', due: '2020-01' });
  const expect = (due: string) => commandOf(ExpectActionPlan, { champion: 'kenya', due });

  test('is set, and set again', () => {
    given(champion, kenya).when(expect('2020-01')).then(expected);
    given(champion, kenya, expected)
      .when(expect('2020-06'))
      .then(ActionPlanExpected({ champion: 'kenya', due: '2020-06' }));
  });

  test('the same date adds nothing', () => {
    given(champion, kenya, expected).when(expect('2020-01')).thenNothing();
  });

  test('of nobody who has not joined', () => {
    given(champion).when(expect('2020-01')).thenRefused('CHAMPION_UNKNOWN', 'champion');
  });
});

everyRuleIsTested(champion);
