import { describe, test } from '@jest/globals';
import {
  AgreeCharterVersion,
  charterVersion,
  CharterVersionAgreed,
  CharterVersionDrafted,
  CloseConsultation,
  ConsultationClosed,
  ConsultationOpened,
  DraftCharterVersion,
  OpenConsultation,
} from '../../src/charter/charter/charter-version.js';
import { drafted, registered } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';

const version = 'draft-1';
const opened = ConsultationOpened({ version, until: '2018-03' });
const closed = ConsultationClosed({ version, contributions: 40 });
const agreed = CharterVersionAgreed({ version, agreedBy: ['dfid'], document: null });

describe('drafting a version of the charter', () => {
  const draft = (title = 'Version draft-1') => commandOf(DraftCharterVersion, { version, title });

  test('a draft has a title, and perhaps a summary and an address', () => {
    given(charterVersion)
      .when(
        commandOf(DraftCharterVersion, { version, title: 'Brouillon', language: 'fr', document: 'https://x.org/1' }),
      )
      .then(
        CharterVersionDrafted(
          { version, document: 'https://x.org/1' },
          { language: 'fr', title: 'Brouillon', summary: null, note: null },
        ),
      );
  });

  test('the same draft adds nothing, another one needs a slug of its own', () => {
    given(charterVersion, drafted()).when(draft()).thenNothing();
    given(charterVersion, drafted()).when(draft('Another')).thenRefused('CHARTER_VERSION_TAKEN', 'version');
  });
});

describe('a consultation', () => {
  const open = (until = '2018-03') => commandOf(OpenConsultation, { version, until });
  const close = commandOf(CloseConsultation, { version, contributions: 40 });

  test('opens, is prolonged, closes and opens again', () => {
    given(charterVersion, drafted()).when(open()).then(opened);
    given(charterVersion, drafted(), opened)
      .when(open('2018-04'))
      .then(ConsultationOpened({ version, until: '2018-04' }));
    given(charterVersion, drafted(), opened).when(close).then(closed);
    given(charterVersion, drafted(), opened, closed).when(open()).then(opened);
  });

  test('what is so already adds nothing', () => {
    given(charterVersion, drafted(), opened).when(open()).thenNothing();
    given(charterVersion, drafted(), opened, closed).when(close).thenNothing();
  });

  test('is about a draft that is there and not agreed', () => {
    given(charterVersion).when(open()).thenRefused('CHARTER_VERSION_UNKNOWN', 'version');
    given(charterVersion, drafted(), agreed).when(open()).thenRefused('CHARTER_VERSION_AGREED', 'version');
    given(charterVersion, drafted()).when(close).thenRefused('CONSULTATION_NOT_OPEN', 'version');
  });
});

describe('agreeing a version', () => {
  const agree = commandOf(AgreeCharterVersion, { version, agreedBy: ['dfid'] });

  test('it is agreed by organisations that are known, with or without a consultation', () => {
    given(charterVersion, drafted()).beside('organisation-dfid', registered('dfid')).when(agree).then(agreed);
    given(charterVersion, drafted(), opened, closed)
      .beside('organisation-dfid', registered('dfid'))
      .when(agree)
      .then(agreed);
    given(charterVersion, drafted()).when(agree).thenRefused('ORGANISATION_UNKNOWN', ['agreedBy', '0']);
  });

  test('agreeing it again adds nothing', () => {
    given(charterVersion, drafted(), agreed).when(agree).thenNothing();
  });

  test('a consultation must have closed', () => {
    given(charterVersion, drafted(), opened).when(agree).thenRefused('CONSULTATION_OPEN', 'version');
    given(charterVersion).when(agree).thenRefused('CHARTER_VERSION_UNKNOWN', 'version');
  });
});

everyRuleIsTested(charterVersion);
