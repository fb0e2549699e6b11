import type { Command, Recorded } from '../../kernel/message.js';
import { defineImport } from '../../platform/import/importable.js';
import { AmendActionPlan } from '../action-plan/action-plan.js';
import { AmendCommitment, CarryOverCommitment, ReviseDueDate } from '../commitment/commitment.js';
import { ReviseIndicator } from '../commitment/indicator.js';
import { RescheduleMilestone } from '../commitment/milestone.js';
import { charterSections, type DataSet } from './data-set.js';
import { stepsOf } from './import-commands.js';
import { fileFaults } from './references.js';
import { recordStatements } from './statements.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a field of a command is called in its event, where that is another word. */
function stated({ type, data, header }: Command): Fields {
  const { evidence, ...rest } = data as Fields;
  const links = evidence as readonly Fields[] | undefined;
  const own = { ...rest, effective: header.effective };
  if (links === undefined) return type === 'MakeCommitment' ? own : { ...own, actionPlan: null };
  return {
    ...own,
    actionPlan: null,
    evidence: links.map(({ url, kind, language }) => ({ url, kind, language })),
    evidenceTitles: links.map(({ title }) => title),
  };
}

/** A milestone, an indicator or a report, which have streams of no own. */
function thingOf({ type, facts }: Recorded): string | null {
  const { milestone, indicator, report } = facts as Readonly<Record<string, string | undefined>>;
  const isOfIndicator = type === 'IndicatorDefined' || type === 'IndicatorRevised';
  return milestone ?? (isOfIndicator ? indicator : undefined) ?? report ?? null;
}

function wholeOf({ type, facts }: Recorded): string | null {
  const { actionPlan, commitment } = facts as Readonly<Record<string, string | undefined>>;
  return (type === 'CommitmentMade' ? actionPlan : commitment) ?? null;
}

const wordings = { dueText: 'due' };
const amendments = {
  CommitmentMade: [
    {
      Command: AmendCommitment,
      thing: 'commitment',
      fields: [
        ...['title', 'description', 'principles', 'dimensions', 'populations'],
        ...['sdgGoals', 'sdgIndicators', 'responsible'],
      ],
    },
    { Command: ReviseDueDate, thing: 'commitment', fields: ['due', 'dueText'], wordings },
    { Command: CarryOverCommitment, thing: 'commitment', fields: ['actionPlan'] },
  ],
  ActionPlanAnnounced: [{ Command: AmendActionPlan, thing: 'actionPlan', fields: ['title', 'period', 'coSigners'] }],
  MilestoneAdded: [{ Command: RescheduleMilestone, thing: 'milestone', fields: ['due', 'dueText'], wordings }],
  IndicatorDefined: [{ Command: ReviseIndicator, thing: 'indicator', fields: ['baseline', 'target'] }],
};

/** The sections of a data set on the charter, its champions, plans, commitments and reports. */
export const charterImport = defineImport<DataSet>({
  sections: charterSections,
  faults: fileFaults,
  steps: stepsOf,
  recognises: {
    opens: [
      ...['CharterLaunched', 'ChampionJoined', 'ActionPlanAnnounced', 'CommitmentMade'],
      ...['MilestoneAdded', 'IndicatorDefined'],
    ],
    changes: [
      ...['CommitmentAmended', 'CommitmentDueDateRevised', 'CommitmentCarriedOver', 'ActionPlanAmended'],
      ...['MilestoneRescheduled', 'IndicatorRevised'],
    ],
    ends: [
      ...['ActionPlanConcluded', 'ActionPlanSuperseded', 'CommitmentConcluded', 'CommitmentWithdrawn'],
      ...['CommitmentSuperseded', 'MilestoneDropped'],
    ],
    joins: ['CommitmentMade', 'MilestoneAdded', 'IndicatorDefined'],
    thingOf,
    wholeOf,
    // A commitment keeps its id when it moves to another plan of the file.
    idOf: (record) =>
      record.replace(/^actionPlans\/[^/]+\/(?=commitments\/)|^networkCommitments\/[^/]+\/(?=items\/)/, ''),
  },
  writes: {
    LaunchCharter: 'CharterLaunched',
    WordPrinciple: 'PrincipleWorded',
    StateChampionCount: 'ChampionCountStated',
    RecordCharterStep: 'CharterStepRecorded',
    JoinCharter: 'ChampionJoined',
    RenameChampion: 'ChampionRenamed',
    MergeChampion: 'ChampionMerged',
    CeaseChampion: 'ChampionCeased',
    AnnounceActionPlan: 'ActionPlanAnnounced',
    PublishActionPlan: 'ActionPlanPublished',
    AmendActionPlan: 'ActionPlanAmended',
    SupersedeActionPlan: 'ActionPlanSuperseded',
    ConcludeActionPlan: 'ActionPlanConcluded',
    MakeCommitment: 'CommitmentMade',
    AmendCommitment: 'CommitmentAmended',
    ConcludeCommitment: 'CommitmentConcluded',
    AddMilestone: 'MilestoneAdded',
    DefineIndicator: 'IndicatorDefined',
    MeasureIndicator: 'IndicatorMeasured',
    SubmitProgressReport: 'ProgressReported',
    RecordStatement: 'StatementRecorded',
  },
  refusalsOfKnown: [
    ...['CHARTER_ALREADY_LAUNCHED', 'CHAMPION_ALREADY_JOINED', 'CHAMPION_NOT_ACTIVE', 'ACTION_PLAN_CODE_TAKEN'],
    ...['ACTION_PLAN_ENDED', 'COMMITMENT_CODE_TAKEN', 'COMMITMENT_ENDED'],
  ],
  naming: ['champion', 'label', 'number', 'commitment', 'milestone', 'indicator', 'preparedBy', 'settlements'],
  stated,
  about: ({ type }) =>
    type === 'CommitmentMade' ? ['champion', 'commitment'] : ['champion', 'actionPlan', 'commitment'],
  withoutSources: ['MilestoneAdded', 'IndicatorDefined'],
  amendments,
  keepClaims: recordStatements,
});
