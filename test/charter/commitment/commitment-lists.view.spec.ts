import { beforeAll, describe, expect, test } from '@jest/globals';
import { CommitmentAmended, CommitmentSuspended } from '../../../src/charter/commitment/commitment.js';
import {
  ListCommitments,
  type CommitmentFilter,
  type CommitmentOrder,
} from '../../../src/charter/commitment/commitment-lists.view.js';
import { announced, joined, made, published, reported } from '../../support/cqrs/examples.js';
import { recordedAt, Views } from '../../support/register/views.js';

let views: Views;
const list = async (filter: CommitmentFilter, orderBy: CommitmentOrder | null = null): Promise<string[]> =>
  (await views.ask(ListCommitments, { filter, orderBy })).nodes.map(({ code }) => code);

const k1 = 'IDC-KENYA-1-C01';
const k2 = 'IDC-KENYA-1-C02';
const csc = 'IDC-CSC-1-C01';
const network = 'IDC-NETWORK-1-C01';

beforeAll(async () => {
  views = await Views.over(
    joined('kenya', { country: 'KEN' }),
    joined('csc', { kind: 'civil_society' }),
    announced('IDC-KENYA-1'),
    published('IDC-KENYA-1'),
    announced('IDC-CSC-1'),
    announced('IDC-NETWORK-1'),
    made(
      k1,
      { principles: [1, 2], dimensions: ['disability', 'sex'], sdgGoals: [5], due: '2024' },
      { title: 'Ask the questions', description: 'In each census.' },
    ),
    made(
      k2,
      { principles: [3], populations: ['Nomads'], sdgIndicators: ['5.3.2'], due: '2025-03' },
      { title: 'Train staff' },
    ),
    made(csc, { principles: [2], dimensions: ['sex'], due: '2025-03-15' }, { title: 'Publish tables' }),
    made(network, {}, { title: 'Convene' }),
    reported(`${k1}-R1`, { commitment: k1, claimed: 'complete' }, { narrative: 'The census asked them.' }),
    reported(`${k2}-R1`, { commitment: k2, claimed: null }, { narrative: 'Nothing yet.' }),
    reported('IDC-CSC-1-R1', { actionPlan: 'IDC-CSC-1', concerns: [csc] }),
    CommitmentSuspended({ commitment: csc }),
    CommitmentAmended({
      commitment: k2,
      principles: [4],
      dimensions: null,
      populations: null,
      sdgGoals: [],
      sdgIndicators: null,
      responsible: null,
    }),
  );
});

describe('the list of commitments', () => {
  test.each<[CommitmentFilter, string[]]>([
    [{}, [csc, k1, k2, network]],
    [{ champions: ['kenya', 'csc'] }, [csc, k1, k2]],
    [{ champions: [] }, []],
    [{ actionPlans: ['IDC-KENYA-1', 'IDC-NETWORK-1'] }, [k1, k2, network]],
    [{ kinds: ['civil_society'] }, [csc]],
    [{ countries: ['KEN'] }, [k1, k2]],
    [{ principles: [1, 2] }, [csc, k1]],
    [{ principles: [3] }, []],
    [{ principles: [4] }, [k2]],
    [{ dimensions: ['sex'] }, [csc, k1]],
    [{ dimensions: ['disability'], principles: [2] }, [k1]],
    [{ populations: ['Nomads'] }, [k2]],
    [{ sdgGoals: [5] }, [k1]],
    [{ sdgIndicators: ['5.3.2'] }, [k2]],
    [{ lifecycle: ['active'] }, [k1, k2]],
    [{ lifecycle: ['draft', 'suspended'] }, [csc, network]],
    [{ claimed: ['complete', 'substantial'] }, [k1]],
    [{ notClaimed: true }, [csc, k2, network]],
    [{ notClaimed: false }, [k1]],
    [{ notClaimed: null }, [csc, k1, k2, network]],
    [{ withReports: true }, [csc, k1, k2]],
    [{ withReports: false }, [network]],
    [{ dueBefore: '2025-03-15' }, [k1]],
    [{ dueBefore: '2025-03-16' }, [csc, k1]],
    [{ dueAfter: '2025-03-15' }, [k2]],
    [{ dueAfter: '2024-12-30', dueBefore: '2025-01-01' }, [k1]],
    [{ changedSince: recordedAt(10) }, [csc, k1, k2]],
    [{ changedSince: recordedAt(12) }, [csc, k2]],
    [{ changedSince: recordedAt(14) }, [k2]],
    [{ text: 'questions' }, [k1]],
    [{ text: 'census' }, [k1]],
    [{ text: 'nomad' }, [k2]],
    [{ text: 'nothing yet' }, [k2]],
    [{ text: '…' }, []],
    [{ text: '' }, [csc, k1, k2, network]],
    [{ champions: ['kenya'], notClaimed: true, text: 'train' }, [k2]],
  ])('filtered by %j holds %j', async (filter, codes) => {
    expect(await list(filter)).toEqual(codes);
  });

  test.each<[CommitmentOrder['field'], string[]]>([
    ['code', [csc, k1, k2, network]],
    ['due', [k1, csc, k2, network]],
    ['changed', [network, k1, csc, k2]],
  ])('is ordered by %s, both ways', async (field, codes) => {
    expect(await list({}, { field, direction: 'asc' })).toEqual(codes);
    const unknown = field === 'due' ? ['IDC-NETWORK-1-C01'] : [];
    const known = codes.filter((code) => !unknown.includes(code));
    expect(await list({}, { field, direction: 'desc' })).toEqual([...known.toReversed(), ...unknown]);
  });

  test.each(['code', 'due', 'changed'] as const)('is the same read page by page, by %s', async (field) => {
    const orderBy = { field, direction: 'desc' } as const;
    const codes: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof next>> = await next(after);
      expect(page.totalCount).toBe(4);
      codes.push(...page.nodes.map(({ code }) => code));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(codes).toEqual(await list({}, orderBy));

    function next(cursor: string | null) {
      return views.ask(ListCommitments, { first: 1, after: cursor, orderBy });
    }
  });
});

test('deadlines without an end come last, and are due before and after no day', async () => {
  const dues = {
    C01: 'ongoing',
    C02: 'R/P6M/2029',
    C03: 'FY2026-04',
    C04: 'R/P1Y',
    C05: '2026/2028',
    C06: '../2027',
  } as const;
  const promises = Object.entries(dues).map(([number, due]) => made(`IDC-KENYA-1-${number}`, { due }));
  const all = await Views.over(joined('kenya'), announced('IDC-KENYA-1'), ...promises);
  const codes = async (filter: CommitmentFilter, orderBy: CommitmentOrder | null = null) =>
    (await all.ask(ListCommitments, { filter, orderBy })).nodes.map(({ code }) => code.slice(-3));
  expect(await codes({ dueBefore: '2028-01-01' })).toEqual(['C03', 'C06']);
  expect(await codes({ dueAfter: '2027-12-31' })).toEqual(['C02', 'C05']);
  expect((await codes({}, { field: 'due', direction: 'asc' })).slice(0, 4)).toEqual(['C03', 'C06', 'C05', 'C02']);
});
