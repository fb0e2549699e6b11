import { z } from 'zod';
import { thing } from '../kernel/things.js';

/**
 * The permanent names in this context. Lists of codes, examples, guidelines, cards, courses and methods have slugs; what is said about
 * them has readable codes. A code never changes and is never given again.
 */
const slug = (noun: string, example: string) =>
  thing(
    noun,
    z
      .string()
      .max(60, 'must have at most 60 characters')
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, `must be lower-case letters, digits and single hyphens, such as ${example}`),
  );

export const ExampleSlug = slug('example', 'ghana-marine-litter');

export const GuidelineSlug = slug('guideline', 'quality-of-citizen-data');
export const CardSlug = slug('card', 'community-mapping');
export const CourseSlug = slug('course', 'understanding-the-copenhagen-framework');
export const MethodSlug = slug('method', 'community-mapping');

const code = (noun: string, pattern: RegExp, example: string) =>
  thing(
    noun,
    z.string().max(120, 'must have at most 120 characters').regex(pattern, `must be a code such as ${example}`),
  );

/**
 *     XP-KENYA-2                the second experience that kenya told
 *     GL-QUALITY-C3             the third comment on the guideline quality
 *     QA-UWEZO-1                the first assessment of the quality of the example uwezo
 *     US-UWEZO-1                the first use that was offered of it
 */
export const ExperienceCode = code('experience', /^XP(-[A-Z0-9]+)+-\d{1,4}$/, 'XP-KENYA-1');
export const CommentCode = code('comment', /^GL(-[A-Z0-9]+)+-C\d{1,4}$/, 'GL-QUALITY-C1');
export const AssessmentCode = code('assessment', /^QA(-[A-Z0-9]+)+-\d{1,4}$/, 'QA-UWEZO-1');
export const UseCode = code('use', /^US(-[A-Z0-9]+)+-\d{1,4}$/, 'US-UWEZO-1');

/** The slug of an example or a guideline to which something merely refers: whoever acts for an organisation may name it. */
export const Reference = z
  .string()
  .max(60, 'must have at most 60 characters')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug such as ghana-marine-litter');

export const exampleStream = (example: string): string => `example-${example}`;

export const experienceStream = (experience: string): string => `experience-${experience}`;
export const guidelineStream = (guideline: string): string => `guideline-${guideline}`;

export const cardStream = (card: string): string => `card-${card}`;
export const courseStream = (course: string): string => `course-${course}`;
export const methodStream = (method: string): string => `method-${method}`;
export const readinessStream = (country: string): string => `readiness-${country}`;

const numbered =
  (kind: string, sign = '') =>
  (slug: string, number: number): string =>
    `${kind}-${slug.toUpperCase()}-${sign}${number}`;
export const experienceCode = numbered('XP');
export const commentCode = numbered('GL', 'C');
export const assessmentCode = numbered('QA');
export const useCode = numbered('US');

/** The slug within a code: of an example, a guideline or an organisation. */
export const slugIn = (code: string): string => code.slice('XX-'.length, code.lastIndexOf('-')).toLowerCase();

const naming = new Set([
  'codeList',
  'version',
  'purpose',
  'example',
  'reviewer',
  'judge',
  'experience',
  'organisation',
  'guideline',
  'comment',
  'assessment',
  'use',
  'assessor',
  'guidelineVersion',
  'number',
  'method',
  'card',
  'cardVersion',
  'wordedIn',
  'course',
  'provider',
  'country',
  'function',
]);

/** Whether a fact says what an event is about, or whom it names: such facts are recorded again, not corrected. */
export const isNaming = (_: string, field: string): boolean => naming.has(field);
