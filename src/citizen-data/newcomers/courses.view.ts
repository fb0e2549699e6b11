import type { CorrectionEvent } from '../../kernel/correction/correction.js';
import type { RedactionEvent } from '../../kernel/correction/redaction.js';
import { endOfTime, spanOf } from '../../kernel/time/partial-date.js';
import { answers, query } from '../../platform/cqrs/queries.js';
import { anyOf, page, type Conditions, type Page, type PageRequest } from '../../platform/read-model/page.js';
import {
  correctionHandlers,
  ofNoun,
  RecordDocuments,
  wordsOf,
  type LocalText,
  type RecordDocument,
} from '../../platform/read-model/record-documents.js';
import { matchingOf } from '../../platform/read-model/search/findables.js';
import { view } from '../../platform/read-model/view.js';
import type { CourseEvent } from './course.js';

export interface CourseDocument extends RecordDocument {
  readonly slug: string;
  readonly title: LocalText | null;
  readonly summary: LocalText | null;
  readonly address: string;
  readonly provider: string | null;
  readonly providerName: string | null;
  readonly taughtIn: readonly string[];
  readonly isFree: boolean | null;
  readonly status: 'listed' | 'removed';
  /** What the last check found, and its date: null where nobody has checked, or nobody knows when. */
  readonly state: string | null;
  readonly lastChecked: string | null;
}

export const courses = new RecordDocuments<CourseDocument>({
  table: 'courses',
  kind: 'Course',
  key: ({ slug }) => slug,
  columns: {
    status: ({ status }) => status,
    state: ({ state }) => state,
    provider: ({ provider }) => provider,
    // The bounds of the day of the last check; null where they are not known.
    checked_first: ({ lastChecked }) => boundsOf(lastChecked)?.first ?? null,
    checked_last: ({ lastChecked }) => boundsOf(lastChecked)?.last ?? null,
  },
  indexed: [],
});

function boundsOf(date: string | null): { readonly first: string; readonly last: string } | null {
  if (date === null) return null;
  const { first, last } = spanOf(date);
  return last === endOfTime ? null : { first, last };
}

export const coursesView = view<CourseEvent | CorrectionEvent | RedactionEvent>({
  name: 'courses.v1',
  tables: [courses],
  on: {
    ...correctionHandlers(courses, ofNoun('course')),
    CourseListed: (event, fold) => {
      const { course: slug, ...facts } = event.facts;
      const listed = {
        ...facts,
        title: wordsOf(event.text?.title, event.text?.language),
        summary: wordsOf(event.text?.summary, event.text?.language),
        status: 'listed',
      } as const;
      if (courses.get(fold, slug) === undefined)
        courses.add(fold, event, { slug, ...listed, state: null, lastChecked: null });
      else courses.change(fold, event, slug, () => listed);
    },
    CourseChecked: (event, fold) => {
      const { course, state, address } = event.facts;
      courses.change(fold, event, course, (known) => ({
        state,
        address: address ?? known.address,
        lastChecked: event.effective ?? known.lastChecked,
      }));
    },
    CourseRemoved: (event, fold) => courses.change(fold, event, event.facts.course, () => ({ status: 'removed' })),
  },
});

/** The day a year before another. */
function yearBefore(day: string): string {
  const before = `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4)}`;
  return before.endsWith('-02-29') ? `${before.slice(0, -2)}28` : before;
}

/** When a course was last checked, seen from a day. Nobody knows of those without a date, and of those whose date may lie on either side. */
export type CourseCheck = 'within_a_year' | 'over_a_year_ago' | 'unknown';

export function checkAgo({ lastChecked }: Pick<CourseDocument, 'lastChecked'>, day: string): CourseCheck {
  const bounds = boundsOf(lastChecked);
  if (bounds === null) return 'unknown';
  const before = yearBefore(day);
  if (bounds.last < before) return 'over_a_year_ago';
  return bounds.first >= before ? 'within_a_year' : 'unknown';
}

export interface CourseFilter {
  readonly courses?: readonly string[] | null;
  readonly statuses?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly providers?: readonly string[] | null;
  readonly checked?: readonly CourseCheck[] | null;
  readonly text?: string | null;
}

function checkedAgo(wanted: readonly CourseCheck[] | null | undefined, day: string): Conditions {
  if (wanted == null) return [];
  const before = yearBefore(day);
  const ago =
    "CASE WHEN checked_last < ? THEN 'over_a_year_ago' WHEN checked_first >= ? THEN 'within_a_year' ELSE 'unknown' END";
  return [[`${ago} IN (SELECT value FROM json_each(?))`, before, before, JSON.stringify(wanted)]];
}

export class CourseBySlug extends query<{ slug: string }, CourseDocument | undefined>() {}
export class ListCourses extends query<PageRequest & { filter?: CourseFilter | null }, Page<CourseDocument>>() {}

export const courseQueries = [
  answers(CourseBySlug, ({ slug }, { rows }) => courses.get(rows, slug)),
  answers(ListCourses, ({ filter, ...request }, basis) => {
    const where = [
      ...anyOf('key', filter?.courses),
      ...anyOf('status', filter?.statuses),
      ...anyOf('state', filter?.states),
      ...anyOf('provider', filter?.providers),
      ...checkedAgo(filter?.checked, basis.effectiveOn),
      ...(filter?.text ? [matchingOf('course', filter.text)] : []),
    ];
    return page(basis, { table: 'courses', where, sort: 'key' }, request);
  }),
];
