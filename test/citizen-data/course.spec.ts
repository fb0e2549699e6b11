import { expect, test } from '@jest/globals';
import {
  CheckCourse,
  course,
  CourseChecked,
  CourseListed,
  CourseRemoved,
  ListCourse,
  RemoveCourse,
} from '../../src/citizen-data/newcomers/course.js';
import { checkAgo, CourseBySlug, ListCourses } from '../../src/citizen-data/newcomers/courses.view.js';
import { registered } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given, today } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

const address = 'https://example.org/course';
const list = (more: object = {}) =>
  commandOf(ListCourse, { course: 'copenhagen', address, title: 'A course', ...more });
const listed = (slug = 'copenhagen', more: object = {}) =>
  CourseListed(
    { course: slug, address, provider: null, providerName: null, taughtIn: [], isFree: null, ...more },
    { language: 'en', title: 'A course', summary: null, note: null },
  );
const check = (more: object = {}) => commandOf(CheckCourse, { course: 'copenhagen', state: 'available', ...more });
const checked = (slug = 'copenhagen', state: 'available' | 'moved' | 'gone' = 'available', to: string | null = null) =>
  CourseChecked({ course: slug, state, address: to });
const removed = CourseRemoved({ course: 'copenhagen' });
const remove = commandOf(RemoveCourse, { course: 'copenhagen' });

test('a course is listed, anew, and removed', () => {
  given(course).when(list()).then(listed());
  given(course, listed()).when(list()).thenNothing();
  given(course, listed())
    .when(list({ isFree: true }))
    .then(listed('copenhagen', { isFree: true }));
  given(course, listed(), removed).when(list()).then(listed());
  given(course, listed()).when(remove).then(removed);
  given(course, listed(), removed).when(remove).thenNothing();
  given(course).when(remove).thenRefused('COURSE_UNKNOWN', 'course');
});

test('who offers it is known', () => {
  given(course)
    .when(list({ provider: 'wbg' }))
    .thenRefused('ORGANISATION_UNKNOWN', 'provider');
  given(course)
    .beside('organisation-wbg', registered('wbg'))
    .when(list({ provider: 'wbg' }))
    .then(listed('copenhagen', { provider: 'wbg' }));
});

test('it is checked day by day', () => {
  given(course, listed()).when(check()).then(checked());
  given(course, listed(), { ...checked(), effective: today })
    .when(check())
    .thenNothing();
  given(course, listed(), { ...checked(), effective: '2024' })
    .when(check())
    .then(checked());
  given(course, listed())
    .when(check({ state: 'moved', address }))
    .then(checked('copenhagen', 'moved', address));
  given(course, listed()).when(check({ address })).thenRefused('COURSE_NOT_MOVED', 'address');
  given(course).when(check()).thenRefused('COURSE_UNKNOWN', 'course');
  given(course, listed(), removed).when(check()).thenRefused('COURSE_REMOVED', 'course');
});

test.each([
  ['2026-06-30', 'within_a_year'],
  ['2025-06-30', 'within_a_year'],
  ['2025-06-29', 'over_a_year_ago'],
  ['2024', 'over_a_year_ago'],
  // The day may lie on either side.
  ['2025', 'unknown'],
  ['2025-06', 'unknown'],
  ['2024/..', 'unknown'],
  [null, 'unknown'],
])('on 30 June 2026, a course that was last checked %s was checked %s', (lastChecked, ago) => {
  expect(checkAgo({ lastChecked }, '2026-06-30')).toBe(ago);
});

test('a year before the last day of February is the last day of February', () => {
  expect(checkAgo({ lastChecked: '2023-02-28' }, '2024-02-29')).toBe('within_a_year');
  expect(checkAgo({ lastChecked: '2023-02-27' }, '2024-02-29')).toBe('over_a_year_ago');
});

test('those to be checked again are found; what nobody knows is not old', async () => {
  const views = await Views.over(
    on('2020', listed('old')),
    on('2021-05-01', checked('old')),
    on('2020', listed('fresh')),
    on('2021-05-01', checked('fresh')),
    on('2023-05-01', checked('fresh', 'moved', 'https://example.org/other')),
    on('2020', listed('never')),
  );
  const found = async (checkedAgo: string, day: string) => {
    const basis = views.model.at({ size: 6, effectiveOn: day });
    const { nodes } = await views.ask(ListCourses, { filter: { checked: [checkedAgo as never] } }, basis);
    return nodes.map(({ slug }) => slug);
  };
  expect(await found('over_a_year_ago', '2024-01-01')).toEqual(['old']);
  expect(await found('over_a_year_ago', '2024-05-02')).toEqual(['fresh', 'old']);
  expect(await found('within_a_year', '2021-12-31')).toEqual(['fresh', 'old']);
  expect(await found('unknown', '2024-05-02')).toEqual(['never']);
  const fresh = await views.ask(CourseBySlug, { slug: 'fresh' });
  expect([fresh?.address, fresh?.state, fresh?.lastChecked]).toEqual([
    'https://example.org/other',
    'moved',
    '2023-05-01',
  ]);
});

everyRuleIsTested(course);
