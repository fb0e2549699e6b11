import type { MutationExample } from './story.js';

/** Commands on monitoring rounds, each done once as it should be, and once as it must not be. */
export const reportingMutations: readonly MutationExample[] = [
  {
    mutation: 'openMonitoringRound',
    input: {
      round: '2024',
      title: 'Sixth round of reports',
      champions: ['kenya'],
      period: { start: '2023-07', end: '2024-06' },
      due: '2024-06-30',
      languages: ['EN', 'ES'],
      effective: '2024-03-01',
      note: 'By e-mail to all focal points.',
    },
    thing: {
      slug: '2024',
      title: { text: 'Sixth round of reports', language: 'EN' },
      asked: ['kenya'],
      period: { start: '2023-07', end: '2024-06' },
      originalDue: '2024-06-30',
      due: '2024-06-30',
      languages: ['EN', 'ES'],
      status: 'OPEN',
      opened: '2024-03-01',
      changes: [],
      session: null,
    },
    refused: {
      input: { round: '2025', title: 'Next', due: '2025-06', session: 'hlpf-1999' },
      code: 'SESSION_UNKNOWN',
      field: ['session'],
    },
  },
  {
    mutation: 'extendMonitoringRound',
    input: { round: '2024', due: '2024-07-10', note: 'Two weeks more for all.', effective: '2024-06-20' },
    thing: {
      originalDue: '2024-06-30',
      due: '2024-07-10',
      changes: [
        {
          change: 'EXTENDED',
          on: '2024-06-20',
          due: '2024-07-10',
          reason: { text: 'Two weeks more for all.', language: 'EN' },
        },
      ],
    },
    refused: {
      input: { round: '2024', due: '2024-05', note: 'Earlier.' },
      code: 'ROUND_NOT_EXTENDED',
      field: ['due'],
    },
  },
  {
    mutation: 'closeMonitoringRound',
    input: { round: '2024', effective: '2024-08-01' },
    thing: { status: 'CLOSED' },
    refused: { input: { round: '1999' }, code: 'ROUND_UNKNOWN', field: ['round'] },
  },
  {
    mutation: 'reopenMonitoringRound',
    input: { round: '2024', due: '2024-09', note: 'For those who asked.', effective: '2024-08-20' },
    thing: { status: 'OPEN', due: '2024-09' },
    refused: { input: { round: '1999', note: 'Why.' }, code: 'ROUND_UNKNOWN', field: ['round'] },
  },
  {
    mutation: 'assessCommitment',
    input: {
      commitment: 'IDC-KENYA-1-C01',
      report: 'IDC-KENYA-1-C01-R1',
      found: 'LIMITED',
      foundReason: 'Two of six surveys ask everyone.',
      verifiable: true,
      verifiableReason: 'Surveys are named.',
      ambition: 'MODEST',
      ambitionReason: 'It adds questions to surveys that exist.',
      results: 'NONE',
      resultsReason: 'No data are out yet.',
      relevance: [{ principle: 1, relevance: 'DIRECT', reason: 'It counts people who were left out.' }],
      evidence: ['https://example.org/surveys'],
      effective: '2024-09-01',
      note: 'From public sources.',
    },
    thing: {
      code: 'IDC-KENYA-1-C01-A1',
      assessed: '2024-09-01',
      found: 'LIMITED',
      foundReason: { text: 'Two of six surveys ask everyone.', language: 'EN' },
      verifiable: true,
      ambition: 'MODEST',
      results: 'NONE',
      relevance: [
        { principle: 1, relevance: 'DIRECT', reason: { text: 'It counts people who were left out.', language: 'EN' } },
      ],
      evidence: ['https://example.org/surveys'],
      report: { code: 'IDC-KENYA-1-C01-R1' },
      commitment: { code: 'IDC-KENYA-1-C01' },
      reply: null,
    },
    refused: {
      input: { commitment: 'IDC-KENYA-1-C01', found: 'COMPLETE' },
      code: 'REASON_REQUIRED',
      field: ['foundReason'],
    },
  },
  {
    mutation: 'replyToAssessment',
    input: { assessment: 'IDC-KENYA-1-C01-A1', language: 'FR', reply: 'Trois de six.', effective: '2024-10' },
    thing: { reply: { text: 'Trois de six.', language: 'FR' }, replied: '2024-10', found: 'LIMITED' },
    refused: {
      input: { assessment: 'IDC-KENYA-1-C01-A9', reply: 'No.' },
      code: 'ASSESSMENT_UNKNOWN',
      field: ['assessment'],
    },
  },
];
