import { composition } from '../../../src/contexts.js';
import type { AnyCommand } from '../../../src/kernel/message.js';
import { correctionCommands } from '../../../src/kernel/correction/correct-entry.js';
import { redactionCommands } from '../../../src/kernel/correction/redact-entry.js';
import { preparation as preparing } from '../../../src/access/preparation/preparation.js';
import { roles as rolesUnder } from '../../../src/access/roles/roles.js';
import { corrections } from '../../../src/kernel/correction/correct-entry.js';
import { partsIn } from '../../../src/kernel/correction/correction.js';
import { redactions } from '../../../src/kernel/correction/redact-entry.js';
import { correctable, correctionRules, isNaming } from '../../../src/record/correctable.js';

const { rules, rulesDigest, relations } = composition;

export const roles = rolesUnder({ version: rules.version, digest: rulesDigest });
export const preparation = preparing(rules.permissions);
export const correction = corrections(
  correctable(composition),
  isNaming(composition),
  correctionRules(composition),
  relations,
);
export const redaction = redactions(partsIn(correctable(composition)));

/** All deciders. */
export const deciders = composition.aggregates.map(({ decider }) => decider);

/** All commands there are, whether or not they can be asked for from outside. */
export const commands: readonly AnyCommand[] = composition.aggregates.flatMap((one) => one.commands);

/** The commands that change things of any context, corrections and redactions among them. */
export const thingCommands: readonly AnyCommand[] = [
  ...composition.contexts.flatMap(({ correctable, aggregates }) =>
    correctable === null ? [] : aggregates.flatMap((one) => one.commands),
  ),
  ...correctionCommands,
  ...redactionCommands,
];
