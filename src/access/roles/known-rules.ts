import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuthorisationRules } from '../../kernel/permission.js';
import { canonical } from '../../platform/event-store/canonical.js';

const role = z.enum([
  ...['public', 'reporter', 'approver', 'administrator', 'secretariat', 'assessor', 'auditor', 'operator', 'policy'],
] as const);
const names = z.array(z.string());

/** The form of a version of the rules, as `rules/rules-<version>.json` holds it. */
const Rules = z.strictObject({
  version: z.int().min(1),
  grace: z.int().min(0),
  lapse: z.int().min(0).exactOptional(),
  unsealed: z.record(z.string(), names).exactOptional(),
  naming: z.record(z.string(), z.string().nullable()).exactOptional(),
  permissions: z.record(
    z.string(),
    z.strictObject({
      states: names,
      roles: z.partialRecord(role, z.array(z.enum(['own', 'behalf', 'others', 'none', 'any']))),
      second: z.enum(['sealed', 'prepared', 'proposed']).nullable(),
      persons: z.literal(true).exactOptional(),
      over: z.partialRecord(role, z.array(role)).exactOptional(),
    }),
  ),
});

/**
 * Every version of the rules that a log may have adopted, by its number, for verifiers: frozen files in a folder of
 * this program, and the rules in force. Throws if a file does not have the form of rules, or the version in its name,
 * and if the rules in force differ from the file of their version.
 */
export function knownRulesIn(
  programFolder: string,
  inForce: AuthorisationRules,
): Readonly<Record<string, AuthorisationRules>> {
  const folder = join(programFolder, 'access/rules');
  const frozen = readdirSync(folder).map((file): [string, AuthorisationRules] => {
    const rules = Rules.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (file !== `rules-${rules.version}.json`)
      throw new Error(`${file} contains version ${rules.version} of the rules.`);
    if (rules.version === inForce.version && canonical(rules) !== canonical(inForce))
      throw new Error(`Version ${rules.version} of the rules is frozen, and is not changed.`);
    return [String(rules.version), rules];
  });
  return Object.fromEntries([...frozen, [String(inForce.version), inForce]]);
}
