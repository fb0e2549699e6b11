import { dirname, join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { eventTypes } from '../dist/contexts.js';
import { AppendKey } from '../dist/platform/event-store/sqlite/append-key.js';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite/sqlite.event-store.js';

const typesByName = new Map(eventTypes.map((one) => [one.type, one]));

/** Numbers from 0 up to 1 that look random and are the same in every run. */
function repeatable(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const words =
  `data people disability age sex location survey census register statistics office ministry partner network inclusive open timely
  disaggregated household standard training guideline quality publish collect analyse use community voice report plan budget law`.split(
    /\s+/,
  );
const claims = ['not_started', 'limited', 'substantial', 'complete'];
const dimensions = ['income', 'sex', 'age', 'disability', 'geography', 'gender'];

/** Happenings of a made-up register, year by year: champions join and publish plans, promise, report every year, change their minds. */
function* events() {
  const random = repeatable(7);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const prose = (length) => Array.from({ length }, () => pick(words)).join(' ');
  const commitments = [];
  for (let year = 1990; ; year++) {
    for (let number = 1; number <= 8; number++) {
      const champion = `champion-${year}-${number}`;
      const plan = `IDC-${champion.toUpperCase()}-1`;
      const on = `${year}-0${number}-15`;
      const kind = pick(['government', 'multilateral', 'civil_society']);
      yield [
        'ChampionJoined',
        `champion-${champion}`,
        on,
        {
          champion,
          name: `The office of ${prose(3)}`,
          shortName: null,
          kind,
          country: null,
          institutions: [],
          isFounding: false,
        },
        null,
      ];
      const announced = {
        actionPlan: plan,
        champion,
        label: '1',
        kind: 'idc_action_plan',
        period: { start: `${year}`, end: `${year + 5}` },
        coSigners: [],
      };
      yield [
        'ActionPlanAnnounced',
        `actionPlan-${plan}`,
        on,
        announced,
        { language: 'en', note: null, title: prose(6) },
      ];
      for (let place = 1; place <= 10; place++) {
        const commitment = { code: `${plan}-C${String(place).padStart(2, '0')}`, reports: 0, reached: 0 };
        commitments.push(commitment);
        const made = {
          commitment: commitment.code,
          actionPlan: plan,
          kind: 'commitment',
          principles: [1 + (place % 5)],
          dimensions: [pick(dimensions)],
          populations: [pick(words)],
          sdgGoals: [1 + Math.floor(random() * 17)],
          sdgIndicators: ['5.3.2'],
          principlesBasis: 'source',
          frameworkPrinciple: null,
          dimensionsBasis: 'source',
          sdgBasis: 'compiler_inference',
          responsible: prose(3),
          start: on,
          due: `${year + 4}-12`,
        };
        yield [
          'CommitmentMade',
          `commitment-${commitment.code}`,
          on,
          made,
          { language: 'en', title: prose(10), description: prose(60), dueText: null },
        ];
        for (let step = 1; step <= 3; step++) {
          const added = {
            milestone: `${commitment.code}-M${step}`,
            commitment: commitment.code,
            due: `${year + step}-06`,
          };
          yield [
            'MilestoneAdded',
            `commitment-${commitment.code}`,
            on,
            added,
            { language: 'en', title: prose(8), dueText: null },
          ];
        }
        const indicator = {
          indicator: `${commitment.code}-I1`,
          commitment: commitment.code,
          unit: 'percent',
          baseline: null,
          target: { value: '90', on: `${year + 4}` },
        };
        yield ['IndicatorDefined', `commitment-${commitment.code}`, on, indicator, { language: 'en', name: prose(5) }];
      }
      yield [
        'ActionPlanPublished',
        `actionPlan-${plan}`,
        on,
        { actionPlan: plan, document: `https://example.org/${champion}/plan.pdf` },
        null,
      ];
    }
    for (const commitment of commitments.slice(-320)) {
      const stream = `commitment-${commitment.code}`;
      const on = `${year}-11-${10 + (commitment.reports % 20)}`;
      const claimed = claims[Math.min(commitment.reports, 3)];
      commitment.reports += 1;
      const reported = {
        report: `${commitment.code}-R${commitment.reports}`,
        champion: null,
        actionPlan: null,
        commitment: commitment.code,
        round: String(year),
        period: null,
        claimed,
        reasonCode: claimed === 'not_started' || claimed === 'limited' ? 'lack_of_resources' : null,
        measurements: [
          { indicator: `${commitment.code}-I1`, value: String(10 + 10 * commitment.reports), on: `${year}` },
        ],
        barriers: ['finance'],
        disaggregation: [{ dimension: 'sex', state: 'collected' }],
        concerns: [],
        relation: null,
        statusCounts: null,
        evidence: [1, 2].map((place) => ({
          url: `https://example.org/${commitment.code}/${year}/${place}`,
          kind: 'document',
          language: 'en',
        })),
      };
      yield [
        'ProgressReported',
        stream,
        on,
        reported,
        { language: 'en', narrative: prose(80), sourceStatus: null, evidenceTitles: [prose(4), prose(5)] },
      ];
      if (commitment.reached < 3 && random() < 0.7) {
        commitment.reached += 1;
        yield ['MilestoneReached', stream, on, { milestone: `${commitment.code}-M${commitment.reached}` }, null];
      }
      if (random() < 0.1)
        yield [
          'CommitmentDueDateRevised',
          stream,
          on,
          { commitment: commitment.code, due: `${year + 2}` },
          { language: 'en', note: prose(20), dueText: null },
        ];
    }
  }
}

/** A draft as a command by the operator would leave it. */
export function draft(type, effective, facts, text) {
  const id = uuidv7();
  return {
    type,
    schemaVersion: 1,
    facts,
    text,
    eventId: id,
    effective,
    actor: 'operator-0123456789abcdef01234567',
    role: 'operator',
    onBehalfOf: null,
    commandId: `bench-${id}`,
    correlationId: id,
    causationId: null,
    client: 'idc-api/0.1.0',
    origin: { kind: 'live', record: null, sources: [`https://example.org/${type}`], sourceDate: null },
  };
}

function* beginningWith(first) {
  yield* first;
  yield* events();
}

/** Writes a log of so many entries, each one valid as the register itself would have it; some may be told to come first. */
export async function writeLog(path, size, first = []) {
  const authentication = { key: AppendKey.open(join(dirname(path), 'append-key')), signed: 0 };
  const store = new SqliteEventStore(path, Date.now, { durability: 'normal', authentication });
  let waiting = [];
  let written = 0;
  for (const [type, stream, effective, facts, text] of beginningWith(first)) {
    typesByName.get(type).facts.parse(facts);
    typesByName.get(type).text.parse(text);
    waiting.push(store.append(stream, 'any', [draft(type, effective, facts, text)]));
    written += 1;
    if (waiting.length < 1000 && written < size) continue;
    await Promise.all(waiting);
    waiting = [];
    if (written === size) break;
  }
  await store.close();
}
