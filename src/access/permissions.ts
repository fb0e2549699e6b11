import type { Role } from '../kernel/message.js';

/**
 * For whom a role may do a deed: `own`, for the organisation that it is held for; `behalf`, for any organisation, which the entry names;
 * `none`, only what concerns no organisation but the charter itself; `any`, whatever it concerns, in nobody's name but the role's own.
 */
export type Scope = 'own' | 'behalf' | 'none' | 'any';

/** One row: a command, the events it states, and who may issue it. Whoever is not named may not. */
export interface Permission {
  readonly states: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, readonly Scope[]>>>;
  /**
   * The second person: `prepared`, somebody of the organisation who prepared what is signed in its name; `proposed`, somebody else in a role
   * of this row who proposed it. Null asks for none.
   */
  readonly second: 'prepared' | 'proposed' | null;
  /** Of deeds that give and take roles: which ones each role may. */
  readonly over?: Readonly<Partial<Record<Role, readonly Role[]>>>;
}

const own = ['own'] as const;
const any = ['any'] as const;
const none = ['none'] as const;
/** What the secretariat does for the network itself, and what it signs for a champion that has nobody else to. */
const second = ['none', 'behalf'] as const;

const bySecretariat = { secretariat: any, operator: any };
const ofCharter = { secretariat: none, operator: any };
const ofChampion = { administrator: own, secretariat: any, operator: any };
const byReporter = { reporter: own, approver: own, secretariat: none, operator: any };
const byApprover = { approver: own, secretariat: none, operator: any };
const signed = { approver: own, secretariat: second, operator: any };

/** The roles that are held for an organisation; all others are held for the whole register. */
export const rolesOfOrganisations = ['reporter', 'approver', 'administrator'] as const satisfies readonly Role[];
/** The roles that can be given to somebody. */
export const grantableRoles = [...rolesOfOrganisations, 'secretariat', 'assessor', 'auditor'] as const satisfies readonly Role[];
/** The roles that a machine may hold: none in which it would sign, or give roles. */
export const rolesOfMachines = ['reporter', 'assessor', 'auditor'] as const satisfies readonly Role[];

const gives = {
  administrator: rolesOfOrganisations,
  secretariat: ['administrator', 'secretariat', 'assessor', 'auditor'],
  operator: ['administrator', 'secretariat'],
} as const;
const takes = { administrator: rolesOfOrganisations, secretariat: grantableRoles, operator: grantableRoles } as const;

const row = (states: string, roles: Permission['roles'], more: Partial<Permission> = {}): Permission => ({ states: [states], roles, second: null, ...more });
const prepared = { second: 'prepared' } as const;
const correcting = { approver: own, secretariat: any, operator: any };

/** Who may do what: for each command one row. Here it is asked before the decider, and each bundle carries it for whoever replays the log. */
export const permissions: Readonly<Record<string, Permission>> = {
  LaunchCharter: row('CharterLaunched', ofCharter),
  WordPrinciple: row('PrincipleWorded', ofCharter),
  StateChampionCount: row('ChampionCountStated', ofCharter),

  JoinCharter: row('ChampionJoined', bySecretariat),
  RenameChampion: row('ChampionRenamed', ofChampion),
  NameInstitutions: row('ChampionInstitutionsNamed', ofChampion),
  MergeChampion: row('ChampionMerged', bySecretariat),
  SucceedChampion: row('ChampionSucceeded', bySecretariat),
  CeaseChampion: row('ChampionCeased', bySecretariat),
  WithdrawChampion: row('ChampionWithdrawn', signed, prepared),

  AnnounceActionPlan: row('ActionPlanAnnounced', { ...byReporter, secretariat: any }),
  PublishActionPlan: row('ActionPlanPublished', signed, prepared),
  AmendActionPlan: row('ActionPlanAmended', byApprover),
  SupersedeActionPlan: row('ActionPlanSuperseded', byApprover),
  ConcludeActionPlan: row('ActionPlanConcluded', byApprover),

  MakeCommitment: row('CommitmentMade', signed, prepared),
  AmendCommitment: row('CommitmentAmended', signed, prepared),
  ReviseDueDate: row('CommitmentDueDateRevised', signed, prepared),
  SuspendCommitment: row('CommitmentSuspended', byApprover),
  ResumeCommitment: row('CommitmentResumed', byApprover),
  WithdrawCommitment: row('CommitmentWithdrawn', signed, prepared),
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

  SubmitProgressReport: row('ProgressReported', signed, prepared),
  RecordStatement: row('StatementRecorded', bySecretariat),
  CorrectEntry: row('EntryCorrected', correcting, prepared),
  RetractEntry: row('EntryRetracted', bySecretariat),
  ProposeRedaction: row('RedactionProposed', { approver: own, administrator: own, secretariat: any }),
  ConfirmRedaction: row('PartRedacted', { secretariat: any }, { second: 'proposed' }),

  GrantRole: row('RoleGranted', { administrator: own, secretariat: any, operator: any }, { over: gives }),
  ProposeRole: row('RoleProposed', ofCharter, { over: { secretariat: ['secretariat'], operator: ['secretariat'] } }),
  ConfirmRole: row('RoleGranted', ofCharter, { second: 'proposed' }),
  WithdrawRole: row('RoleWithdrawn', { administrator: own, secretariat: any, operator: any }, { over: takes }),
  AdoptAuthorisationRules: row('AuthorisationRulesAdopted', { operator: any }),
  RotateLogKey: row('LogKeyRotated', { operator: any }),
};

/** The rules as a verifier replays them. */
export interface AuthorisationRules {
  readonly version: number;
  /**
   * Milliseconds for which a role that was withdrawn, or has expired, still covers an entry: a deed that was on its way in that moment,
   * perhaps on another instance, was allowed when it was checked.
   */
  readonly grace: number;
  readonly permissions: typeof permissions;
}

/** The rules in force. Once a log has adopted a version it stays as it is: what changes is a new version, and the old one is kept beside it. */
export const rules: AuthorisationRules = { version: 2, grace: 60_000, permissions };

/** Until version 2 an approver could correct alone what two persons had signed. */
const first: AuthorisationRules = { ...rules, version: 1, permissions: { ...permissions, CorrectEntry: row('EntryCorrected', correcting) } };

/** Every version of the rules that a log may have adopted, for whoever verifies one. */
export const knownRules: Readonly<Record<string, AuthorisationRules>> = { 1: first, 2: rules };

/** SHA-256 over the canonical JSON of the rules, by which a log names those it was written under. */
export const rulesDigest = '4c234a2d8d6579fce78221ecc62922571b89f18ed9b548bebdc97285a7f916a2';
