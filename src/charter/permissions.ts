import {
  byApprover,
  byReporter,
  bySecretariat,
  ofCharter,
  ofOrganisation,
  row,
  sealed,
  signed,
  type Permissions,
} from '../kernel/permission.js';

/** Who may issue the commands of the charter. */
export const charterPermissions: Permissions = {
  LaunchCharter: row('CharterLaunched', ofCharter),
  WordPrinciple: row('PrincipleWorded', ofCharter),
  StateChampionCount: row('ChampionCountStated', ofCharter),

  RecordCharterStep: row('CharterStepRecorded', bySecretariat),
  DraftCharterVersion: row('CharterVersionDrafted', bySecretariat),
  OpenConsultation: row('ConsultationOpened', bySecretariat),
  CloseConsultation: row('ConsultationClosed', bySecretariat),
  AgreeCharterVersion: row('CharterVersionAgreed', bySecretariat),

  InviteToSign: row('SigningInvited', bySecretariat),
  ExpressInterest: row('InterestExpressed', bySecretariat),
  DeclineToSign: row('SigningDeclined', bySecretariat),
  ExpectActionPlan: row('ActionPlanExpected', bySecretariat),

  JoinCharter: row('ChampionJoined', bySecretariat),
  RenameChampion: row('ChampionRenamed', ofOrganisation),
  NameInstitutions: row('ChampionInstitutionsNamed', ofOrganisation),
  MergeChampion: row('ChampionMerged', bySecretariat),
  SucceedChampion: row('ChampionSucceeded', bySecretariat),
  CeaseChampion: row('ChampionCeased', bySecretariat),
  WithdrawChampion: row('ChampionWithdrawn', signed, sealed),

  AnnounceActionPlan: row('ActionPlanAnnounced', { ...byReporter, secretariat: ['any'] }),
  PublishActionPlan: row('ActionPlanPublished', signed, sealed),
  AmendActionPlan: row('ActionPlanAmended', byApprover),
  SupersedeActionPlan: row('ActionPlanSuperseded', byApprover),
  ConcludeActionPlan: row('ActionPlanConcluded', byApprover),

  MakeCommitment: row('CommitmentMade', signed, sealed),
  AmendCommitment: row('CommitmentAmended', signed, sealed),
  ReviseDueDate: row('CommitmentDueDateRevised', signed, sealed),
  SuspendCommitment: row('CommitmentSuspended', byApprover),
  ResumeCommitment: row('CommitmentResumed', byApprover),
  WithdrawCommitment: row('CommitmentWithdrawn', signed, sealed),
  SupersedeCommitment: row('CommitmentSuperseded', byApprover),
  CarryOverCommitment: row('CommitmentCarriedOver', byApprover),
  ConcludeCommitment: row('CommitmentConcluded', byApprover),

  AddMilestone: row('MilestoneAdded', byApprover),
  RescheduleMilestone: row('MilestoneRescheduled', byApprover),
  ReachMilestone: row('MilestoneReached', byApprover),
  DropMilestone: row('MilestoneDropped', byApprover),

  DefineIndicator: row('IndicatorDefined', byApprover),
  ReviseIndicator: row('IndicatorRevised', byApprover),
  MeasureIndicator: row('IndicatorMeasured', byReporter),

  CiteExample: row('CitationMade', { ...byReporter, secretariat: ['any'] }),
  WithdrawCitation: row('CitationWithdrawn', { ...byReporter, secretariat: ['any'] }),

  StateBreakdowns: row('BreakdownsStated', { ...byReporter, secretariat: ['any'] }),

  OpenMonitoringRound: row('MonitoringRoundOpened', bySecretariat),
  ExtendMonitoringRound: row('MonitoringRoundExtended', ofCharter),
  CloseMonitoringRound: row('MonitoringRoundClosed', ofCharter),
  ReopenMonitoringRound: row('MonitoringRoundReopened', ofCharter),
  SubmitProgressReport: row('ProgressReported', signed, sealed),
  AssessCommitment: row('CommitmentAssessed', { assessor: ['others', 'none'], operator: ['any'] }),
  ReplyToAssessment: row('AssessmentReplied', byApprover),
  RecordStatement: row('StatementRecorded', bySecretariat),
};
