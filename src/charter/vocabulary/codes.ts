import { z } from 'zod';
import { thing } from '../../kernel/things.js';

/**
 * The permanent names of things. A champion has a slug (`sierra-leone`); all else has a readable code built from it:
 *
 *     IDC-KENYA-1               action plan "1" of the champion kenya (IDC-NETWORK-… for the charter initiative itself)
 *     IDC-KENYA-1-C03           its third commitment          -M2 a milestone, -I1 an indicator of that commitment
 *     IDC-KENYA-1-C03-A1        first assessment of it
 *     IDC-KENYA-1-C03-R2        second report on it; likewise IDC-KENYA-1-R1, IDC-KENYA-R1 and IDC-R1
 *
 * A code never changes and is never given again, even when its thing moves to another plan or is withdrawn.
 */
export const Slug = thing(
  'champion',
  z
    .string()
    .max(40, 'must have at most 40 characters')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens, such as sierra-leone')
    .refine((slug) => slug !== 'network', 'must not be network, which is the charter initiative itself'),
);

/** The permanent name of a version of the charter's text. */
export const VersionSlug = thing(
  'charterVersion',
  z
    .string()
    .max(40, 'must have at most 40 characters')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens, such as draft-2'),
);

/** The permanent name of a monitoring round. */
export const RoundSlug = thing(
  'monitoringRound',
  z
    .string()
    .max(40, 'must have at most 40 characters')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens, such as 2027'),
);
/** The name of the advocacy moment that something serves, such as a session of the forum. */
export const SessionSlug = z
  .string()
  .max(40, 'must have at most 40 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens, such as hlpf-2027');

export const PlanLabel = z
  .string()
  .regex(/^[A-Z0-9]{1,16}$/, 'must be 1 to 16 capital letters and digits, such as 1 or 2024')
  .refine(
    (label) => !/^[CRMI]\d+$/.test(label),
    'must not look like the number of a commitment, report, milestone or indicator',
  );

const code = (noun: string, end: string, example: string) =>
  thing(
    noun,
    z
      .string()
      .max(100, 'must have at most 100 characters')
      .regex(new RegExp(`^IDC(-[A-Z0-9]+)+${end}$`), `must be a code such as ${example}`),
  );

export const PlanCode = code('actionPlan', '', 'IDC-KENYA-1');
export const CommitmentCode = code('commitment', '-C\\d{2,4}', 'IDC-KENYA-1-C03');
export const MilestoneCode = code('milestone', '-C\\d{2,4}-M\\d{1,4}', 'IDC-KENYA-1-C03-M1');
export const IndicatorCode = code('indicator', '-C\\d{2,4}-I\\d{1,4}', 'IDC-KENYA-1-C03-I1');

/** The slug of an example of citizen data, as commitments refer to it: whoever acts for a champion may name it. */
export const ExampleReference = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the slug of an example, such as ghana-marine-litter');
export const exampleStream = (example: string): string => `example-${example}`;
export const AssessmentCode = code('commitmentAssessment', '-C\\d{2,4}-A\\d{1,4}', 'IDC-KENYA-1-C03-A1');

export const planCode = (champion: string | null, label: string): string =>
  `IDC-${(champion ?? 'network').toUpperCase()}-${label}`;
export const commitmentCode = (plan: string, number: number): string => `${plan}-C${String(number).padStart(2, '0')}`;
export const milestoneCode = (commitment: string, number: number): string => `${commitment}-M${number}`;
export const indicatorCode = (commitment: string, number: number): string => `${commitment}-I${number}`;

export const assessmentCode = (commitment: string, number: number): string => `${commitment}-A${number}`;

/** The commitment that a milestone, an indicator or an assessment belongs to, and its number there. */
export function partOf(partCode: string): { commitment: string; number: number } {
  const at = partCode.lastIndexOf('-');
  return { commitment: partCode.slice(0, at), number: Number(partCode.slice(at + 2)) };
}

/** The champion of a plan, by the plan's code; null for the charter initiative itself. */
export function championOf(planCode: string): string | null {
  const slug = planCode.slice('IDC-'.length, planCode.lastIndexOf('-')).toLowerCase();
  return slug === 'network' ? null : slug;
}

const naming = new Set([
  'champion',
  'version',
  'label',
  'actionPlan',
  'commitment',
  'milestone',
  'indicator',
  'report',
  'sdgIndicator',
  'example',
  'as',
  'stage',
  'series',
  'assessment',
]);

/**
 * Whether a fact says what an event is about. That of a commitment carried over names its new plan, and is no name of its own; neither is
 * the round for which somebody reports.
 */
export const isNaming = (type: string, field: string): boolean =>
  (naming.has(field) && !(type === 'CommitmentCarriedOver' && field === 'actionPlan')) ||
  (field === 'round' && type.startsWith('MonitoringRound'));

export const charterStream = 'charter-idc';
export const charterVersionStream = (version: string): string => `charterVersion-${version}`;
export const monitoringRoundStream = (round: string): string => `monitoringRound-${round}`;
export const sessionStream = (session: string): string => `advocacyMoment-${session}`;
export const signOnStream = (champion: string): string => `signOn-${champion}`;
export const championStream = (slug: string): string => `champion-${slug}`;
export const actionPlanStream = (plan: string): string => `actionPlan-${plan}`;
export const commitmentStream = (commitment: string): string => `commitment-${commitment}`;
/** The key of what is said of the breakdowns of an SDG indicator: of a champion's data, or of everybody's. */
export const breakdownsKey = (champion: string | null, indicator: string): string =>
  `${champion ?? 'network'}.${indicator}`;
export const breakdownsStream = (champion: string | null, indicator: string): string =>
  `breakdowns-${breakdownsKey(champion, indicator)}`;

/** What a report or a statement is about: at most one is named; none of them means the charter's network as a whole. */
export interface Subject {
  readonly champion: string | null;
  readonly actionPlan: string | null;
  readonly commitment: string | null;
}

export const subjectStream = ({ champion, actionPlan, commitment }: Subject): string =>
  commitment !== null
    ? commitmentStream(commitment)
    : actionPlan !== null
      ? actionPlanStream(actionPlan)
      : champion !== null
        ? championStream(champion)
        : charterStream;

/** The prefix of the codes of reports on a subject. */
export const subjectCode = ({ champion, actionPlan, commitment }: Subject): string =>
  commitment ?? actionPlan ?? (champion === null ? 'IDC' : `IDC-${champion.toUpperCase()}`);

export const reportCode = (subject: Subject, number: number): string => `${subjectCode(subject)}-R${number}`;
