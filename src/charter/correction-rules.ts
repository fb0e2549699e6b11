import type { CodeList } from '../kernel/code-list.js';
import type { CorrectionRules, SetRight } from '../kernel/correction/correct-entry.js';
import type { Reducer, RelatedState, Link } from '../kernel/decider.js';
import type { Recorded } from '../kernel/message.js';
import { Refused } from '../kernel/refusal.js';
import { actionPlan, mustExist, type ActionPlan } from './action-plan/action-plan.js';
import { champion, successorsOfChampion, type Champion } from './champion/champion.js';
import { nameIn, nounIn } from '../kernel/stream.js';
import { actionPlanStream, championStream } from './vocabulary/codes.js';
import {
  commitment,
  mustStartBeforeDue,
  mustSucceed,
  successorsOfCommitment,
  type Commitment,
} from './commitment/commitment.js';
import { milestone } from './commitment/milestone.js';
import { listOfCorrected, mustNameDimensions } from './inclusion/corrections.js';
import { successorsOfPlan } from './action-plan/plan-ending.js';
import {
  evolveReports,
  noReports,
  reasonIsOwed,
  reasonRequired,
  type Claim,
} from './progress-report/progress-report.js';
import { mustNotBeGivenUp, mustNotLeadBack, mustNotSucceedItself } from '../kernel/succession.js';

interface Others {
  readonly champions: readonly Link<Champion>[];
  readonly plans: readonly Link<ActionPlan>[];
  readonly commitments: readonly Link<Commitment>[];
  readonly list: CodeList;
}

const folded = <S>(fold: Reducer<S>, events: readonly Recorded[]): S =>
  events.reduce((state, event) => fold.evolve(state, event), fold.initial);

/** A state before and after, by a fold. */
const both = <S>(fold: Reducer<S>, { before, after }: SetRight): { readonly was: S; readonly is: S } => ({
  was: folded(fold, before),
  is: folded(fold, after),
});

/** The successor that a thing has only once the entry is set right; null when there is none, or it was the same before. */
const onlyAfter = (was: string | null, is: string | null): string | null => (was === is ? null : is);

/** Looks along the successors that the thing gets. */
function newSuccessor(set: SetRight): string | null {
  switch (nounIn(set.stream)) {
    case 'champion': {
      const { was, is } = both(champion, set);
      return onlyAfter(was.intoChampion, is.intoChampion);
    }
    case 'actionPlan': {
      const { was, is } = both(actionPlan, set);
      return onlyAfter(was.by, is.by);
    }
    case 'commitment': {
      const { was, is } = both(commitment, set);
      return onlyAfter(was.by, is.by);
    }
    default:
      return null;
  }
}

/** The reports that make a step back without saying why. */
function unexplained(events: readonly Recorded[]): ReadonlySet<string> {
  const { claims } = folded({ initial: noReports, evolve: evolveReports }, events);
  const all = claims.toArray();
  return new Set(
    all.filter((claim: Claim, index) => reasonIsOwed(claim, all[index - 1] ?? null, null)).map(({ report }) => report),
  );
}

const path = (set: SetRight, field: string): readonly string[] =>
  field in set.entry.facts ? ['facts', field] : ['entry'];

/** What the rules of the charter would refuse must not come about by setting an entry right. */
export const correctionRules: CorrectionRules<Others> = {
  reads(set) {
    const name = newSuccessor(set);
    const noun = nounIn(set.stream);
    const along = <S>(wanted: string, look: (name: string) => RelatedState<S>): RelatedState<S> | null =>
      name !== null && noun === wanted ? look(name) : null;
    return {
      champions: along('champion', successorsOfChampion),
      plans: along('actionPlan', successorsOfPlan),
      commitments: along('commitment', successorsOfCommitment),
      list: listOfCorrected(set),
    };
  },
  mustHold(set, { champions, plans, commitments, list }) {
    mustNameDimensions(set, list);
    const name = nameIn(set.stream);
    const successor = newSuccessor(set);
    switch (nounIn(set.stream)) {
      case 'champion':
        if (successor === null) return;
        mustNotSucceedItself(name, successor, 'A champion', path(set, 'intoChampion'));
        if ((champions?.[0]?.state.status ?? 'unknown') === 'unknown')
          throw new Refused('CHAMPION_UNKNOWN', `No champion has the slug ${successor}.`, path(set, 'intoChampion'));
        mustNotLeadBack(championStream(name), name, champions, path(set, 'intoChampion'));
        return;
      case 'actionPlan': {
        if (successor === null) return;
        const plan = plans?.[0]?.state ?? null;
        mustNotSucceedItself(name, successor, 'A plan', path(set, 'by'));
        mustExist(plan, successor, path(set, 'by'));
        mustNotBeGivenUp(plan, successor, 'The action plan', path(set, 'by'));
        mustNotLeadBack(actionPlanStream(name), name, plans, path(set, 'by'));
        return;
      }
      case 'commitment': {
        if (successor !== null) mustSucceed(name, successor, commitments, path(set, 'by'));
        mustKeepItsOrder(set);
        return;
      }
    }
  },
};

/** Refuses a start after the due date, and steps back without a reason, that were not there before. */
function mustKeepItsOrder(set: SetRight): void {
  const { was, is } = both(commitment, set);
  const field = path(set, was.start === is.start ? 'due' : 'start');
  if (was.start !== is.start || was.due !== is.due) mustStartBeforeDue(is, field);
  const { was: before, is: after } = both(milestone, set);
  for (const [code, { due, status }] of after.byCode.entries()) {
    const isChanged = was.start !== is.start || before.byCode.get(code)?.due !== due;
    if (isChanged && status !== 'dropped') mustStartBeforeDue({ start: is.start, due }, field);
  }
  if (set.entry.type !== 'ProgressReported' || !set.after.some(({ entry }) => entry === set.entry.entry)) return;
  const known = unexplained(set.before);
  if ([...unexplained(set.after)].some((report) => !known.has(report))) throw reasonRequired(path(set, 'reasonCode'));
}
