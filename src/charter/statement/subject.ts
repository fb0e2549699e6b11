import type { Reducer } from '../../kernel/decider.js';
import { maybe } from '../../kernel/values/fields.js';
import { Refused } from '../../kernel/refusal.js';
import { actionPlan, mustExist, type ActionPlan } from '../action-plan/action-plan.js';
import { champion, type Champion } from '../champion/champion.js';
import { charter, type Charter } from '../charter/charter.js';
import { CommitmentCode, PlanCode, Slug, type Subject } from '../vocabulary/codes.js';
import { commitment, mustBeMade, type Commitment } from '../commitment/commitment.js';

/** The fields by which a command names what it is about. */
export const subjectFields = { champion: maybe(Slug), actionPlan: maybe(PlanCode), commitment: maybe(CommitmentCode) };
/** The same, as an event keeps them. */
export const subjectFacts = {
  champion: Slug.nullable(),
  actionPlan: PlanCode.nullable(),
  commitment: CommitmentCode.nullable(),
};

/** What stands on a stream: one of these is there, whichever the stream belongs to. */
interface Subjects {
  readonly charter: Charter;
  readonly champion: Champion;
  readonly actionPlan: ActionPlan;
  readonly commitment: Commitment;
}

export const subjects: Reducer<Subjects> = {
  initial: {
    charter: charter.initial,
    champion: champion.initial,
    actionPlan: actionPlan.initial,
    commitment: commitment.initial,
  },
  evolve: (known, event) => ({
    charter: charter.evolve(known.charter, event),
    champion: champion.evolve(known.champion, event),
    actionPlan: actionPlan.evolve(known.actionPlan, event),
    commitment: commitment.evolve(known.commitment, event),
  }),
};

/** Refuses a subject that is not in the register, or that is named twice over. Ended things may still be reported on. */
export function mustBeThere(known: Subjects, { champion, actionPlan, commitment }: Subject): void {
  if ([champion, actionPlan, commitment].filter((one) => one !== null).length > 1) {
    throw new Refused(
      'SUBJECT_AMBIGUOUS',
      'Give one of champion, actionPlan and commitment, not several.',
      'commitment',
    );
  }
  if (commitment !== null) mustBeMade(known.commitment, commitment);
  else if (actionPlan !== null) mustExist(known.actionPlan, actionPlan);
  else if (champion !== null && known.champion.status === 'unknown')
    throw new Refused('CHAMPION_UNKNOWN', `No champion has the slug ${champion}.`, 'champion');
  else if (champion === null && !known.charter.isLaunched)
    throw new Refused('CHARTER_NOT_LAUNCHED', 'The charter has not been launched in this register yet.');
}
