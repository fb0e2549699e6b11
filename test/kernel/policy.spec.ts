import { expect, test } from '@jest/globals';
import type { Recorded } from '../../src/kernel/message.js';
import { policy, reactionsTo } from '../../src/kernel/policy.js';
import { Refused } from '../../src/kernel/refusal.js';
import { acknowledge } from '../support/cqrs/acknowledging.js';
import { draft } from '../support/event-store/drafts.js';

const report = (given: Partial<Recorded> = {}): Recorded => ({
  ...{ ...draft(), stream: 'commitment-1', revision: 2, entry: 17, recordedAt: '2026-01-01T00:00:00.000Z' },
  ...given,
});

test('What a policy asks for follows from the entry alone: the same commands with the same ids, whoever works them out', () => {
  const event = report({ eventId: 'cause', correlationId: 'a-request', onBehalfOf: 'ghana' });
  const [command, ...others] = reactionsTo(event, acknowledge, 'idc-policy/1');
  expect(others).toEqual([]);
  expect(command).toMatchObject({
    type: 'AcknowledgeReport',
    header: { commandId: 'policy:acknowledge:17:0', effective: null },
    data: { thing: 'commitment-1', report: 17, claimed: 'limited' },
    by: {
      ...{
        actor: 'policy-acknowledge',
        role: 'policy',
        onBehalfOf: null,
        client: 'idc-policy/1',
        correlationId: 'a-request',
        causationId: 'cause',
      },
      origin: { kind: 'live', record: null },
    },
  });
  expect(reactionsTo(event, acknowledge, 'idc-policy/1')).toEqual([command]);
});

test('An event that a policy is not about leads to nothing', () => {
  expect(reactionsTo(report({ type: 'CommitmentMade' }), acknowledge, 'idc-policy/1')).toEqual([]);
});

test('A command that is not well-formed is told before any is carried out', () => {
  expect(() => reactionsTo(report({ facts: { claimed: 1 } }), acknowledge, 'idc-policy/1')).toThrow(Refused);
});

test.each(['Remind them', '', '1st', 'a:b', 'x'.repeat(51)])(
  'A policy is named by a word that can stand in ids, and not %j',
  (name) => {
    expect(() => policy({ name, since: 'now', on: {} })).toThrow(
      /^The policy ".*" must be named by 1 to 50 of a-z, 0-9 and -, the first a letter\.$/,
    );
  },
);
