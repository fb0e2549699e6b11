import type { Held, Known } from '../../platform/import/known.js';
import { championStream, planCode } from '../vocabulary/codes.js';
import { labelsFor } from './names.js';

/** The sections of a file that records of other sections refer to. */
export type Section = 'champions' | 'actionPlans' | 'commitments' | 'indicators';

/** The codes that plans of a file are given by the import under way. */
const chosenBy = new WeakMap<Known, Map<string, string>>();

/** Whether the log has the champion with this slug, or the plan or commitment that was made from the record with this id. */
export function holds(known: Known, section: Section, id: string): boolean {
  if (section === 'indicators')
    return indicatorOf(known, id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)) !== undefined;
  if (section === 'champions') return known.thing(championStream(id)) !== undefined;
  return (section === 'actionPlans' ? planOf(known, id) : commitmentOf(known, id)) !== undefined;
}

/** The indicator of a commitment that has this name, or this code; none where several have it. */
export function indicatorOf(known: Known, commitment: string, name: string): Held | undefined {
  const all = known.partsOf(commitmentOf(known, commitment) ?? '', 'IndicatorDefined');
  const named = all.filter(({ said, code }) => said.name === name || code === name);
  return named.length === 1 ? named[0] : undefined;
}

export const planOf = (known: Known, id: string): string | undefined =>
  [
    ...known.of(`actionPlans/${id}`, 'ActionPlanAnnounced'),
    ...known.of(`networkCommitments/${id}`, 'ActionPlanAnnounced'),
  ][0]?.code;

export const commitmentOf = (known: Known, id: string): string | undefined =>
  [...known.of(`commitments/${id}`, 'CommitmentMade'), ...known.of(`items/${id}`, 'CommitmentMade')][0]?.code;

/** The code of a plan of the file: the one it was given once, else a free one that reads like its id. */
export function codeForPlan(
  known: Known,
  id: string,
  champion: string | null,
  wanted: string | null = null,
): { code: string; label: string } {
  const chosen = chosenBy.get(known) ?? new Map<string, string>();
  chosenBy.set(known, chosen);
  const given = planOf(known, id) ?? chosen.get(id);
  if (given !== undefined) return { code: given, label: given.slice(given.lastIndexOf('-') + 1) };
  for (const label of wanted === null ? labelsFor(id) : [wanted]) {
    const code = planCode(champion, label);
    const isTaken =
      known.hasStream(`actionPlan-${code}`) || known.hasStream(championStream(code.slice('IDC-'.length).toLowerCase()));
    if (wanted === null && (isTaken || [...chosen.values()].includes(code))) continue;
    chosen.set(id, code);
    return { code, label };
  }
  throw new RangeError('ran out of labels');
}
