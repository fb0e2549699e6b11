import { commitmentCode, planCode } from '../codes.js';
import type { DataSet } from './data-set.js';

/** The codes that the ids of a file become. */
export interface Codes {
  plan(id: string): string;
  commitment(id: string): string;
}

/** `kenya-plan-1` is plan 1, `wb-gds-2018` is GDS2018: what stands behind the first hyphen, without the word plan. */
export function labelOf(planId: string): string {
  const [, ...rest] = planId.split('-');
  return (rest.filter((word) => word !== 'plan').join('') || planId.replaceAll('-', '')).toUpperCase().slice(0, 16);
}

/** The number at the end of an id; `position` where it has none. */
export const numberOf = (id: string, position: number): number => Number(/-(\d{1,4})$/.exec(id)?.[1] ?? position);

/** Gives every plan and commitment of a file its permanent code: the same file always gives the same codes. */
export function codesOf({ actionPlans, networkCommitments }: DataSet): Codes {
  const plans = new Map<string, string>();
  const commitments = new Map<string, string>();
  for (const { id, champion, commitments: all } of actionPlans) {
    const plan = planCode(champion, labelOf(id));
    plans.set(id, plan);
    all.forEach((one, index) => commitments.set(one.id, commitmentCode(plan, numberOf(one.id, index + 1))));
  }
  for (const { id, items } of networkCommitments) {
    const plan = planCode(null, labelOf(id));
    plans.set(id, plan);
    items.forEach((one, index) => commitments.set(one.id, commitmentCode(plan, numberOf(one.id, index + 1))));
  }
  const find = (map: Map<string, string>) => (id: string) => map.get(id) as string;
  return { plan: find(plans), commitment: find(commitments) };
}
