import type { MutationExample } from './story.js';
import type { Input } from './register.js';

const source = 'https://www.datatopolicy.org/use-case/ghana';

export const taxonomyTerms: readonly Input[] = [
  {
    code: 'volunteer_observation',
    group: 'method',
    labels: [
      { language: 'EN', label: 'Volunteer observation', basis: 'COMPILER' },
      { language: 'FR', label: 'Observation bénévole' },
    ],
    definition: 'Volunteers write down what they see.',
  },
  { code: 'collection', group: 'task', rank: 2, isSufficient: true, isConfirmed: true },
];

/** Every command on lists of codes and examples, in an order in which each can be done once the charter's have been. */
const exampleMutations: readonly MutationExample[] = [
  {
    mutation: 'publishListVersion',
    input: {
      codeList: 'citizen-data-taxonomy',
      version: '2025-03',
      purpose: 'EXAMPLE_TAXONOMY',
      title: 'Categories of citizen data',
      publishers: ['unsd'],
      document: 'https://example.org/taxonomy',
      isComplete: false,
      terms: taxonomyTerms,
      effective: '2019-03',
    },
    thing: {
      slug: 'citizen-data-taxonomy',
      purpose: 'EXAMPLE_TAXONOMY',
      versions: [
        {
          version: '2025-03',
          title: { text: 'Categories of citizen data', language: 'EN' },
          publishers: ['unsd'],
          document: 'https://example.org/taxonomy',
          isComplete: false,
          published: '2019-03',
          isWithdrawn: false,
          terms: {
            totalCount: 2,
            nodes: [
              {
                code: 'volunteer_observation',
                group: 'method',
                rank: null,
                label: 'Volunteer observation',
                definition: { text: 'Volunteers write down what they see.' },
                isConfirmed: true,
                isSufficient: null,
              },
              { code: 'collection', rank: 2, label: null, isSufficient: true },
            ],
          },
        },
      ],
    },
    refused: {
      input: {
        codeList: 'citizen-data-taxonomy',
        version: '2025-03',
        purpose: 'EXAMPLE_TAXONOMY',
        title: 'Another title',
      },
      code: 'LIST_VERSION_PUBLISHED',
      field: ['version'],
    },
  },
  {
    mutation: 'submitExample',
    input: {
      example: 'ghana-marine-litter',
      title: 'Citizen science on beach litter',
      method: 'Volunteers log litter during beach clean-ups.',
      kind: 'CITIZEN_SCIENCE',
      participationStep: 4,
      stages: ['COLLECTION', 'USE'],
      sector: 'environment',
      sdgGoals: [14],
      sdgTargets: ['14.1'],
      sdgIndicators: ['14.1.1b'],
      sdgBasis: 'SOURCE',
      populations: ['children'],
      countries: ['GHA'],
      organisations: ['ghana'],
      governmentUse: 'OFFICIAL_REPORTING',
      governmentUseNote: 'First country to report the indicator with such data.',
      consent: 'NOT_NEEDED',
      consentNote: 'The data are about litter.',
      ownership: 'SHARED',
      note: 'As the page tells.',
      effective: '2020',
      sources: [source],
    },
    thing: {
      slug: 'ghana-marine-litter',
      title: { text: 'Citizen science on beach litter', language: 'EN' },
      status: 'SUBMITTED',
      kind: 'CITIZEN_SCIENCE',
      participationStep: 4,
      isSufficient: true,
      stages: ['COLLECTION', 'USE'],
      sdgIndicators: ['14.1.1b'],
      countries: ['GHA'],
      organisations: ['ghana'],
      governmentUse: 'OFFICIAL_REPORTING',
      consent: 'NOT_NEEDED',
      ownership: 'SHARED',
      submitted: '2020',
      published: null,
      categories: null,
      judgement: null,
      notes: [{ text: 'As the page tells.' }],
    },
    refused: {
      input: { example: 'ghana-marine-litter', title: 'Another example' },
      code: 'EXAMPLE_SUBMITTED',
      field: ['example'],
    },
  },
  {
    mutation: 'updateExample',
    input: {
      example: 'ghana-marine-litter',
      title: 'Beach litter in official statistics',
      participationStep: 3,
      countries: ['GHA', 'KEN'],
      effective: '2021',
    },
    thing: {
      title: { text: 'Beach litter in official statistics' },
      participationStep: 3,
      isSufficient: false,
      countries: ['GHA', 'KEN'],
      sdgGoals: [14],
      method: { text: 'Volunteers log litter during beach clean-ups.' },
      updates: 1,
      updated: '2021',
    },
    refused: { input: { example: 'nowhere', title: 'None' }, code: 'EXAMPLE_UNKNOWN', field: ['example'] },
  },
  {
    mutation: 'reviewExample',
    first: [['submitExample', { example: 'lanet-umoja', title: 'Household data of a village' }]],
    input: {
      example: 'ghana-marine-litter',
      outcome: 'ACCEPTED',
      reviewer: 'unsd',
      note: 'Clear.',
      effective: '2022-05',
    },
    thing: {
      status: 'REVIEWED',
      reviews: [{ outcome: 'ACCEPTED', reviewer: 'unsd', on: '2022-05', note: { text: 'Clear.' } }],
    },
    refused: {
      input: { example: 'lanet-umoja', outcome: 'DECLINED' },
      code: 'REASON_REQUIRED',
      field: ['note'],
    },
  },
  {
    mutation: 'publishExample',
    first: [['submitExample', { example: 'uwezo', title: 'Learning assessments' }]],
    input: { example: 'ghana-marine-litter', effective: '2022-06' },
    thing: { status: 'PUBLISHED', published: '2022-06' },
    refused: { input: { example: 'lanet-umoja' }, code: 'EXAMPLE_NOT_ACCEPTED', field: ['example'] },
  },
  {
    mutation: 'categoriseExample',
    input: {
      example: 'ghana-marine-litter',
      codeList: 'citizen-data-taxonomy',
      version: '2025-03',
      terms: ['volunteer_observation', 'collection'],
      effective: '2022-07',
    },
    thing: {
      categories: {
        codeList: 'citizen-data-taxonomy',
        version: '2025-03',
        terms: [
          { code: 'volunteer_observation', group: 'method' },
          { code: 'collection', group: 'task' },
        ],
        on: '2022-07',
      },
      taxonomy: { version: '2025-03', title: { text: 'Categories of citizen data' } },
    },
    refused: {
      input: {
        example: 'ghana-marine-litter',
        codeList: 'citizen-data-taxonomy',
        version: '2025-03',
        terms: ['volunter_observation'],
      },
      code: 'TERM_UNKNOWN',
      field: ['terms', '0'],
    },
  },
  {
    mutation: 'judgeExample',
    first: [
      [
        'publishListVersion',
        {
          codeList: 'promising',
          version: '1',
          purpose: 'PROMISING_CRITERIA',
          title: 'What makes an example promising',
          terms: [{ code: 'used_by_government' }, { code: 'repeatable' }],
          effective: '2019',
        },
      ],
    ],
    input: {
      example: 'ghana-marine-litter',
      codeList: 'promising',
      version: '1',
      verdict: 'PROMISING',
      criteriaMet: ['used_by_government'],
      judge: 'unsd',
      note: 'The first of its kind.',
      effective: '2023-05',
    },
    thing: {
      judgement: {
        verdict: 'PROMISING',
        codeList: 'promising',
        version: '1',
        criteriaMet: ['used_by_government'],
        judge: 'unsd',
        on: '2023-05',
        note: { text: 'The first of its kind.' },
      },
    },
    refused: {
      input: {
        example: 'ghana-marine-litter',
        codeList: 'citizen-data-taxonomy',
        version: '2025-03',
        verdict: 'PROMISING',
        judge: 'unsd',
      },
      code: 'CODE_LIST_PURPOSE',
      field: ['codeList'],
    },
  },
  {
    mutation: 'retireExample',
    input: { example: 'uwezo', reasonCode: 'ENDED', effective: '2024' },
    thing: { status: 'RETIRED', retired: '2024', retirementReason: 'ENDED' },
    refused: { input: { example: 'nowhere', reasonCode: 'ENDED' }, code: 'EXAMPLE_UNKNOWN', field: ['example'] },
  },
  {
    mutation: 'withdrawListVersion',
    input: { codeList: 'promising', version: '1', effective: '2024' },
    thing: { versions: [{ version: '1', isWithdrawn: true }], version: null },
    refused: { input: { codeList: 'promising', version: '2' }, code: 'LIST_VERSION_UNKNOWN', field: ['version'] },
  },
];

const told = { organisation: 'kenya', sector: 'STATISTICAL_OFFICE', role: 'USER', title: 'Quality criteria' };

/** Every command on experiences and guidelines. */
const guidanceMutations: readonly MutationExample[] = [
  {
    mutation: 'tellExperience',
    input: {
      ...told,
      number: 1,
      example: 'ghana-marine-litter',
      worked: 'Criteria that both sides had agreed.',
      failed: 'Late metadata.',
      advice: 'Begin with one indicator.',
      note: 'Told at a workshop.',
      effective: '2023',
    },
    thing: {
      code: 'XP-KENYA-1',
      organisation: 'kenya',
      sector: 'STATISTICAL_OFFICE',
      role: 'USER',
      example: { slug: 'ghana-marine-litter' },
      title: { text: 'Quality criteria', language: 'EN' },
      worked: { text: 'Criteria that both sides had agreed.' },
      failed: { text: 'Late metadata.' },
      advice: { text: 'Begin with one indicator.' },
      told: '2023',
      status: 'TOLD',
      replies: [],
    },
    refused: { input: told, code: 'EXPERIENCE_EMPTY', field: ['worked'] },
  },
  {
    mutation: 'replyToExperience',
    input: {
      experience: 'XP-KENYA-1',
      organisation: 'ghana',
      sector: 'CIVIL_SOCIETY',
      language: 'FR',
      reply: 'De même chez nous.',
      effective: '2024',
    },
    thing: {
      replies: [
        {
          organisation: 'ghana',
          sector: 'CIVIL_SOCIETY',
          reply: { text: 'De même chez nous.', language: 'FR' },
          on: '2024',
        },
      ],
    },
    refused: {
      input: { experience: 'XP-KENYA-1', organisation: 'nobody', sector: 'COMMUNITY', reply: 'Yes.' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'withdrawExperience',
    first: [['tellExperience', { ...told, organisation: 'ghana', advice: 'Ask.', effective: '2023' }]],
    input: { experience: 'XP-GHANA-1', effective: '2025' },
    thing: { status: 'WITHDRAWN' },
    refused: { input: { experience: 'XP-KENYA-9' }, code: 'EXPERIENCE_UNKNOWN', field: ['experience'] },
  },
  {
    mutation: 'draftGuideline',
    input: {
      guideline: 'quality',
      title: 'Quality of citizen data',
      summary: 'How to assess it.',
      document: 'https://example.org/draft',
      recommendations: ['Publish the caveats.', 'Name the assessor.'],
      note: 'A first draft.',
      effective: '2020',
    },
    thing: {
      slug: 'quality',
      title: { text: 'Quality of citizen data' },
      status: 'DRAFTED',
      versions: [
        {
          number: 1,
          summary: { text: 'How to assess it.' },
          document: 'https://example.org/draft',
          written: '2020',
          recommendations: [
            { number: 1, text: { text: 'Publish the caveats.', language: 'EN' } },
            { number: 2, text: { text: 'Name the assessor.' } },
          ],
          endorsements: [],
        },
      ],
      comments: [],
    },
    refused: {
      input: { guideline: 'quality', title: 'Another', recommendations: ['Nothing.'] },
      code: 'GUIDELINE_DRAFTED',
      field: ['guideline'],
    },
  },
  {
    mutation: 'openForComment',
    input: { guideline: 'quality', until: '2021-03', effective: '2021-01' },
    thing: { status: 'OPEN_FOR_COMMENT', versions: [{ openedForComment: '2021-01', commentsUntil: '2021-03' }] },
    refused: { input: { guideline: 'nowhere' }, code: 'GUIDELINE_UNKNOWN', field: ['guideline'] },
  },
  {
    mutation: 'commentOnGuideline',
    input: {
      guideline: 'quality',
      organisation: 'kenya',
      recommendation: 2,
      comment: 'Say for which use.',
      effective: '2021-02',
    },
    thing: {
      comments: [
        {
          code: 'GL-QUALITY-C1',
          version: 1,
          organisation: 'kenya',
          recommendation: 2,
          comment: { text: 'Say for which use.' },
          outcome: null,
        },
      ],
    },
    refused: {
      input: { guideline: 'quality', organisation: 'kenya', recommendation: 9, comment: 'None.' },
      code: 'RECOMMENDATION_UNKNOWN',
      field: ['recommendation'],
    },
  },
  {
    mutation: 'answerComment',
    input: { comment: 'GL-QUALITY-C1', outcome: 'ACCEPTED', answer: 'Done.', effective: '2021-04' },
    thing: {
      status: 'COMMENTS_ANSWERED',
      comments: [{ outcome: 'ACCEPTED', answer: { text: 'Done.' }, answered: '2021-04' }],
    },
    refused: {
      input: { comment: 'GL-QUALITY-C9', outcome: 'DECLINED', answer: 'No.' },
      code: 'COMMENT_UNKNOWN',
      field: ['comment'],
    },
  },
  {
    mutation: 'reviseGuideline',
    input: {
      guideline: 'quality',
      recommendations: ['Publish the caveats.', 'Name the assessor and the use.', 'Say what is missing.'],
      effective: '2021-05',
    },
    thing: { status: 'REVISED', title: { text: 'Quality of citizen data' }, versions: [{ number: 1 }, { number: 2 }] },
    refused: { input: { guideline: 'quality', recommendations: [] }, code: 'INVALID', field: ['recommendations'] },
  },
  {
    mutation: 'endorseGuideline',
    input: { guideline: 'quality', organisation: 'unsd', effective: '2022' },
    thing: { status: 'ENDORSED', versions: [{}, { number: 2, endorsements: [{ organisation: 'unsd', on: '2022' }] }] },
    refused: {
      input: { guideline: 'quality', organisation: 'nobody' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'adoptRecommendation',
    input: { guideline: 'quality', recommendation: 3, organisation: 'kenya', effective: '2023' },
    thing: { adoptions: [{ recommendation: 3, version: 2, organisation: 'kenya', on: '2023' }] },
    refused: {
      input: { guideline: 'quality', recommendation: 4, organisation: 'kenya' },
      code: 'RECOMMENDATION_UNKNOWN',
      field: ['recommendation'],
    },
  },
];

/** Every command on quality and uses. */
const useMutations: readonly MutationExample[] = [
  {
    mutation: 'assessQuality',
    first: [
      [
        'publishListVersion',
        {
          codeList: 'psa-criteria',
          version: '2019',
          purpose: 'QUALITY_CRITERIA',
          title: 'Quality assurance for citizen data',
          terms: [{ code: 'relevance' }, { code: 'credibility' }],
          effective: '2019',
        },
      ],
    ],
    input: {
      example: 'ghana-marine-litter',
      codeList: 'psa-criteria',
      version: '2019',
      assessor: 'unsd',
      purpose: 'REPORTING',
      purposeText: 'Indicator 14.1.1b.',
      ratings: [{ criterion: 'relevance', rating: 'MET', note: 'It is the indicator.' }],
      suitability: 'INTEGRATE',
      caveats: 'Beaches near cities only.',
      wouldRaiseConfidence: 'More beaches.',
      recommends: ['quality'],
      note: 'Assessed at a workshop.',
      effective: '2023-06',
    },
    thing: {
      assessments: [
        {
          code: 'QA-GHANA-MARINE-LITTER-1',
          codeList: 'psa-criteria',
          version: '2019',
          assessor: 'unsd',
          purpose: 'REPORTING',
          ratings: [{ criterion: 'relevance', rating: 'MET', note: { text: 'It is the indicator.' } }],
          suitability: 'INTEGRATE',
          caveats: { text: 'Beaches near cities only.' },
          wouldRaiseConfidence: { text: 'More beaches.' },
          recommends: ['quality'],
          on: '2023-06',
        },
      ],
    },
    refused: {
      input: {
        example: 'ghana-marine-litter',
        codeList: 'psa-criteria',
        version: '2019',
        assessor: 'unsd',
        purpose: 'PLANNING',
        ratings: [{ criterion: 'relevant', rating: 'MET' }],
      },
      code: 'TERM_UNKNOWN',
      field: ['ratings', '0', 'criterion'],
    },
  },
  {
    mutation: 'offerUse',
    input: {
      example: 'ghana-marine-litter',
      organisation: 'ghana',
      unit: 'Environment statistics',
      sdgIndicator: '14.1.1b',
      note: 'At the launch.',
      effective: '2022-08',
    },
    thing: {
      uses: [
        {
          code: 'US-GHANA-MARINE-LITTER-1',
          organisation: 'ghana',
          unit: 'Environment statistics',
          sdgIndicator: '14.1.1b',
          status: 'OFFERED',
          steps: [{ status: 'OFFERED', on: '2022-08' }],
        },
      ],
    },
    refused: {
      input: { example: 'ghana-marine-litter', organisation: 'nobody' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['organisation'],
    },
  },
  {
    mutation: 'validateUse',
    input: { use: 'US-GHANA-MARINE-LITTER-1', document: 'https://example.org/validation', effective: '2022-09' },
    thing: { uses: [{ status: 'VALIDATED', steps: [{}, { document: 'https://example.org/validation' }] }] },
    refused: { input: { use: 'US-NOWHERE-1' }, code: 'USE_UNKNOWN', field: ['use'] },
  },
  {
    mutation: 'useData',
    first: [
      ['offerUse', { example: 'lanet-umoja', organisation: 'kenya', effective: '2022' }],
      ['useData', { use: 'US-GHANA-MARINE-LITTER-1', purpose: 'REPORTING', effective: '2022-10' }],
    ],
    input: { use: 'US-GHANA-MARINE-LITTER-1', purpose: 'POLICY', effective: '2023-10' },
    thing: {
      uses: [{ status: 'REPEATED', steps: [{}, {}, { status: 'USED' }, { status: 'REPEATED', purpose: 'POLICY' }] }],
    },
    refused: { input: { use: 'US-LANET-UMOJA-1', purpose: 'PLANNING' }, code: 'USE_NOT_VALIDATED', field: ['use'] },
  },
  {
    mutation: 'stopUse',
    input: { use: 'US-GHANA-MARINE-LITTER-1', reasonCode: 'REPLACED', effective: '2024' },
    thing: { uses: [{ status: 'STOPPED' }] },
    refused: { input: { use: 'US-LANET-UMOJA-9', reasonCode: 'COST' }, code: 'USE_UNKNOWN', field: ['use'] },
  },
];

/** Every command on the readiness of countries and on methods. */
const newcomerMutations: readonly MutationExample[] = [
  {
    mutation: 'stateReadiness',
    input: {
      country: 'KEN',
      function: 'STANDARDS',
      state: 'IN_PLACE',
      assessor: 'kenya',
      document: 'https://example.org/kesqaf',
      note: 'Part of the quality framework.',
      effective: '2022-05',
    },
    thing: {
      country: 'KEN',
      definition: null,
      standards: {
        function: 'STANDARDS',
        state: 'IN_PLACE',
        assessor: 'kenya',
        document: 'https://example.org/kesqaf',
        on: '2022-05',
        note: { text: 'Part of the quality framework.' },
      },
    },
    refused: {
      input: { country: 'KEN', function: 'DEFINITION', state: 'NONE', assessor: 'nobody' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['assessor'],
    },
  },
  {
    mutation: 'describeMethod',
    input: {
      method: 'volunteer-observation',
      purposes: ['FILL_GAP', 'REPORT'],
      resources: 'LOW',
      trust: 'MEDIUM',
      term: 'volunteer_observation',
      name: 'Volunteer observation',
      summary: 'Volunteers write down what they see.',
      effective: '2022',
    },
    thing: {
      slug: 'volunteer-observation',
      name: { text: 'Volunteer observation' },
      purposes: ['FILL_GAP', 'REPORT'],
      resources: 'LOW',
      trust: 'MEDIUM',
      term: 'volunteer_observation',
      status: 'OFFERED',
      examples: { totalCount: 1, nodes: [{ slug: 'ghana-marine-litter' }] },
    },
    refused: {
      input: { method: 'other', resources: 'LOW', trust: 'LOW', name: 'Other' },
      code: 'METHOD_WITHOUT_PURPOSE',
      field: ['purposes'],
    },
  },
  {
    mutation: 'withdrawMethod',
    input: { method: 'volunteer-observation', effective: '2025' },
    thing: { status: 'WITHDRAWN' },
    refused: { input: { method: 'nowhere' }, code: 'METHOD_UNKNOWN', field: ['method'] },
  },
];

const answers = (answer: string) => [{ question: 'WHAT_IS_IT', answer }];

/** Every command on cards and courses. */
const cardMutations: readonly MutationExample[] = [
  {
    mutation: 'draftCard',
    input: {
      card: 'observation',
      method: 'volunteer-observation',
      title: 'Observation',
      answers: [
        { question: 'WHAT_IS_IT', answer: 'Volunteers write down what they see.' },
        { question: 'WHAT_MUST_I_CHECK', answer: 'Whether they agree.' },
      ],
      effective: '2022',
    },
    thing: {
      slug: 'observation',
      method: { slug: 'volunteer-observation' },
      status: 'DRAFTED',
      versions: [
        {
          number: 1,
          isPublished: false,
          drafted: '2022',
          wordings: [
            {
              language: 'EN',
              title: { text: 'Observation' },
              questions: ['WHAT_IS_IT', 'WHAT_MUST_I_CHECK'],
              answers: [
                { question: 'WHAT_IS_IT', answer: { text: 'Volunteers write down what they see.' } },
                { question: 'WHAT_MUST_I_CHECK', answer: { text: 'Whether they agree.' } },
              ],
            },
          ],
        },
      ],
    },
    refused: {
      input: { card: 'observation', title: 'Other', answers: answers('Other.') },
      code: 'CARD_DRAFTED',
      field: ['card'],
    },
  },
  {
    mutation: 'wordCard',
    input: {
      card: 'observation',
      language: 'FR',
      title: 'Observation',
      answers: answers('On note ce que l’on voit.'),
      effective: '2022',
    },
    thing: { versions: [{ wordings: [{ language: 'EN' }, { language: 'FR', questions: ['WHAT_IS_IT'] }] }] },
    refused: {
      input: { card: 'nowhere', title: 'Other', answers: answers('Other.') },
      code: 'CARD_UNKNOWN',
      field: ['card'],
    },
  },
  {
    mutation: 'publishCard',
    input: { card: 'observation', effective: '2023' },
    thing: { status: 'PUBLISHED', shown: { number: 1, isPublished: true, published: '2023' } },
    refused: { input: { card: 'nowhere' }, code: 'CARD_UNKNOWN', field: ['card'] },
  },
  {
    mutation: 'reviseCard',
    input: { card: 'observation', title: 'Observing', answers: answers('People observe.'), effective: '2024' },
    thing: { status: 'REVISED', shown: { number: 1 }, versions: [{ number: 1 }, { number: 2, isPublished: false }] },
    refused: {
      input: { card: 'observation', title: 'Other', answers: answers('Other.') },
      code: 'CARD_RETIRED',
      field: ['card'],
    },
  },
  {
    mutation: 'retireCard',
    input: { card: 'observation', reasonCode: 'OUTDATED', effective: '2025' },
    thing: { status: 'RETIRED', retired: '2025', retirementReason: 'OUTDATED' },
    refused: { input: { card: 'nowhere', reasonCode: 'OTHER' }, code: 'CARD_UNKNOWN', field: ['card'] },
  },
  {
    mutation: 'listCourse',
    input: {
      course: 'copenhagen',
      address: 'https://example.org/course',
      provider: 'unsd',
      providerName: 'Statistics Division',
      taughtIn: ['en', 'fr'],
      isFree: true,
      title: 'Understanding the framework',
      summary: 'Six hours.',
      effective: '2022',
    },
    thing: {
      slug: 'copenhagen',
      title: { text: 'Understanding the framework' },
      summary: { text: 'Six hours.' },
      address: 'https://example.org/course',
      provider: 'unsd',
      providerName: 'Statistics Division',
      taughtIn: ['en', 'fr'],
      isFree: true,
      status: 'LISTED',
      state: null,
      lastChecked: null,
      checked: 'UNKNOWN',
    },
    refused: {
      input: { course: 'other', address: 'https://example.org/', provider: 'nobody', title: 'Other' },
      code: 'ORGANISATION_UNKNOWN',
      field: ['provider'],
    },
  },
  {
    mutation: 'checkCourse',
    input: { course: 'copenhagen', state: 'MOVED', address: 'https://example.org/other', effective: '2023-05-01' },
    thing: {
      address: 'https://example.org/other',
      state: 'MOVED',
      lastChecked: '2023-05-01',
      checked: 'OVER_A_YEAR_AGO',
    },
    refused: {
      input: { course: 'copenhagen', state: 'GONE', address: 'https://example.org/' },
      code: 'COURSE_REMOVED',
      field: ['course'],
    },
  },
  {
    mutation: 'removeCourse',
    input: { course: 'copenhagen', effective: '2025' },
    thing: { status: 'REMOVED' },
    refused: { input: { course: 'nowhere' }, code: 'COURSE_UNKNOWN', field: ['course'] },
  },
];

/** Every command on citizen data. */
export const citizenDataMutations: readonly MutationExample[] = [
  ...exampleMutations,
  ...guidanceMutations,
  ...useMutations,
  ...newcomerMutations,
  ...cardMutations,
];
