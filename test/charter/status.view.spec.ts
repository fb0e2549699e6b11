import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CommitmentConcluded, CommitmentSuspended } from '../../src/charter/commitment/commitment.js';
import { CountStatuses, CoverageOf, type Grouping, type StatusCount } from '../../src/charter/status/status.view.js';
import { Claimed, Dimension, lifecycles } from '../../src/charter/vocabulary/vocabulary.js';
import { announced, joined, made, published, reported } from '../support/cqrs/examples.js';
import { Views, type Told } from '../support/register/views.js';

const counted = (all: Readonly<Record<string, number>>, words: readonly string[], name: string) =>
  words.map((word) => ({ [name]: word, count: all[word] ?? 0 }));
const count = (
  group: string,
  claimed: Readonly<Record<string, number>>,
  lifecycle: Readonly<Record<string, number>>,
  notClaimed: number,
  withReports: number,
): object => ({
  group,
  base: Object.values(lifecycle).reduce((total, n) => total + n, 0),
  notClaimed,
  withReports,
  claimed: counted(claimed, Claimed.options, 'claimed'),
  lifecycle: counted(lifecycle, lifecycles, 'lifecycle'),
});

const history: readonly Told[] = [
  joined('kenya', { country: 'KEN' }),
  joined('csc', { kind: 'civil_society' }),
  announced('IDC-KENYA-1'),
  published('IDC-KENYA-1'),
  announced('IDC-CSC-1'),
  announced('IDC-NETWORK-1'),
  made('IDC-KENYA-1-C01', { principles: [1, 2], dimensions: ['sex'], sdgGoals: [5], populations: ['Nomads'] }),
  made('IDC-KENYA-1-C02', { principles: [2] }),
  made('IDC-CSC-1-C01', { dimensions: ['sex', 'age'] }),
  made('IDC-NETWORK-1-C01', { principles: [2] }),
  reported('IDC-KENYA-1-C01-R1', { commitment: 'IDC-KENYA-1-C01', claimed: 'complete' }),
  reported('IDC-KENYA-1-C02-R1', { commitment: 'IDC-KENYA-1-C02' }),
  CommitmentConcluded({ commitment: 'IDC-KENYA-1-C01', outcome: 'delivered' }),
  CommitmentSuspended({ commitment: 'IDC-CSC-1-C01' }),
];

describe('the counts of statuses', () => {
  test('name their base, on how many nothing was claimed and how many were reported on, and give every status a number', async () => {
    const views = await Views.over(...history);
    expect(await views.ask(CountStatuses, { groupBy: 'all' })).toMatchObject([
      count('all', { complete: 1 }, { draft: 1, active: 1, suspended: 1, concluded: 1 }, 3, 2),
    ]);
  });

  test.each<[Grouping, [string, number][]]>([
    [
      'champion',
      [
        ['csc', 1],
        ['kenya', 2],
        ['network', 1],
      ],
    ],
    [
      'champion_kind',
      [
        ['civil_society', 1],
        ['government', 2],
        ['network', 1],
      ],
    ],
    [
      'country',
      [
        ['KEN', 2],
        ['none', 2],
      ],
    ],
    [
      'action_plan',
      [
        ['IDC-CSC-1', 1],
        ['IDC-KENYA-1', 2],
        ['IDC-NETWORK-1', 1],
      ],
    ],
    [
      'lifecycle',
      [
        ['active', 1],
        ['concluded', 1],
        ['draft', 1],
        ['suspended', 1],
      ],
    ],
    [
      'principle',
      [
        ['1', 1],
        ['2', 3],
        ['none', 1],
      ],
    ],
    [
      'dimension',
      [
        ['age', 1],
        ['none', 2],
        ['sex', 2],
      ],
    ],
    [
      'population',
      [
        ['Nomads', 1],
        ['none', 3],
      ],
    ],
    [
      'sdg_goal',
      [
        ['5', 1],
        ['none', 3],
      ],
    ],
  ])('by %s have the bases %j', async (groupBy, bases) => {
    const views = await Views.over(...history);
    const counted = (await views.ask(CountStatuses, { groupBy })).filter(({ base }) => base > 0);
    expect(counted.map(({ group, base }) => [group, base] as const).toSorted()).toEqual(bases.toSorted());
  });

  test('count only what the filter lets through', async () => {
    const views = await Views.over(...history);
    expect(await views.ask(CountStatuses, { groupBy: 'champion', filter: { principles: [2] } })).toMatchObject([
      count('kenya', { complete: 1 }, { active: 1, concluded: 1 }, 1, 2),
      count('network', {}, { draft: 1 }, 1, 0),
    ]);
    expect(
      (
        await views.ask(CountStatuses, { groupBy: 'principle', filter: { notClaimed: false, text: 'questions' } })
      ).filter(({ base }) => base > 0),
    ).toMatchObject([
      count('1', { complete: 1 }, { concluded: 1 }, 0, 1),
      count('2', { complete: 1 }, { concluded: 1 }, 0, 1),
    ]);
  });

  test('of an empty register are one group with nothing in it, or none', async () => {
    const views = await Views.over();
    expect(await views.ask(CountStatuses, { groupBy: 'all' })).toMatchObject([
      { group: 'all', base: 0, notClaimed: 0 },
    ]);
    expect(await views.ask(CountStatuses, { groupBy: 'champion' })).toEqual([]);
  });
});

/** Any register: champions, commitments in their plans, what is claimed of them and what became of them. */
const registers = fc
  .array(
    fc.record({
      champion: fc.constantFrom('kenya', 'csc', 'network'),
      principles: fc.uniqueArray(fc.integer({ min: 1, max: 5 })),
      dimensions: fc.uniqueArray(fc.constantFrom(...Dimension.options), { maxLength: 3 }),
      claims: fc.array(fc.option(fc.constantFrom(...Claimed.options)), { maxLength: 3 }),
      end: fc.option(fc.constantFrom('suspended', 'concluded')),
    }),
    { maxLength: 12 },
  )
  .map((all): { size: number; told: Told[] } => ({
    size: all.length,
    told: [
      ...['kenya', 'csc', 'malawi'].map((slug) => joined(slug)),
      ...['IDC-KENYA-1', 'IDC-CSC-1', 'IDC-NETWORK-1'].map((plan) => announced(plan)),
      published('IDC-KENYA-1'),
      ...all.flatMap(({ champion, principles, dimensions, claims, end }, index): Told[] => {
        const commitment = `IDC-${champion.toUpperCase()}-1-C${String(index + 1).padStart(2, '0')}`;
        return [
          made(commitment, { principles, dimensions }),
          ...claims.map((claimed, number) => reported(`${commitment}-R${number + 1}`, { commitment, claimed })),
          ...(end === 'suspended'
            ? [CommitmentSuspended({ commitment })]
            : end === 'concluded'
              ? [CommitmentConcluded({ commitment, outcome: 'delivered' })]
              : []),
        ];
      }),
    ],
  }));

const sum = (numbers: readonly { readonly count: number }[]): number =>
  numbers.reduce((total, { count }) => total + count, 0);
const total = (counts: readonly StatusCount[]): number => counts.reduce((all, { base }) => all + base, 0);

test('whatever happened, every base is the claimed and the not claimed together, and also the sum over all lifecycles', async () => {
  await fc.assert(
    fc.asyncProperty(registers, async ({ size, told }) => {
      const views = await Views.over(...told);
      for (const groupBy of [
        'all',
        'champion',
        'champion_kind',
        'country',
        'action_plan',
        'lifecycle',
        'principle',
        'dimension',
      ] as const) {
        const counts = await views.ask(CountStatuses, { groupBy });
        for (const { base, notClaimed, claimed, lifecycle } of counts)
          expect([sum(claimed) + notClaimed, sum(lifecycle)]).toEqual([base, base]);
        if (groupBy === 'principle' || groupBy === 'dimension') expect(total(counts)).toBeGreaterThanOrEqual(size);
        else expect(total(counts)).toBe(size);
      }
    }),
    { numRuns: 25 },
  );
});

test('the same events in a fresh register give the same rows, however they were cut into batches', async () => {
  await fc.assert(
    fc.asyncProperty(registers, fc.nat(), async ({ told }, cut) => {
      const at = cut % (told.length + 1);
      const batched = await Views.over(...told.slice(0, at));
      await batched.tell(...told.slice(at));
      expect(batched.rows).toEqual((await Views.over(...told)).rows);
    }),
    { numRuns: 20 },
  );
});

describe('the coverage', () => {
  test('has a cell for every champion and for the charter initiative itself, with a zero where it touches nothing', async () => {
    const coverage = await (await Views.over(...history, joined('aruba', { name: 'Aruba' }))).ask(CoverageOf, {});
    expect(coverage.champions).toEqual(['aruba', 'csc', 'kenya']);
    expect(coverage.principles).toHaveLength(4 * 5);
    expect(coverage.dimensions).toHaveLength(4 * Dimension.options.length);
    expect(coverage.principles.filter(({ commitments }) => commitments > 0)).toEqual([
      { champion: 'kenya', principle: 1, dimension: null, commitments: 1, undated: 0 },
      { champion: 'kenya', principle: 2, dimension: null, commitments: 2, undated: 0 },
      { champion: 'network', principle: 2, dimension: null, commitments: 1, undated: 0 },
    ]);
    expect(coverage.dimensions.filter(({ commitments }) => commitments > 0)).toEqual([
      { champion: 'csc', principle: null, dimension: 'sex', commitments: 1, undated: 0 },
      { champion: 'csc', principle: null, dimension: 'age', commitments: 1, undated: 0 },
      { champion: 'kenya', principle: null, dimension: 'sex', commitments: 1, undated: 0 },
    ]);
    expect(
      coverage.principles.filter(({ champion }) => champion === 'aruba').map(({ commitments }) => commitments),
    ).toEqual([0, 0, 0, 0, 0]);
  });

  test('adds up to the counts of statuses', async () => {
    await fc.assert(
      fc.asyncProperty(registers, async ({ told }) => {
        const views = await Views.over(...told);
        const coverage = await views.ask(CoverageOf, {});
        for (const [groupBy, cells] of [
          ['principle', coverage.principles],
          ['dimension', coverage.dimensions],
        ] as const) {
          for (const { group, base } of (await views.ask(CountStatuses, { groupBy })).filter(
            ({ group }) => group !== 'none',
          ))
            expect(
              cells
                .filter((cell) => String(cell[groupBy]) === group)
                .reduce((all, { commitments }) => all + commitments, 0),
            ).toBe(base);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('counts only what the filter lets through, and keeps all champions', async () => {
    const coverage = await (await Views.over(...history)).ask(CoverageOf, { filter: { lifecycle: ['active'] } });
    expect(coverage.champions).toEqual(['csc', 'kenya']);
    expect(coverage.principles.filter(({ commitments }) => commitments > 0)).toEqual([
      { champion: 'kenya', principle: 2, dimension: null, commitments: 1, undated: 0 },
    ]);
    expect(coverage.dimensions.every(({ commitments }) => commitments === 0)).toBe(true);
  });
});
