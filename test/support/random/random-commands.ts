import { expect } from '@jest/globals';
import { getNamedType, isInputObjectType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql';
import { span } from '../../../src/kernel/time/partial-date.js';
import { faultCodes } from '../../../src/platform/graphql/answers/errors.js';
import { mutations } from '../register/story.js';
import {
  everythingOf,
  payloadOf,
  schema,
  thingOf,
  type Input,
  type TestRegister,
  type Told,
} from '../register/register.js';
import { cleanLine, cleanProse } from '../../../src/kernel/values/text.js';
import { citizenDataNames, citizenDataSteps, citizenDataTypes } from './citizen-data-stage.js';

type Step = readonly [command: string, input: Input];

/** A command that can be done, on things that nothing else touches. */
interface Staged {
  readonly first: readonly Step[];
  readonly input: Input;
}

export const mutationNames: readonly string[] = mutations.map(({ mutation }) => mutation);

/** Those that need nothing to be there before. */
const firstMutations = [
  'launchCharter',
  'wordPrinciple',
  'stateChampionCount',
  'joinCharter',
  'draftCharterVersion',
  'inviteToSign',
  'expressInterest',
  'formTaskTeam',
  'startMeetingSeries',
  'announceAdvocacyMoment',
  'identifyDataGap',
  'proposeInitiative',
];

/** The command of the table on fresh things, numbered so that no two stages meet. */
export function stage(mutation: string, number: number): Staged {
  const [slug, other, plan] = [`f${number}`, `g${number}`, `IDC-F${number}-1`];
  const { expectedRevision: _, ...usual } = mutations.find((one) => one.mutation === mutation)?.input ?? {};
  const told =
    mutation === 'correctEntry' ? { facts: { name: 'The right name' }, text: null, note: 'Read again.' } : usual;
  const named: Readonly<Record<string, string>> = {
    champion: /^joinCharter|^inviteToSign|^expressInterest|^declineToSign/.test(mutation) ? `h${number}` : slug,
    version: `v${number}`,
    ...(mutation.endsWith('MonitoringRound') ? { round: `r${number}` } : {}),
    intoChampion: other,
    label: 'X9',
    milestone: `${plan}-C01-M1`,
    indicator: `${plan}-C01-I1`,
    assessment: `${plan}-C01-A1`,
    report: `${plan}-C01-R1`,
    commitment: `${plan}-C01`,
    actionPlan: mutation === 'carryOverCommitment' ? `IDC-F${number}-2` : plan,
    by: mutation === 'supersedeCommitment' ? `${plan}-C02` : `IDC-F${number}-2`,
    team: `t${number}`,
    organisation: slug,
    output: `TT-T${number}-O1`,
    series: `s${number}`,
    meeting: `MT-S${number}-1`,
    actionPoint: `MT-S${number}-1-A1`,
    owner: slug,
    moment: `m${number}`,
    gap: `q${number}`,
    initiative: `v${number}`,
    ...citizenDataNames(number, slug),
  };
  const measurements = [{ indicator: named.indicator, value: '12.5' }];
  const lists: Readonly<Record<string, unknown>> = {
    measurements,
    attendance: [slug],
    organisations: [slug],
    agreedBy: [slug],
    champions: [slug],
    publishers: [slug],
  };
  const own = Object.fromEntries(
    Object.entries(told).map(([name, value]) => [name, named[name] ?? lists[name] ?? value]),
  );
  const needed = (pattern: RegExp, ...steps: Step[]): readonly Step[] => (pattern.test(mutation) ? steps : []);
  const joined = (champion: string): Step => ['joinCharter', { champion, name: champion, kind: 'FOUNDATION' }];
  const announced = (label: string): Step => [
    'announceActionPlan',
    { champion: slug, label, kind: 'SUMMIT_PLEDGE', title: `Plan ${label}` },
  ];
  const made = (title: string): Step => ['makeCommitment', { actionPlan: plan, title }];
  const isAbout = (...names: string[]): boolean => names.includes(thingOf(mutation).type.name);
  const first = [
    joined(slug),
    ...needed(/^(merge|succeed)/, joined(other)),
    ...(isAbout(
      'Charter',
      'Champion',
      'Node',
      'TaskTeam',
      'MeetingSeries',
      'Meeting',
      'CharterVersion',
      'SignOn',
      'MonitoringRound',
      'IndicatorBreakdowns',
      ...citizenDataTypes,
    ) || mutation === 'announceActionPlan'
      ? []
      : [announced('1')]),
    ...needed(/^(supersedeAction|carryOver)/, announced('2')),
    ...(isAbout('Commitment', 'ProgressReport', 'Assessment') && mutation !== 'makeCommitment' ? [made('One')] : []),
    ...needed(/^supersedeCommitment/, made('Two')),
    ...needed(/^(reschedule|reach|drop)Milestone/, [
      'addMilestone',
      { commitment: `${plan}-C01`, title: 'A milestone', due: '2020-06' },
    ]),
    ...needed(/^(revise|measure)Indicator|^submitProgress/, [
      'defineIndicator',
      { commitment: `${plan}-C01`, name: 'An indicator' },
    ]),
    ...needed(/Entry$/, ['renameChampion', { champion: slug, name: 'Another name' }]),
    ...(isAbout('TaskTeam') ? [['formTaskTeam', { team: `t${number}`, name: 'A team' }] as const] : []),
    ...(isAbout('MeetingSeries', 'Meeting')
      ? [['startMeetingSeries', { series: `s${number}`, name: 'A series' }] as const]
      : []),
    ...(isAbout('Meeting') && mutation !== 'scheduleMeeting'
      ? [['scheduleMeeting', { series: `s${number}` }] as const]
      : []),
    ...needed(/^(recordDecision|agreeActionPoint|settleActionPoint|publishMinutes)/, [
      'holdMeeting',
      { meeting: `MT-S${number}-1` },
    ]),
    ...(isAbout('AdvocacyMoment')
      ? [['announceAdvocacyMoment', { moment: `m${number}`, kind: 'HLPF', year: 2018, title: 'A session' }] as const]
      : []),
    ...(isAbout('DataGap') ? [['identifyDataGap', { gap: `q${number}`, title: 'A gap' }] as const] : []),
    ...(isAbout('Initiative') ? [['proposeInitiative', { initiative: `v${number}`, title: 'A title' }] as const] : []),
    ...needed(/^leaveInitiative/, ['joinInitiative', { initiative: `v${number}`, organisation: slug, role: 'LEAD' }]),
    ...needed(/^leaveDataGap/, ['adoptDataGap', { gap: `q${number}`, organisation: slug }]),
    ...needed(/^recordCommitmentAnnounced/, made('One')),
    ...needed(/^settleActionPoint/, ['agreeActionPoint', { meeting: `MT-S${number}-1`, title: 'To do' }]),
    ...needed(/^leaveTaskTeam/, ['joinTaskTeam', { team: `t${number}`, organisation: slug, role: 'MEMBER' }]),
    ...needed(/^reportOutput/, ['planOutput', { team: `t${number}`, title: 'An output' }]),
    ...(isAbout(...citizenDataTypes) ? citizenDataSteps(mutation, number) : []),
    ...(isAbout('CharterVersion')
      ? [['draftCharterVersion', { version: `v${number}`, title: 'A draft' }] as const]
      : []),
    ...(isAbout('MonitoringRound') && mutation !== 'openMonitoringRound'
      ? [['openMonitoringRound', { round: `r${number}`, title: 'A round', due: '2024-06' }] as const]
      : []),
    ...needed(/^reopenMonitoring/, ['closeMonitoringRound', { round: `r${number}` }]),
    ...needed(/^assessCommitment/, [
      'submitProgressReport',
      { commitment: `${plan}-C01`, language: 'EN', narrative: 'Done.' },
    ]),
    ...needed(/^replyToAssessment/, [
      'assessCommitment',
      { commitment: `${plan}-C01`, found: 'LIMITED', foundReason: 'Two of six.' },
    ]),
    ...needed(/^closeConsultation/, ['openConsultation', { version: `v${number}` }]),
    ...needed(/^declineToSign/, ['inviteToSign', { champion: `h${number}`, name: 'Somebody' }]),
    ...needed(/^citeExample|^withdrawCitation/, ['submitExample', { example: `e${number}`, title: 'An example' }]),
    ...needed(/^stateBreakdowns/, [
      'publishListVersion',
      {
        codeList: `l${number}`,
        version: '1.14',
        purpose: 'DIMENSIONS',
        title: 'Dimensions',
        terms: [{ code: 'sex', sdmxDimension: 'SEX' }, { code: 'geography' }],
      },
    ]),
    ...needed(/^resume/, ['suspendCommitment', { commitment: `${plan}-C01` }]),
  ];
  return { first: firstMutations.includes(mutation) ? [] : first, input: own };
}

/** Commands that name an entry, not a thing. */
const isCorrection = (mutation: string): boolean => mutation.endsWith('Entry');

const inputName = (mutation: string): string => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
export const inputType = (mutation: string): GraphQLInputObjectType =>
  schema.getType(inputName(mutation)) as GraphQLInputObjectType;

/** How many things are asked for in one request, as far as its cost allows: a Node may be any of several, all of which count. */
const atOnce = (type: string): number => (type === 'Node' ? 2 : 4);

/** Whether a field follows from other records too: it may say something else once those have changed. */
const isDerived = (field: string): boolean => ['reporting', 'punctuality', 'progress', 'counts'].includes(field);

/** Does wild commands on a register and checks each answer; remembers what was accepted, to be looked at again. */
export class RandomCommands {
  private count = 0;
  private lastEntry = -1;
  private readonly accepted = new Map<string, { readonly mutation: string; readonly thing: object }>();

  constructor(private readonly register: TestRegister) {}

  /** How many things were changed by a command that was accepted. */
  get size(): number {
    return this.accepted.size;
  }

  /** Changes the input of a fresh command, does it, and gives the answer; null when GraphQL would not take the input at all. */
  async try(mutation: string, change: (input: Input) => Input): Promise<Told | null> {
    const number = this.count++;
    const { first, input: usual } = stage(mutation, number);
    const named = isCorrection(mutation) ? { entry: (await this.register.size()) + first.length - 1 } : {};
    const input = change({ commandId: `wild-${number}`, ...usual, ...named });
    const steps = first.map(
      ([name], index) => `p${index}: ${name}(input: $p${index}) { receipt { entry } userErrors { message } }`,
    );
    const variables = first.map(([name], index) => `$p${index}: ${inputName(name)}!`);
    const query = `mutation (${[...variables, `$input: ${inputName(mutation)}!`].join(', ')}) {
      ${steps.join(' ')} told: ${mutation}(input: $input) ${payloadOf(mutation, everythingOf(thingOf(mutation).type))} }`;
    const given = Object.fromEntries(
      first.map(([, step], index) => [`p${index}`, { commandId: `wild-${number}-${index}`, ...step }]),
    );
    const { status, text, data, errors } = await this.register.query<Record<string, Told>>(
      query,
      { ...given, input },
      this.register.token,
    );

    expect(status).toBeLessThan(500);
    for (const secret of [process.cwd(), this.register.dataDir, 'node_modules', 'SQLITE_', this.register.token])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\\n\s+at \S+ \(/);
    for (const { extensions } of errors)
      expect(faultCodes.filter((code) => code !== 'INTERNAL')).toContain(extensions.code);
    const { told, ...before } = data;
    if (told === undefined) {
      // JSON that reaches for a prototype is turned away before GraphQL sees it, with a plain 400.
      const isTurnedAway = status === 400 && JSON.stringify(input).includes('__proto__');
      if (!isTurnedAway) expect(errors.map(({ extensions }) => extensions.code)).toContain('BAD_USER_INPUT');
      return null;
    }
    for (const { receipt, userErrors } of Object.values(before)) {
      expect(userErrors).toEqual([]);
      this.lastEntry = Math.max(this.lastEntry, receipt?.entry ?? -1);
    }
    this.judge(mutation, input, told);
    return told;
  }

  /** Looks again at all that was accepted: it must be what the commands answered, byte for byte. */
  async lookAgain(): Promise<void> {
    const things = [...this.accepted].map(([id, { mutation, thing }]) => ({ id, thing, type: thingOf(mutation).type }));
    for (const type of new Set(things.map((one) => one.type))) {
      const alike = things.filter((one) => one.type === type);
      const whole = `fragment whole on ${type.name} { ${everythingOf(type)} }`;
      const length = atOnce(type.name);
      const places = Array.from({ length }, (_, place) => place);
      const query = `query (${places.map((place) => `$n${place}: ID!`).join(', ')}) { ${places.map((place) => `n${place}: node(id: $n${place}) { ...whole }`).join(' ')} } ${whole}`;
      for (let start = 0; start < alike.length; start += length) {
        const some = places.map((place) => alike[Math.min(start + place, alike.length - 1)] as (typeof alike)[number]);
        const { data, errors } = await this.register.query(
          query,
          Object.fromEntries(some.map(({ id }, place) => [`n${place}`, id])),
        );
        expect(errors.map(({ message }) => message)).toEqual([]);
        const own = (all: readonly unknown[]): string =>
          JSON.stringify(all, (name, value: unknown) => (isDerived(name) ? null : value));
        expect(own(Object.values(data))).toBe(own(some.map(({ thing }) => thing)));
      }
    }
  }

  private judge(mutation: string, input: Input, { thing, receipt, userErrors }: Told): void {
    if (receipt === null) {
      expect(thing).toBeNull();
      expect(userErrors.length).toBeGreaterThan(0);
      for (const { code, message, field } of userErrors) {
        expect(code).toMatch(/^[A-Z_]+$/);
        expect(message.length).toBeGreaterThan(5);
        if (field.length > 0) expect(Object.keys(inputType(mutation).getFields())).toContain(field[0]);
      }
      return;
    }
    expect(userErrors).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    const isToCome = typeof input.effective === 'string' && (span(input.effective)?.first ?? '') > today;
    if (receipt.entry > this.lastEntry && !isToCome) {
      const said = new Set(stringsIn(thing));
      // Texts are kept in one form: without what nobody sees.
      const isSaid = (word: string): boolean =>
        [word, cleanLine(word), cleanProse(word)].some((form) => said.has(form));
      const missing = wordsOf(inputType(mutation), input).filter((word) => !isSaid(word));
      expect([mutation, missing]).toEqual([mutation, []]);
    }
    this.lastEntry = Math.max(this.lastEntry, receipt.entry);
    if (thing === null) expect(isToCome).toBe(true);
    else this.accepted.set(String(thing.id), { mutation, thing });
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** All words of an input that the thing must give back: not the header, not dates, and not closed lists. */
function wordsOf(type: GraphQLInputType, value: unknown): string[] {
  const named = getNamedType(type);
  if (Array.isArray(value)) return value.flatMap((one) => wordsOf(named, one));
  if (typeof value === 'string') return ['String', 'ID', 'URL', 'Decimal'].includes(named.name) ? [value] : [];
  if (!isInputObjectType(named) || typeof value !== 'object' || value === null) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    field.name === 'commandId' ? [] : wordsOf(field.type, (value as Input)[field.name]),
  );
}
