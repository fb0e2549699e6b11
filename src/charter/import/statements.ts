import type { Issuer } from '../../kernel/message.js';
import type { Rows } from '../../platform/read-model/view.js';
import { actionPlans } from '../action-plan/action-plans.view.js';
import { champions } from '../champion/champions.view.js';
import type { Subject } from '../vocabulary/codes.js';
import { commitments } from '../commitment/commitments.view.js';
import { RecordStatement } from '../statement/statement.js';
import type { RecordResult, Register } from '../../platform/import/importer.js';
import { commandId, type FileChange, type Step } from '../../platform/import/step.js';

/** What the register holds of a thing, by the names that claims use; nothing when there is no such thing. */
function heldOf(
  rows: Rows,
  { champion, actionPlan, commitment }: Subject,
): Readonly<Record<string, unknown>> | undefined {
  if (champion !== null) {
    const held = champions.get(rows, champion);
    return held && { ...held };
  }
  if (actionPlan !== null) {
    const held = actionPlans.get(rows, actionPlan);
    return held && { ...held, title: held.title?.text, start: held.period?.start, end: held.period?.end };
  }
  const held = commitment === null ? undefined : commitments.get(rows, commitment);
  return held && { ...held, title: held.title?.text };
}

/**
 * What a record says of a thing, set beside what the register holds of it: where the two differ, or another source says the same. A record
 * that came in before states only what it has changed since: `changes`.
 */
export async function recordStatements(
  { record, claims }: Step,
  result: RecordResult,
  register: Register,
  by: Issuer,
  changes?: readonly FileChange[],
): Promise<void> {
  if (claims === undefined) return;
  const { fields, sources } = claims;
  const about = claims.about as Subject;
  const held = heldOf(register.rows(), about) ?? {};
  const known = new Set(held.sources as readonly string[] | undefined);
  const isKnown = sources.every((source) => known.has(source));
  for (const [field, value] of Object.entries(fields)) {
    if (value === null || (held[field] === value && (isKnown || changes !== undefined))) continue;
    const input = { ...about, field, value, sources: [...sources] };
    const outcome = await register.execute(
      new RecordStatement({ ...input, commandId: commandId(record, 'RecordStatement', input) }, by),
    );
    result.entries.push(...outcome.events.map(({ entry }) => entry).filter((entry) => !result.entries.includes(entry)));
    result.statements.push(
      `${field} = ${value}; the register holds ${typeof held[field] === 'string' ? (held[field] === value ? 'the same' : held[field]) : 'nothing'}`,
    );
  }
  if (result.entries.length === 0 && result.setAside === null) result.isRepeated = true;
}
