import { z } from 'zod';
import { on, type Decider } from '../../kernel/decider.js';
import { command, event, type EventOf } from '../../kernel/message.js';
import { knownOrganisation, mustBeKnown, OrganisationSlug } from '../../kernel/organisation.js';
import { Refused } from '../../kernel/refusal.js';
import { Language, list, maybe, oneOf, WebAddress, WrittenIn } from '../../kernel/values/fields.js';
import { isSame } from '../../kernel/values/same.js';
import { Description, Name, Note, noteFields, noteOf, noteText, Title } from '../../kernel/values/words.js';
import { CourseSlug, courseStream } from '../names.js';

/** What somebody found who looked for a course. */
export const CourseState = oneOf(['available', 'moved', 'gone']);
const LanguageCode = z.string().regex(/^[a-z]{2,3}$/, 'must be a language code such as en');

export class ListCourse extends command('ListCourse', {
  course: CourseSlug,
  address: WebAddress,
  /** The organisation that offers it, where the register knows it, or else its name. */
  provider: maybe(OrganisationSlug),
  providerName: maybe(Name),
  taughtIn: list(LanguageCode, 20),
  isFree: maybe(z.boolean()),
  language: WrittenIn,
  title: Title,
  summary: maybe(Description),
  note: maybe(Note),
}) {}
export class CheckCourse extends command('CheckCourse', {
  course: CourseSlug,
  state: CourseState,
  /** Where it has moved to. */
  address: maybe(WebAddress),
  ...noteFields,
}) {}
export class RemoveCourse extends command('RemoveCourse', { course: CourseSlug, ...noteFields }) {}

export const courseCommands = [ListCourse, CheckCourse, RemoveCourse] as const;
export type CourseCommand = InstanceType<(typeof courseCommands)[number]>;

/** A course of others was listed; a later listing replaces what was said of it. */
export const CourseListed = event(
  'CourseListed',
  {
    course: CourseSlug,
    address: WebAddress,
    provider: OrganisationSlug.nullable(),
    providerName: Name.nullable(),
    taughtIn: z.array(LanguageCode),
    isFree: z.boolean().nullable(),
  },
  { language: Language, title: Title, summary: Description.nullable(), note: Note.nullable() },
);
/** Somebody looked on the effective date whether it is still there. */
export const CourseChecked = event(
  'CourseChecked',
  { course: CourseSlug, state: CourseState, address: WebAddress.nullable() },
  noteText,
);
/** It is listed no more. */
export const CourseRemoved = event('CourseRemoved', { course: CourseSlug }, noteText);

export const courseEvents = [CourseListed, CourseChecked, CourseRemoved] as const;
export type CourseEvent = EventOf<(typeof courseEvents)[number]>;

interface Course {
  readonly status: 'unknown' | 'listed' | 'removed';
  readonly content: unknown;
  /** What was found, with the dates. */
  readonly checks: readonly unknown[];
}

const checkOf = ({ state, address }: { state: string; address: string | null }, on: string | null): unknown => [
  state,
  address,
  on,
];

export const course: Decider<CourseCommand, Course, CourseEvent, { provider: boolean }> = {
  events: courseEvents,
  stream: ({ data }) => courseStream(data.course),
  reads: ({ data }) => ({
    provider: 'provider' in data && data.provider !== null ? knownOrganisation(data.provider) : null,
  }),
  initial: { status: 'unknown', content: null, checks: [] },
  evolve: on<Course, CourseEvent>({
    CourseListed: (known, { facts, text }) => ({ ...known, status: 'listed', content: [facts, text] }),
    CourseChecked: (known, event) => ({
      ...known,
      checks: [...known.checks, checkOf(event.facts, (event as { effective?: string | null }).effective ?? null)],
    }),
    CourseRemoved: (known) => ({ ...known, status: 'removed' }),
  }),
  decide: {
    ListCourse: (known, { data: { language, title, summary, note, ...facts } }, { provider: isKnown }) => {
      if (facts.provider !== null) mustBeKnown(isKnown, facts.provider, 'provider');
      const listed = CourseListed(facts, { language, title, summary, note });
      return known.status === 'listed' && isSame(known.content, [listed.facts, listed.text]) ? [] : [listed];
    },
    CheckCourse: (known, { data, header, by }, _, today) => {
      const { course, state, address } = data;
      mustBeListed(known, course);
      if (state !== 'moved' && address !== null)
        throw new Refused('COURSE_NOT_MOVED', 'Give an address only if the course has moved.', 'address');
      const on = header.effective ?? (by.origin.kind === 'live' ? today : null);
      if (known.checks.some((one) => isSame(one, checkOf(data, on)))) return [];
      return [CourseChecked({ course, state, address }, noteOf(data))];
    },
    RemoveCourse: (known, { data }) => {
      if (known.status === 'removed') return [];
      mustBeListed(known, data.course);
      return [CourseRemoved({ course: data.course }, noteOf(data))];
    },
  },
};

function mustBeListed({ status }: Course, course: string): void {
  if (status === 'unknown') throw new Refused('COURSE_UNKNOWN', `No course has the slug ${course}.`, 'course');
  if (status === 'removed')
    throw new Refused('COURSE_REMOVED', `The course ${course} was removed: list it again.`, 'course');
}
