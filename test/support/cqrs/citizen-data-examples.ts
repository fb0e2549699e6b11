import { ListVersionPublished } from '../../../src/citizen-data/code-list/list-version.js';
import { CardDrafted } from '../../../src/citizen-data/newcomers/card.js';
import { CourseListed } from '../../../src/citizen-data/newcomers/course.js';
import { MethodDescribed } from '../../../src/citizen-data/newcomers/method.js';
import { UseOffered } from '../../../src/citizen-data/use/use.js';
import { ExampleSubmitted } from '../../../src/citizen-data/example/example.js';
import { ExperienceTold } from '../../../src/citizen-data/experience/experience.js';
import { GuidelineCommented, GuidelineDrafted } from '../../../src/citizen-data/guideline/guideline.js';
import {
  cardStream,
  courseStream,
  exampleStream,
  experienceStream,
  guidelineStream,
  methodStream,
  readinessStream,
  slugIn,
} from '../../../src/citizen-data/names.js';
import { listStream, type ListPurpose, type TermKept } from '../../../src/kernel/code-list.js';
import type { EventOf, DomainEvent, Recorded } from '../../../src/kernel/message.js';
import { nameIn, nounIn } from '../../../src/kernel/stream.js';

/** Events on citizen data in which only what a test is about needs saying. */
export const term = (code: string, more: Partial<TermKept> = {}): TermKept => ({
  code,
  group: null,
  rank: null,
  labels: [],
  sdmxDimension: null,
  sdmxCode: null,
  isSufficient: null,
  isConfirmed: true,
  ...more,
});

export const listed = (
  codeList = 'taxonomy',
  version = '1',
  terms: readonly TermKept[] = [term('crowdsourcing', { group: 'method' })],
  purpose: ListPurpose = 'example_taxonomy',
) =>
  ListVersionPublished(
    { codeList, version, purpose, publishers: [], document: null, isComplete: null, terms: [...terms] },
    { language: 'en', title: `List ${codeList}`, definitions: [], note: null },
  );

type Submitted = EventOf<typeof ExampleSubmitted>;

export const submitted = (
  example = 'uwezo',
  facts: Partial<Submitted['facts']> = {},
  text: Partial<NonNullable<Submitted['text']>> = {},
) =>
  ExampleSubmitted(
    {
      example,
      kind: null,
      participationStep: null,
      sdgBasis: null,
      sector: null,
      governmentUse: null,
      consent: null,
      ownership: null,
      stages: [],
      sdgGoals: [],
      sdgTargets: [],
      sdgIndicators: [],
      populations: [],
      countries: [],
      organisations: [],
      ...facts,
    },
    {
      language: 'en',
      title: `Example ${example}`,
      method: null,
      consentNote: null,
      governmentUseNote: null,
      note: null,
      ...text,
    },
  );

export const described = (method = 'mapping', facts: Partial<EventOf<typeof MethodDescribed>['facts']> = {}) =>
  MethodDescribed(
    { method, purposes: ['plan'], resources: 'low', trust: 'medium', term: null, ...facts },
    { language: 'en', name: `Method ${method}`, summary: null, note: null },
  );

export const offered = (use = 'US-UWEZO-1', organisation = 'kenya') =>
  UseOffered({ use, example: slugIn(use), organisation, unit: null, sdgIndicator: null });

export const experienceTold = (
  code = 'XP-KENYA-1',
  facts: Partial<EventOf<typeof ExperienceTold>['facts']> = {},
  text: Partial<NonNullable<EventOf<typeof ExperienceTold>['text']>> = {},
) =>
  ExperienceTold(
    { experience: code, organisation: slugIn(code), sector: 'government', role: 'user', example: null, ...facts },
    { language: 'en', title: 'Told', worked: null, failed: null, advice: 'Ask early.', note: null, ...text },
  );

export const drafted = (guideline = 'quality', recommendations: readonly string[] = ['One', 'Two']) =>
  GuidelineDrafted(
    { guideline, guidelineVersion: 1, document: null, recommendations: recommendations.length },
    { language: 'en', title: 'Quality', summary: null, recommendations: [...recommendations], note: null },
  );

export const commented = (comment = 'GL-QUALITY-C1', organisation = 'kenya', text = 'Say more.') =>
  GuidelineCommented(
    { comment, guideline: slugIn(comment), guidelineVersion: 1, organisation, recommendation: null },
    { language: 'en', comment: text },
  );

const cardDrafted = (card: string) =>
  CardDrafted(
    { card, cardVersion: 1, wordedIn: 'en', questions: ['what_is_it'], method: null },
    { language: 'en', title: 'A card', answers: [{ question: 'what_is_it', answer: 'Maps.' }], note: null },
  );
const courseListed = (course: string) =>
  CourseListed(
    { course, address: 'https://example.org/', provider: null, providerName: null, taughtIn: [], isFree: null },
    { language: 'en', title: 'A course', summary: null, note: null },
  );

/** The stream of an event on citizen data; undefined for all others. */
export function citizenDataStream({ type, facts }: DomainEvent): string | undefined {
  const named = facts as Readonly<Record<string, string>>;
  if (type !== 'UseOffered' && named.use !== undefined) return exampleStream(slugIn(named.use));
  if (['UseOffered', 'QualityAssessed'].includes(type)) return exampleStream(named.example ?? '');
  if (type.startsWith('ListVersion')) return listStream(named.codeList ?? '');
  if (/^Example(?=[A-Z])/.test(type)) return exampleStream(named.example ?? '');
  if (/^Experience(?=[A-Z])/.test(type)) return experienceStream(named.experience ?? '');
  if (type === 'CommentAnswered') return guidelineStream(slugIn(named.comment ?? ''));
  if (named.guideline !== undefined) return guidelineStream(named.guideline);
  if (type === 'ReadinessStated') return readinessStream(named.country ?? '');
  if (named.card !== undefined) return cardStream(named.card);
  if (named.course !== undefined) return courseStream(named.course);
  if (type.startsWith('Method')) return methodStream(named.method ?? '');
  return undefined;
}

/** What must be in the register for an event on citizen data to find its thing; undefined for all others. */
export function citizenDataStage(event: Recorded): readonly DomainEvent[] | undefined {
  const { type, stream } = event;
  const named = event.facts as Readonly<Record<string, string | undefined>>;
  switch (nounIn(stream)) {
    case 'codeList':
      return type === 'ListVersionPublished' ? [] : [listed(nameIn(stream), '2025-03')];
    case 'example':
      return type === 'ExampleSubmitted'
        ? []
        : [
            submitted(nameIn(stream)),
            ...(named.use !== undefined && type !== 'UseOffered' ? [offered(named.use)] : []),
          ];
    case 'readiness':
      return [];
    case 'method':
      return type === 'MethodDescribed' ? [] : [described(nameIn(stream))];
    case 'card':
      return type === 'CardDrafted' ? [] : [cardDrafted(nameIn(stream))];
    case 'course':
      return type === 'CourseListed' ? [] : [courseListed(nameIn(stream))];
    case 'experience':
      return type === 'ExperienceTold' ? [] : [experienceTold(nameIn(stream))];
    case 'guideline':
      return type === 'GuidelineDrafted'
        ? []
        : [drafted(nameIn(stream)), ...(type === 'CommentAnswered' ? [commented()] : [])];
    default:
      return undefined;
  }
}
