import type { Role } from '../kernel/message.js';

/**
 * For whom a role may do a command: `own`, for the organisation that it is held for; `behalf`, for any organisation, which the entry names;
 * `none`, only what concerns no organisation but the charter itself; `any`, whatever it concerns, in nobody's name but the role's own.
 */
export type Scope = 'own' | 'behalf' | 'none' | 'any';

/** One row: a command, the events it states, and who may issue it. Anyone not listed may not. */
export interface Permission {
  readonly states: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, readonly Scope[]>>>;
  /**
   * The second person. `sealed`: another person has confirmed exactly what is signed; this applies to
   * everyone except the operator, and the secretariat for the charter itself. `proposed`: another person
   * proposed it in a role that they still hold. Null: none. Until version 2 there was `prepared`: the signer
   * stated that someone in the organisation had prepared it.
   */
  readonly second: 'sealed' | 'prepared' | 'proposed' | null;
  /** Whether no machine may do it, whatever its role. */
  readonly persons?: true;
  /** Of commands that give and take roles: which ones each role may. */
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
/** The roles that can be granted. */
export const grantableRoles = [...rolesOfOrganisations, 'secretariat', 'assessor', 'auditor'] as const satisfies readonly Role[];
/** The roles that a machine may hold: none in which it would sign, or give roles. */
export const rolesOfMachines = ['reporter', 'assessor', 'auditor'] as const satisfies readonly Role[];

const gives = {
  administrator: rolesOfOrganisations,
  secretariat: ['administrator', 'secretariat', 'assessor', 'auditor'],
  operator: ['administrator', 'secretariat'],
} as const;
const takes = { administrator: rolesOfOrganisations, secretariat: grantableRoles, operator: grantableRoles } as const;

const ofSecretariat = { secretariat: ['secretariat'], operator: ['secretariat'] } as const;
const ofRoles = { administrator: own, secretariat: any, operator: any };

const row = (states: string, roles: Permission['roles'], more: Partial<Permission> = {}): Permission => ({ states: [states], roles, second: null, ...more });
const sealed = { second: 'sealed' } as const;
/** Anyone signed in, without a role: this is enough to accept one. */
const anybody = { public: any };
const correcting = { approver: own, secretariat: any, operator: any };

/**
 * Authorisation: one row for each command. It is checked before the decider, and each bundle carries it for
 * verifiers.
 */
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
  WithdrawChampion: row('ChampionWithdrawn', signed, sealed),

  AnnounceActionPlan: row('ActionPlanAnnounced', { ...byReporter, secretariat: any }),
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

  SubmitProgressReport: row('ProgressReported', signed, sealed),
  RecordStatement: row('StatementRecorded', bySecretariat),
  CorrectEntry: row('EntryCorrected', correcting, sealed),
  RetractEntry: row('EntryRetracted', bySecretariat, sealed),
  ConfirmPreparation: row('PreparationConfirmed', { reporter: own, approver: own, administrator: own, secretariat: any }, { persons: true }),
  ProposeRedaction: row('RedactionProposed', { approver: own, administrator: own, secretariat: any }),
  ConfirmRedaction: row('PartRedacted', { secretariat: any }, { second: 'proposed' }),

  GrantRole: { ...row('RoleOffered', ofRoles, { over: gives }), states: ['RoleOffered', 'RoleGranted'] },
  AcceptRole: row('RoleAccepted', anybody, { persons: true }),
  AcceptInvitation: row('RoleAccepted', anybody, { persons: true }),
  ProposeRole: row('RoleProposed', ofCharter, { over: ofSecretariat }),
  ConfirmRole: row('RoleOffered', ofCharter, { second: 'proposed' }),
  WithdrawRole: { ...row('RoleWithdrawn', ofRoles, { over: takes }), states: ['RoleWithdrawn', 'RoleOfferWithdrawn'] },
  ProposeRoleWithdrawal: row('RoleWithdrawalProposed', ofCharter, { over: ofSecretariat }),
  ConfirmRoleWithdrawal: row('RoleWithdrawn', ofCharter, { second: 'proposed' }),
  AdoptAuthorisationRules: row('AuthorisationRulesAdopted', { operator: any }),
  RotateLogKey: row('LogKeyRotated', { operator: any }),
};

/** The rules as a verifier replays them. */
export interface AuthorisationRules {
  readonly version: number;
  /**
   * Milliseconds for which a role that was withdrawn, or has expired, still covers an entry: a command that was on its way in that moment,
   * perhaps on another instance, was allowed when it was checked.
   */
  readonly grace: number;
  readonly permissions: typeof permissions;
  /** Milliseconds after which a proposal or a preparation lapses. */
  readonly lapse?: number;
  /** What is left out of the content that a preparer confirms, by type of event: names that the register gives when it is signed. */
  readonly unsealed?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The rules in force. A version that a log may have adopted never changes: a change is a new version, and each version
 * is frozen as a file in `rules/` (`knownRulesIn`).
 */
export const rules: AuthorisationRules & { readonly lapse: number } = {
  version: 3,
  grace: 60_000,
  permissions,
  lapse: 30 * 24 * 60 * 60_000,
  unsealed: { ProgressReported: ['report'], CommitmentMade: ['commitment'] },
};

/** SHA-256 over the canonical JSON of the rules, by which a log names those it was written under. */
export const rulesDigest = '71394b0fd6472b7ba81169c18506765cb8ae92b373f51ab8ee47dbf235dd458b';
