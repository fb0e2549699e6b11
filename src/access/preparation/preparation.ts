import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf, type Recorded } from '../../kernel/message.js';
import type { Permissions } from '../../kernel/permission.js';
import { Table } from '../../kernel/values/persistent.js';
import { Refused } from '../../kernel/refusal.js';
import { Organisation } from '../roles/role-messages.js';

const Hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const CommandType = z.string().regex(/^[A-Z][A-Za-z]{2,60}$/, 'must be the type of a command');

/**
 * The preparer confirms exactly what another person may sign. The program draws the salt and computes the
 * hash.
 */
export class ConfirmPreparation extends command('ConfirmPreparation', {
  organisation: Organisation.nullable(),
  command: CommandType,
  hash: Hash,
  salt: Hash,
}) {}

export const preparationCommands = [ConfirmPreparation] as const;

/**
 * A person confirmed the exact content of what is to be signed: its salted hash, under the type of the
 * command that would record it. The salt is text and is redacted with the content, so that nobody can guess
 * what was written.
 */
export const PreparationConfirmed = event(
  'PreparationConfirmed',
  { organisation: Organisation.nullable(), command: CommandType, hash: Hash },
  { salt: Hash },
);

export const preparationEvents = [PreparationConfirmed] as const;
export type PreparationEvent = EventOf<typeof PreparationConfirmed>;

/** Decides what may be confirmed, by the permissions of all commands. */
export const preparation = (permissions: Permissions): Decider<ConfirmPreparation, Table<true>, PreparationEvent> => ({
  events: preparationEvents,
  asRecorded: true,
  stream: ({ data }) => `preparation-${data.organisation ?? 'network'}`,
  initial: Table.empty(),
  evolve: on<Table<true>, PreparationEvent>({
    PreparationConfirmed: (known, event) =>
      known.with(`${(event as Partial<Recorded>).actor ?? ''} ${event.facts.hash}`, true),
  }),
  decide: {
    ConfirmPreparation: (known, { data: { organisation, command, hash, salt }, by }) => {
      if (!Object.hasOwn(permissions, command) || permissions[command]?.second !== 'sealed')
        throw new Refused(
          'NOT_PREPARED',
          `${command} does not need one person to prepare it and another to sign.`,
          'command',
        );
      return known.has(`${by.actor} ${hash}`) ? [] : [PreparationConfirmed({ organisation, command, hash }, { salt })];
    },
  },
});
