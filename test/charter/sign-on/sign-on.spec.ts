import { describe, test } from '@jest/globals';
import {
  DeclineToSign,
  ExpressInterest,
  InterestExpressed,
  InviteToSign,
  signOn,
  SigningDeclined,
  SigningInvited,
} from '../../../src/charter/sign-on/sign-on.js';
import { invited, joined } from '../../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given, today } from '../../support/cqrs/given.js';

const candidate = { champion: 'kenya', name: 'KENYA' };
const facts = { ...candidate, kind: null, country: null };
const invite = (more: object = {}) => commandOf(InviteToSign, { ...candidate, ...more });
const interest = (more: object = {}) => commandOf(ExpressInterest, { ...candidate, ...more });
const decline = commandOf(DeclineToSign, { champion: 'kenya' });
const hasJoined = (effective: string | null) => ({ ...joined('kenya'), effective });

describe('before an organisation signs', () => {
  test('it is invited, expresses interest, declines, and is invited again', () => {
    given(signOn).when(invite()).then(SigningInvited(facts));
    given(signOn, invited()).when(interest()).then(InterestExpressed(facts));
    given(signOn, invited())
      .when(decline)
      .then(SigningDeclined({ champion: 'kenya' }));
    given(signOn, invited(), SigningDeclined({ champion: 'kenya' }))
      .when(invite())
      .then(SigningInvited(facts));
  });

  test('interest needs no invitation, a refusal does', () => {
    given(signOn).when(interest()).then(InterestExpressed(facts));
    given(signOn).when(decline).thenRefused('SIGN_ON_UNKNOWN', 'champion');
  });

  test('the same step adds nothing', () => {
    given(signOn, invited()).when(invite()).thenNothing();
    given(signOn, InterestExpressed(facts)).when(interest()).thenNothing();
    given(signOn, invited(), SigningDeclined({ champion: 'kenya' }))
      .when(decline)
      .thenNothing();
  });
});

describe('once it has signed', () => {
  test('steps before that are recorded with their date', () => {
    given(signOn)
      .beside('champion-kenya', hasJoined('2018-07'))
      .when(invite({ effective: '2018-01' }))
      .then(SigningInvited(facts));
    given(signOn)
      .beside('champion-kenya', hasJoined('2018'))
      .when(interest({ effective: '2018-07' }))
      .then(InterestExpressed(facts));
  });

  test('steps after that are refused, those of today among them', () => {
    for (const command of [invite(), interest({ effective: '2018-08' })])
      given(signOn)
        .beside('champion-kenya', hasJoined('2018-07'))
        .when(command)
        .thenRefused('CHAMPION_ALREADY_JOINED', 'effective');
  });

  test('where nobody knows when it signed, nothing is after that', () => {
    given(signOn)
      .beside('champion-kenya', hasJoined(null))
      .when(invite({ effective: today }))
      .then(SigningInvited(facts));
  });
});

everyRuleIsTested(signOn);
