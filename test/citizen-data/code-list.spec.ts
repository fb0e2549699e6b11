import {
  codeList,
  ListVersionWithdrawn,
  PublishListVersion,
  WithdrawListVersion,
} from '../../src/citizen-data/code-list/list-version.js';
import { test } from '@jest/globals';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { listed, term } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';

const list = 'taxonomy';
const published = { codeList: list, version: '1', purpose: 'example_taxonomy', title: 'List taxonomy' } as const;

test('a version is published with its terms, and then stays as it is', () => {
  const terms = [term('crowdsourcing', { group: 'method' })];
  const publish = { ...published, terms: [{ code: 'crowdsourcing', group: 'method' }] };
  given(codeList)
    .when(commandOf(PublishListVersion, publish))
    .then(listed(list, '1', terms));
  given(codeList, listed(list, '1', terms))
    .when(commandOf(PublishListVersion, publish))
    .thenNothing();
  given(codeList, listed(list, '1', terms))
    .when(commandOf(PublishListVersion, { ...publish, title: 'Another' }))
    .thenRefused('LIST_VERSION_PUBLISHED', 'version');
  given(codeList, listed(list, '1', terms))
    .when(commandOf(PublishListVersion, { ...publish, version: '2' }))
    .then(listed(list, '2', terms));
});

test('all versions of a list have one purpose', () => {
  given(codeList, listed(list))
    .when(commandOf(PublishListVersion, { ...published, version: '2', purpose: 'quality_criteria' }))
    .thenRefused('CODE_LIST_PURPOSE', 'purpose');
});

test('publishers are organisations of the register', () => {
  const publish = commandOf(PublishListVersion, { ...published, publishers: ['nobody'] });
  given(codeList).when(publish).thenRefused('ORGANISATION_UNKNOWN', ['publishers', '0']);
  given(codeList)
    .beside('champion-kenya', joined())
    .when(commandOf(PublishListVersion, { ...published, publishers: ['kenya'] }))
    .then({ ...listed(list, '1', []), facts: { ...listed(list, '1', []).facts, publishers: ['kenya'] } });
});

test('a version is withdrawn once', () => {
  const withdraw = { codeList: list, version: '1' };
  given(codeList, listed(list)).when(commandOf(WithdrawListVersion, withdraw)).then(ListVersionWithdrawn(withdraw));
  given(codeList, listed(list), ListVersionWithdrawn(withdraw))
    .when(commandOf(WithdrawListVersion, withdraw))
    .thenNothing();
  given(codeList, listed(list))
    .when(commandOf(WithdrawListVersion, { ...withdraw, version: '9' }))
    .thenRefused('LIST_VERSION_UNKNOWN', 'version');
});

everyRuleIsTested(codeList);
