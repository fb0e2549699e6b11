import type { AuthorisationRules, Permission } from './permissions.js';

/** The rows of version 2, as logs have adopted them: never changed. */
const second: Readonly<Record<string, Permission>> = {
  LaunchCharter: { states: ['CharterLaunched'], roles: { secretariat: ['none'], operator: ['any'] }, second: null },
  WordPrinciple: { states: ['PrincipleWorded'], roles: { secretariat: ['none'], operator: ['any'] }, second: null },
  StateChampionCount: { states: ['ChampionCountStated'], roles: { secretariat: ['none'], operator: ['any'] }, second: null },
  JoinCharter: { states: ['ChampionJoined'], roles: { secretariat: ['any'], operator: ['any'] }, second: null },
  RenameChampion: { states: ['ChampionRenamed'], roles: { administrator: ['own'], secretariat: ['any'], operator: ['any'] }, second: null },
  NameInstitutions: { states: ['ChampionInstitutionsNamed'], roles: { administrator: ['own'], secretariat: ['any'], operator: ['any'] }, second: null },
  MergeChampion: { states: ['ChampionMerged'], roles: { secretariat: ['any'], operator: ['any'] }, second: null },
  SucceedChampion: { states: ['ChampionSucceeded'], roles: { secretariat: ['any'], operator: ['any'] }, second: null },
  CeaseChampion: { states: ['ChampionCeased'], roles: { secretariat: ['any'], operator: ['any'] }, second: null },
  WithdrawChampion: { states: ['ChampionWithdrawn'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  AnnounceActionPlan: {
    states: ['ActionPlanAnnounced'],
    roles: { reporter: ['own'], approver: ['own'], secretariat: ['any'], operator: ['any'] },
    second: null,
  },
  PublishActionPlan: { states: ['ActionPlanPublished'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  AmendActionPlan: { states: ['ActionPlanAmended'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  SupersedeActionPlan: { states: ['ActionPlanSuperseded'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  ConcludeActionPlan: { states: ['ActionPlanConcluded'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  MakeCommitment: { states: ['CommitmentMade'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  AmendCommitment: { states: ['CommitmentAmended'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  ReviseDueDate: { states: ['CommitmentDueDateRevised'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  SuspendCommitment: { states: ['CommitmentSuspended'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  ResumeCommitment: { states: ['CommitmentResumed'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  WithdrawCommitment: { states: ['CommitmentWithdrawn'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  SupersedeCommitment: { states: ['CommitmentSuperseded'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  CarryOverCommitment: { states: ['CommitmentCarriedOver'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  ConcludeCommitment: { states: ['CommitmentConcluded'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  AddMilestone: { states: ['MilestoneAdded'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  RescheduleMilestone: { states: ['MilestoneRescheduled'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  ReachMilestone: { states: ['MilestoneReached'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  DropMilestone: { states: ['MilestoneDropped'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  DefineIndicator: { states: ['IndicatorDefined'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  ReviseIndicator: { states: ['IndicatorRevised'], roles: { approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  MeasureIndicator: { states: ['IndicatorMeasured'], roles: { reporter: ['own'], approver: ['own'], secretariat: ['none'], operator: ['any'] }, second: null },
  SubmitProgressReport: { states: ['ProgressReported'], roles: { approver: ['own'], secretariat: ['none', 'behalf'], operator: ['any'] }, second: 'prepared' },
  RecordStatement: { states: ['StatementRecorded'], roles: { secretariat: ['any'], operator: ['any'] }, second: null },
  CorrectEntry: { states: ['EntryCorrected'], roles: { approver: ['own'], secretariat: ['any'], operator: ['any'] }, second: 'prepared' },
  RetractEntry: { states: ['EntryRetracted'], roles: { secretariat: ['any'], operator: ['any'] }, second: null },
  ProposeRedaction: { states: ['RedactionProposed'], roles: { approver: ['own'], administrator: ['own'], secretariat: ['any'] }, second: null },
  ConfirmRedaction: { states: ['PartRedacted'], roles: { secretariat: ['any'] }, second: 'proposed' },
  GrantRole: {
    states: ['RoleGranted'],
    roles: { administrator: ['own'], secretariat: ['any'], operator: ['any'] },
    second: null,
    over: {
      administrator: ['reporter', 'approver', 'administrator'],
      secretariat: ['administrator', 'secretariat', 'assessor', 'auditor'],
      operator: ['administrator', 'secretariat'],
    },
  },
  ProposeRole: {
    states: ['RoleProposed'],
    roles: { secretariat: ['none'], operator: ['any'] },
    second: null,
    over: { secretariat: ['secretariat'], operator: ['secretariat'] },
  },
  ConfirmRole: { states: ['RoleGranted'], roles: { secretariat: ['none'], operator: ['any'] }, second: 'proposed' },
  WithdrawRole: {
    states: ['RoleWithdrawn'],
    roles: { administrator: ['own'], secretariat: ['any'], operator: ['any'] },
    second: null,
    over: {
      administrator: ['reporter', 'approver', 'administrator'],
      secretariat: ['reporter', 'approver', 'administrator', 'secretariat', 'assessor', 'auditor'],
      operator: ['reporter', 'approver', 'administrator', 'secretariat', 'assessor', 'auditor'],
    },
  },
  AdoptAuthorisationRules: { states: ['AuthorisationRulesAdopted'], roles: { operator: ['any'] }, second: null },
  RotateLogKey: { states: ['LogKeyRotated'], roles: { operator: ['any'] }, second: null },
};

/**
 * Earlier rules that a log may have adopted, for verifying it. Under version 1 an approver corrected alone.
 */
export const earlierRules: readonly AuthorisationRules[] = [
  { version: 1, grace: 60_000, permissions: { ...second, CorrectEntry: { ...second.CorrectEntry, second: null } as Permission } },
  { version: 2, grace: 60_000, permissions: second },
];
