import { describe, expect, test } from '@jest/globals';
import { composition } from '../../src/contexts.js';
import {
  AcceptInvitation,
  AcceptRole,
  AdoptAuthorisationRules,
  AuthorisationRulesAdopted,
  ConfirmRole,
  ConfirmRoleWithdrawal,
  GrantRole,
  ProposeRole,
  ProposeRoleWithdrawal,
  RoleAccepted,
  RoleGranted,
  RoleOffered,
  RoleOfferWithdrawn,
  RoleProposed,
  RoleWithdrawalProposed,
  RoleWithdrawn,
  WithdrawRole,
} from '../../src/access/roles/role-messages.js';
import { roles } from '../support/cqrs/deciders.js';
import type { DomainEvent } from '../../src/kernel/message.js';
import { joined, registered } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { keyId, personId } from '../support/cqrs/issuer.js';

const [amina, bela, chidi, dora] = [1, 2, 3, 4].map(personId) as [string, string, string, string];
const { rules, rulesDigest } = composition;
const adopted = AuthorisationRulesAdopted({ version: rules.version, digest: rulesDigest });
const granted = (
  holder: string,
  role: 'secretariat' | 'approver' | 'auditor',
  organisation: string | null = null,
  proposal: number | null = null,
) => RoleGranted({ holder, role, organisation, until: null, proposal });
const offered = (
  holder: string,
  role: 'secretariat' | 'approver' | 'auditor',
  organisation: string | null = null,
  proposal: number | null = null,
) => RoleOffered({ holder, role, organisation, until: null, proposal });
/** An event as the log has it: by its entry, and with whoever stated it. */
const recorded = <E extends DomainEvent>(event: E, entry: number, actor: string): E => ({ ...event, entry, actor });
const by = <C extends { readonly by: { readonly actor: string }; with(other: object): C }>(
  command: C,
  actor: string,
  role = 'secretariat',
): C => command.with({ by: { ...command.by, actor, role } });
const isSecretariat = (holder: string): DomainEvent => granted(holder, 'secretariat');
/** A proposal as the log has it: by its entry, and with whoever made it. */
const proposed = (entry: number, actor: string, holder: string): DomainEvent =>
  ({ ...RoleProposed({ holder, role: 'secretariat', organisation: null, until: null }), entry, actor }) as DomainEvent;

describe('a role', () => {
  test('is given by the entry; the first entry of all adopts the rules by which the log is judged from there on', () => {
    given(roles)
      .beside('champion-kenya', joined('kenya'))
      .when(commandOf(GrantRole, { holder: amina, role: 'approver', organisation: 'kenya' }))
      .then(adopted, offered(amina, 'approver', 'kenya'));
    given(roles, adopted, isSecretariat(amina))
      .when(commandOf(GrantRole, { holder: bela, role: 'secretariat', until: '2030-12-31' }))
      .then(
        RoleOffered({ holder: bela, role: 'secretariat', organisation: null, until: '2030-12-31', proposal: null }),
      );
  });

  test('that is held already is given to another day, or not at all', () => {
    const held = [adopted, granted(amina, 'auditor')];
    given(roles, ...held)
      .when(commandOf(GrantRole, { holder: amina, role: 'auditor' }))
      .thenNothing();
    given(roles, ...held)
      .when(commandOf(GrantRole, { holder: amina, role: 'auditor', until: '2027-01-01' }))
      .then(RoleGranted({ holder: amina, role: 'auditor', organisation: null, until: '2027-01-01', proposal: null }));
  });

  test('is offered for an organisation that is no champion', () => {
    given(roles, adopted)
      .beside('organisation-knbs', registered('knbs'))
      .when(commandOf(GrantRole, { holder: amina, role: 'administrator', organisation: 'knbs' }))
      .then(RoleOffered({ holder: amina, role: 'administrator', organisation: 'knbs', until: null, proposal: null }));
  });

  test.each([
    ['of an organisation without one', { holder: amina, role: 'approver' }, 'ORGANISATION_REQUIRED', 'organisation'],
    [
      'of the register with an organisation',
      { holder: amina, role: 'secretariat', organisation: 'kenya' },
      'ORGANISATION_TOO_MUCH',
      'organisation',
    ],
    [
      'of a champion that is not there',
      { holder: amina, role: 'approver', organisation: 'nowhere' },
      'CHAMPION_UNKNOWN',
      'organisation',
    ],
    [
      'in which a machine would sign',
      { holder: keyId(1), role: 'approver', organisation: 'kenya' },
      'ROLE_OF_PERSONS',
      'role',
    ],
    ['in which a machine would give roles', { holder: keyId(1), role: 'secretariat' }, 'ROLE_OF_PERSONS', 'role'],
    [
      'on another day than that of the entry',
      { holder: amina, role: 'auditor', effective: '2020' },
      'EFFECTIVE_NOW',
      'effective',
    ],
  ] as const)('%s is refused', (_, input, code, field) => {
    given(roles).beside('champion-kenya', joined('kenya')).when(commandOf(GrantRole, input)).thenRefused(code, field);
  });

  test('is given by nobody to themselves, nor proposed, nor confirmed', () => {
    const own = (command: ReturnType<typeof commandOf<typeof GrantRole>>) =>
      command.with({ by: { ...command.by, actor: amina } });
    given(roles)
      .when(own(commandOf(GrantRole, { holder: amina, role: 'auditor' })))
      .thenRefused('SELF_GRANT', 'holder');
    const proposing = commandOf(ProposeRole, { holder: amina, role: 'secretariat' });
    given(roles)
      .when(proposing.with({ by: { ...proposing.by, actor: amina } }))
      .thenRefused('SELF_GRANT', 'holder');
    const confirming = commandOf(ConfirmRole, { proposal: 3 });
    given(roles, proposed(3, bela, amina))
      .when(confirming.with({ by: { ...confirming.by, actor: amina } }))
      .thenRefused('SELF_GRANT', 'holder');
  });

  test('is taken, once it is held', () => {
    const input = { holder: amina, role: 'approver', organisation: 'kenya', reasonCode: 'left' } as const;
    given(roles, adopted, granted(amina, 'approver', 'kenya'))
      .when(commandOf(WithdrawRole, input))
      .then(RoleWithdrawn(input));
    given(roles, adopted, granted(amina, 'approver', 'togo'))
      .when(commandOf(WithdrawRole, input))
      .thenRefused('ROLE_NOT_HELD', 'holder');
    given(roles, adopted, granted(amina, 'approver', 'kenya'), RoleWithdrawn(input))
      .when(commandOf(WithdrawRole, input))
      .thenNothing();
  });
});

describe('an offer', () => {
  const offer = recorded(offered(amina, 'approver', 'kenya'), 5, chidi);
  const accepting = by(commandOf(AcceptRole, { offer: 5 }), amina, 'public');
  const taken = RoleAccepted({ holder: amina, role: 'approver', organisation: 'kenya', until: null, offer: 5 });

  test('is accepted by whoever it was made to, once, and by nobody else', () => {
    given(roles, adopted, offer).when(accepting).then(taken);
    given(roles, adopted, offer, taken).when(accepting).thenNothing();
    given(roles, adopted, offer)
      .when(by(accepting, bela, 'public'))
      .thenRefused('OFFER_UNKNOWN', 'offer');
    given(roles, adopted).when(accepting).thenRefused('OFFER_UNKNOWN', 'offer');
    given(roles, adopted, offer)
      .when(by(commandOf(AcceptRole, { offer: 5, effective: '2020' }), amina))
      .thenRefused('EFFECTIVE_NOW', 'effective');
  });

  test('by an invitation is accepted by whoever follows it, but not by whoever made it', () => {
    const invitation = `invitation-${amina.slice('person-'.length)}`;
    const invited = recorded(offered(invitation, 'auditor'), 6, chidi);
    const following = by(commandOf(AcceptInvitation, { offer: 6, invitation }), bela, 'public');
    const followed = RoleAccepted({ holder: bela, role: 'auditor', organisation: null, until: null, offer: 6 });
    given(roles, adopted, invited).when(following).then(followed);
    given(roles, adopted, invited, followed).when(following).thenNothing();
    given(roles, adopted, invited)
      .when(by(following, chidi, 'public'))
      .thenRefused('SELF_GRANT', 'offer');
    given(roles, adopted, invited)
      .when(by(commandOf(AcceptRole, { offer: 6 }), bela, 'public'))
      .thenRefused('OFFER_UNKNOWN', 'offer');
  });

  test('is made once, and can be taken back; then nobody accepts it', () => {
    const input = { holder: amina, role: 'approver', organisation: 'kenya', reasonCode: 'mistaken' } as const;
    const back = recorded(RoleOfferWithdrawn(input), 6, chidi);
    given(roles, adopted, offer)
      .beside('champion-kenya', joined('kenya'))
      .when(commandOf(GrantRole, { holder: amina, role: 'approver', organisation: 'kenya' }))
      .thenNothing();
    given(roles, adopted, offer).when(commandOf(WithdrawRole, input)).then(RoleOfferWithdrawn(input));
    given(roles, adopted, offer, back).when(accepting).thenRefused('OFFER_UNKNOWN', 'offer');
    given(roles, adopted, offer, back).when(commandOf(WithdrawRole, input)).thenNothing();
  });

  test('to a machine is not needed: it has its role at once', () => {
    given(roles, adopted)
      .beside('champion-kenya', joined('kenya'))
      .when(commandOf(GrantRole, { holder: keyId(1), role: 'reporter', organisation: 'kenya' }))
      .then(RoleGranted({ holder: keyId(1), role: 'reporter', organisation: 'kenya', until: null, proposal: null }));
  });
});

describe('the secretariat', () => {
  const two = [adopted, isSecretariat(amina), isSecretariat(bela)];

  test('is joined by the word of two, once two have been there', () => {
    given(roles, ...two)
      .when(commandOf(GrantRole, { holder: chidi, role: 'secretariat' }))
      .thenRefused('SECOND_PERSON', 'role');
    given(roles, ...two)
      .when(commandOf(ProposeRole, { holder: chidi, role: 'secretariat' }))
      .then(RoleProposed({ holder: chidi, role: 'secretariat', organisation: null, until: null }));
    given(roles, ...two, proposed(7, amina, chidi))
      .when(commandOf(ConfirmRole, { proposal: 7 }))
      .then(offered(chidi, 'secretariat', null, 7));
  });

  test('cannot be taken over by one who sends the other away; when nobody is left, it begins anew', () => {
    const gone = (holder: string): DomainEvent =>
      RoleWithdrawn({ holder, role: 'secretariat', organisation: null, reasonCode: 'left' });
    given(roles, ...two, gone(bela))
      .when(commandOf(GrantRole, { holder: chidi, role: 'secretariat' }))
      .thenRefused('SECOND_PERSON', 'role');
    given(roles, ...two, gone(bela), gone(amina))
      .when(commandOf(GrantRole, { holder: chidi, role: 'secretariat' }))
      .then(offered(chidi, 'secretariat'));
  });

  test('is not joined by the word of one who says it twice, nor twice by the same word', () => {
    const confirming = commandOf(ConfirmRole, { proposal: 7 });
    given(roles, ...two, proposed(7, 'somebody', chidi))
      .when(confirming)
      .thenRefused('SECOND_PERSON', 'proposal');
    given(roles, ...two, proposed(7, amina, chidi), granted(chidi, 'secretariat', null, 7))
      .when(confirming)
      .thenNothing();
    given(roles, ...two)
      .when(confirming)
      .thenRefused('PROPOSAL_UNKNOWN', 'proposal');
  });

  test('is not joined by an offer from before it had two', () => {
    const early = recorded(offered(chidi, 'secretariat'), 3, amina);
    given(roles, adopted, isSecretariat(amina), early, isSecretariat(bela))
      .when(by(commandOf(AcceptRole, { offer: 3 }), chidi, 'public'))
      .thenRefused('SECOND_PERSON', 'offer');
  });

  test('is left by the word of its member, of the operator, or of two others', () => {
    const leaving = { holder: bela, role: 'secretariat', reasonCode: 'left' } as const;
    const left = RoleWithdrawn({ ...leaving, organisation: null });
    const leave = recorded(RoleWithdrawalProposed({ ...leaving, organisation: null }), 8, amina);
    const confirming = by(commandOf(ConfirmRoleWithdrawal, { proposal: 8 }), chidi);
    const confirmed = RoleWithdrawn({ ...leaving, organisation: null, proposal: 8 });
    given(roles, ...two)
      .when(by(commandOf(WithdrawRole, leaving), bela))
      .then(left);
    given(roles, ...two)
      .when(by(commandOf(WithdrawRole, leaving), 'operator-1', 'operator'))
      .then(left);
    given(roles, ...two)
      .when(by(commandOf(WithdrawRole, leaving), amina))
      .thenRefused('SECOND_PERSON', 'role');
    given(roles, ...two)
      .when(by(commandOf(ProposeRoleWithdrawal, leaving), amina))
      .then(RoleWithdrawalProposed({ ...leaving, organisation: null }));
    given(roles, ...two, leave)
      .when(by(commandOf(ProposeRoleWithdrawal, leaving), amina))
      .thenNothing();
    given(roles, ...two)
      .when(commandOf(ProposeRoleWithdrawal, { ...leaving, holder: dora }))
      .thenRefused('ROLE_NOT_HELD', 'holder');
    given(roles, ...two, leave)
      .when(confirming)
      .then(confirmed);
    given(roles, ...two, leave)
      .when(by(confirming, amina))
      .thenRefused('SECOND_PERSON', 'proposal');
    given(roles, ...two, leave, recorded(confirmed, 9, chidi))
      .when(confirming)
      .thenNothing();
    given(roles, ...two, leave, recorded(left, 9, bela))
      .when(confirming)
      .thenRefused('ROLE_NOT_HELD', 'proposal');
  });

  test('is neither joined nor left by the word of somebody who has left since', () => {
    const gone = recorded(
      RoleWithdrawn({ holder: amina, role: 'secretariat', organisation: null, reasonCode: 'left' }),
      9,
      'operator-1',
    );
    const leave = recorded(
      RoleWithdrawalProposed({ holder: bela, role: 'secretariat', organisation: null, reasonCode: 'left' }),
      8,
      amina,
    );
    given(roles, ...two, proposed(7, amina, chidi), leave, gone)
      .when(by(commandOf(ConfirmRole, { proposal: 7 }), bela))
      .thenRefused('PROPOSAL_UNKNOWN', 'proposal');
    given(roles, ...two, proposed(7, amina, chidi), leave, gone)
      .when(by(commandOf(ConfirmRoleWithdrawal, { proposal: 8 }), dora))
      .thenRefused('PROPOSAL_UNKNOWN', 'proposal');
    given(roles, ...two, proposed(7, amina, chidi), leave)
      .when(commandOf(ConfirmRole, { proposal: 8 }))
      .thenRefused('PROPOSAL_UNKNOWN', 'proposal');
  });

  test('is not proposed twice by the same, nor to whoever is in it', () => {
    given(roles, ...two, proposed(7, 'somebody', dora))
      .when(commandOf(ProposeRole, { holder: dora, role: 'secretariat' }))
      .thenNothing();
    given(roles, ...two)
      .when(commandOf(ProposeRole, { holder: bela, role: 'secretariat' }))
      .thenRefused('ROLE_HELD', 'holder');
    given(roles, ...two)
      .when(commandOf(ProposeRole, { holder: dora, role: 'secretariat', effective: '2026' }))
      .thenRefused('EFFECTIVE_NOW', 'effective');
  });
});

describe('the rules', () => {
  const digest = 'ab'.repeat(32);
  test('are adopted once, and never an older version after a newer one', () => {
    given(roles, adopted)
      .when(commandOf(AdoptAuthorisationRules, { version: rules.version + 1, digest }))
      .then(AuthorisationRulesAdopted({ version: rules.version + 1, digest }));
    given(roles, adopted)
      .when(commandOf(AdoptAuthorisationRules, { version: rules.version, digest: rulesDigest }))
      .thenNothing();
    given(roles, AuthorisationRulesAdopted({ version: 2, digest }))
      .when(commandOf(AdoptAuthorisationRules, { version: 1, digest }))
      .thenRefused('RULES_NEWER');
  });
});

test('an id is that of a person, of a key or of an invitation, and of nothing else', () => {
  for (const holder of [
    'person-1',
    'Amina',
    keyId(1).replace('key', 'job'),
    personId(1).toUpperCase(),
    personId(1).replace('-7', '-4'),
  ])
    expect(() => commandOf(GrantRole, { holder, role: 'auditor' })).toThrow(
      'holder must be the random id of a person, a key or an invitation',
    );
});

everyRuleIsTested(roles);
