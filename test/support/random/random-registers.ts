import fc from 'fast-check';
import { ActionPlanAmended, ActionPlanConcluded } from '../../../src/charter/action-plan/action-plan.js';
import { ChampionRenamed, ChampionWithdrawn } from '../../../src/charter/champion/champion.js';
import {
  CommitmentAmended,
  CommitmentCarriedOver,
  CommitmentConcluded,
  CommitmentDueDateRevised,
  CommitmentResumed,
  CommitmentSuspended,
  CommitmentWithdrawn,
} from '../../../src/charter/commitment/commitment.js';
import { IndicatorMeasured, IndicatorRevised } from '../../../src/charter/commitment/indicator.js';
import { MilestoneReached, MilestoneRescheduled } from '../../../src/charter/commitment/milestone.js';
import { EntryCorrected, EntryRetracted } from '../../../src/kernel/correction/correction.js';
import type { DomainEvent } from '../../../src/kernel/message.js';
import { announced, indicator, joined, launched, made, milestone, published, reported } from '../cqrs/examples.js';
import type { Dated } from '../time/past.js';
import { streamOf } from '../register/views.js';

const champions = ['kenya', 'togo'];
const plans = ['IDC-KENYA-1', 'IDC-KENYA-2', 'IDC-TOGO-1'];
const commitments = ['IDC-KENYA-1-C01', 'IDC-KENYA-1-C02', 'IDC-TOGO-1-C01'];

const champion = fc.constantFrom(...champions);
const plan = fc.constantFrom(...plans);
const commitment = fc.constantFrom(...commitments);
const word = fc.constantFrom('census', 'survey', 'register', 'young', 'older');
const claimed = fc.constantFrom('not_started', 'limited', 'substantial', 'complete') as fc.Arbitrary<'limited'>;

const amended = (code: string, title: string): DomainEvent =>
  CommitmentAmended(
    {
      commitment: code,
      principles: null,
      dimensions: null,
      populations: [title],
      sdgGoals: null,
      sdgIndicators: null,
      responsible: null,
    },
    { language: 'en', note: null, title, description: null },
  );

/** Days, months, quarters, seasons and years from 2018 to 2027: some lie after everything else. */
export const date = fc.oneof(
  fc.integer({ min: 2018, max: 2027 }).map(String),
  fc
    .tuple(fc.integer({ min: 2018, max: 2027 }), fc.constantFrom('05', '11', '21', '24', '33', '36'))
    .map(([year, part]) => `${year}-${part}`),
  fc
    .tuple(fc.integer({ min: 2018, max: 2027 }), fc.integer({ min: 1, max: 28 }))
    .map(([year, day]) => `${year}-02-${String(day).padStart(2, '0')}`),
);

export const day = fc
  .date({ min: new Date('2018-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10));

let reports = 0;

/** Any command of a small register, whether or not its thing is there yet. */
const event: fc.Arbitrary<DomainEvent> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null).map(() => launched()) },
  { weight: 4, arbitrary: champion.map((slug) => joined(slug)) },
  { weight: 4, arbitrary: plan.map((code) => announced(code)) },
  { weight: 2, arbitrary: plan.map((code) => published(code)) },
  { weight: 6, arbitrary: commitment.map((code) => made(code, { due: '2025' }, { title: `Promise ${code}` })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(champion, word)
      .map(([slug, name]) => ChampionRenamed({ champion: slug, name, shortName: null, cause: null })),
  },
  { weight: 1, arbitrary: champion.map((slug) => ChampionWithdrawn({ champion: slug, reasonCode: 'other' })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(plan, word)
      .map(([code, title]) =>
        ActionPlanAmended(
          { actionPlan: code, period: null, coSigners: [title] },
          { language: 'en', note: null, title },
        ),
      ),
  },
  { weight: 1, arbitrary: plan.map((code) => ActionPlanConcluded({ actionPlan: code, outcome: 'delivered' })) },
  { weight: 3, arbitrary: fc.tuple(commitment, word).map(([code, title]) => amended(code, title)) },
  {
    weight: 3,
    arbitrary: fc.tuple(commitment, date).map(([code, due]) => CommitmentDueDateRevised({ commitment: code, due })),
  },
  { weight: 1, arbitrary: commitment.map((code) => CommitmentSuspended({ commitment: code })) },
  { weight: 1, arbitrary: commitment.map((code) => CommitmentResumed({ commitment: code })) },
  { weight: 1, arbitrary: commitment.map((code) => CommitmentWithdrawn({ commitment: code, reasonCode: 'other' })) },
  { weight: 1, arbitrary: commitment.map((code) => CommitmentConcluded({ commitment: code, outcome: 'delivered' })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(commitment, plan)
      .map(([code, actionPlan]) => CommitmentCarriedOver({ commitment: code, actionPlan })),
  },
  { weight: 2, arbitrary: commitment.map((code) => milestone(`${code}-M1`)) },
  {
    weight: 2,
    arbitrary: fc.tuple(commitment, date).map(([code, due]) => MilestoneRescheduled({ milestone: `${code}-M1`, due })),
  },
  { weight: 1, arbitrary: commitment.map((code) => MilestoneReached({ milestone: `${code}-M1` })) },
  { weight: 2, arbitrary: commitment.map((code) => indicator(`${code}-I1`)) },
  {
    weight: 1,
    arbitrary: commitment.map((code) =>
      IndicatorRevised({ indicator: `${code}-I1`, baseline: null, target: { value: '75', on: '2026' } }),
    ),
  },
  {
    weight: 1,
    arbitrary: commitment.map((code) => IndicatorMeasured({ indicator: `${code}-I1`, value: '50', on: '2025' })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(commitment, claimed, word).map(([code, status, narrative]) => {
      const evidence = [{ url: 'https://example.org/report', kind: 'document' as const, language: null }];
      return reported(
        `${code}-R${(reports += 1)}`,
        { commitment: code, claimed: status, reasonCode: 'other', evidence },
        { narrative, evidenceTitles: [null] },
      );
    }),
  },
);

/** A command of a small register, dated as precisely as may be. */
export const datedEvent: fc.Arbitrary<Dated> = fc.record({
  event: event,
  effective: fc.option(date, { freq: 5 }),
  imported: fc.boolean(),
});

const parts = ['milestone', 'indicator', 'report'];
/** Whether a command opens a part of its thing. */
export const opensPart = ({ event: { type } }: Dated): boolean =>
  ['MilestoneAdded', 'IndicatorDefined', 'ProgressReported'].includes(type);

/** The commands that the rules would let through: a part is opened once, and before anything else names it. */
function orderly(events: readonly Dated[]): Dated[] {
  const opened = new Set<string>();
  return events.filter((one) => {
    const part = parts
      .map((field) => (one.event.facts as Readonly<Record<string, string>>)[field])
      .find((name) => name !== undefined);
    if (part === undefined) return true;
    if (opened.has(part)) return !opensPart(one);
    if (opensPart(one)) opened.add(part);
    return opensPart(one);
  });
}

/** Some commands in an order in which the rules let them through. */
export const mutations: fc.Arbitrary<Dated[]> = fc
  .array(datedEvent, { minLength: 1, maxLength: 36 })
  .map(orderly)
  .filter((events) => events.length > 0);

interface Wish {
  readonly place: number;
  readonly effective: string | null;
  readonly isRetraction: boolean;
  readonly title: string;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  place: fc.nat(),
  effective: fc.option(date, { freq: 2 }),
  isRetraction: fc.boolean(),
  title: word,
});

/** The content of a command, put right in a word and, where there is one, a date. */
export function putRight({ event: { facts, text } }: Dated, title: string): { facts: object; text: object | null } {
  return {
    facts: 'due' in facts && facts.due !== null ? { ...facts, due: '2024-11' } : facts,
    text: text !== null && 'title' in text && text.title !== null ? { ...text, title } : text,
  };
}

/** Turns a wish into a correction or retraction of an entry that is there. */
export function correcting(events: readonly Dated[], { place, effective, isRetraction, title }: Wish): Dated {
  const entry = place % events.length;
  const target = events[entry] as Dated;
  const stream = target.stream ?? streamOf(target.event);
  const { type } = target.event;
  const about = { language: 'en' as const, note: 'Read again.' };
  if (isRetraction || type.startsWith('Entry')) {
    return { event: EntryRetracted({ entry, type, part: null }, about), effective: target.effective, stream };
  }
  const { facts, text } = putRight(target, title);
  const content = EntryCorrected(
    { entry, type, schemaVersion: 1, part: null, facts: facts as Record<string, unknown> },
    { ...about, text: text as Record<string, unknown> | null },
  );
  return { event: content, effective: effective ?? target.effective, stream };
}

/** A log of a small register, in which some entries set earlier ones right. */
export const register: fc.Arbitrary<readonly Dated[]> = fc
  .tuple(mutations, fc.array(wish, { maxLength: 6 }))
  .map(([told, wishes]) => wishes.reduce<readonly Dated[]>((events, one) => insert(events, one), told));

/** Puts a correction or retraction somewhere behind the entry it names. */
function insert(events: readonly Dated[], one: Wish): readonly Dated[] {
  const known = 1 + (one.place % events.length);
  const isLater = events.slice(known).some(({ stream }) => stream !== undefined);
  const at = isLater ? events.length : known;
  return [...events.slice(0, at), correcting(events.slice(0, at), one), ...events.slice(at)];
}
