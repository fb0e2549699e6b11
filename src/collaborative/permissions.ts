import { bySecretariat, row, type Permissions } from '../kernel/permission.js';

/** Who may issue the commands of the collaborative: its secretariat keeps the record of what teams do and meetings decide. */
export const collaborativePermissions: Permissions = {
  FormTaskTeam: row('TaskTeamFormed', bySecretariat),
  AmendTaskTeam: row('TaskTeamAmended', bySecretariat),
  JoinTaskTeam: row('TaskTeamJoined', bySecretariat),
  LeaveTaskTeam: row('TaskTeamLeft', bySecretariat),
  DissolveTaskTeam: row('TaskTeamDissolved', bySecretariat),
  PlanOutput: row('OutputPlanned', bySecretariat),
  ReportOutputProgress: row('OutputProgressReported', bySecretariat),

  StartMeetingSeries: row('MeetingSeriesStarted', bySecretariat),
  ChangeCadence: row('MeetingCadenceChanged', bySecretariat),
  EndMeetingSeries: row('MeetingSeriesEnded', bySecretariat),
  ScheduleMeeting: row('MeetingScheduled', bySecretariat),
  RescheduleMeeting: row('MeetingRescheduled', bySecretariat),
  CirculateAgenda: row('MeetingAgendaCirculated', bySecretariat),
  HoldMeeting: row('MeetingHeld', bySecretariat),
  CancelMeeting: row('MeetingCancelled', bySecretariat),
  RecordDecision: row('DecisionRecorded', bySecretariat),
  AgreeActionPoint: row('ActionPointAgreed', bySecretariat),
  SettleActionPoint: row('ActionPointSettled', bySecretariat),
  PublishMinutes: row('MinutesPublished', bySecretariat),

  IdentifyDataGap: row('DataGapIdentified', bySecretariat),
  AdoptDataGap: row('DataGapAdopted', bySecretariat),
  LeaveDataGap: row('DataGapLeft', bySecretariat),
  PilotGapMethod: row('GapMethodPiloted', bySecretariat),
  SettleDataGap: row('DataGapSettled', bySecretariat),

  ProposeInitiative: row('InitiativeProposed', bySecretariat),
  AdvanceInitiative: row('InitiativeAdvanced', bySecretariat),
  JoinInitiative: row('InitiativeJoined', bySecretariat),
  LeaveInitiative: row('InitiativeLeft', bySecretariat),
  NameInitiativeAims: row('InitiativeAimsNamed', bySecretariat),

  AnnounceAdvocacyMoment: row('AdvocacyMomentAnnounced', bySecretariat),
  RescheduleAdvocacyMoment: row('AdvocacyMomentRescheduled', bySecretariat),
  AmendAdvocacyMoment: row('AdvocacyMomentAmended', bySecretariat),
  NameGoalsUnderReview: row('GoalsUnderReviewNamed', bySecretariat),
  RecordVoluntaryReview: row('VoluntaryReviewRecorded', bySecretariat),
  RecordAdvocacyMessage: row('AdvocacyMessageRecorded', bySecretariat),
  RecordSpeaker: row('SpeakerRecorded', bySecretariat),
  RecordCommitmentAnnounced: row('CommitmentAnnounced', bySecretariat),
};
