import type { Noun } from '../platform/context.js';
import { CodeListBySlug, codeLists } from './code-list/code-lists.view.js';
import {
  comparedCard,
  comparedCodeList,
  comparedCourse,
  comparedExample,
  comparedExperience,
  comparedGuideline,
  comparedMethod,
  comparedReadiness,
} from './compared.js';
import { ExampleBySlug } from './example/example-lists.view.js';
import { examples } from './example/examples.view.js';
import { ExperienceByCode, experiences } from './experience/experiences.view.js';
import { GuidelineBySlug, guidelines } from './guideline/guidelines.view.js';
import { CardBySlug, cards } from './newcomers/cards.view.js';
import { CourseBySlug, courses } from './newcomers/courses.view.js';
import { MethodBySlug, methods } from './newcomers/methods.view.js';
import { readinesses, ReadinessOf } from './readiness/readiness.view.js';

/** The things of this context that have a name of their own. */
export const citizenDataNouns: readonly Noun[] = [
  {
    noun: 'codeList',
    organisation: null,
    document: (key) => ({ documents: codeLists, key }),
    found: codeLists,
    find: (slug, basis) => new CodeListBySlug({ slug }, basis),
    compared: comparedCodeList,
  },
  {
    noun: 'example',
    organisation: null,
    document: (key) => ({ documents: examples, key }),
    found: examples,
    find: (slug, basis) => new ExampleBySlug({ slug }, basis),
    compared: comparedExample,
  },
  {
    noun: 'experience',
    organisation: /^XP-([A-Z0-9]+(?:-[A-Z0-9]+)*)-\d{1,4}$/,
    document: (key) => ({ documents: experiences, key }),
    found: experiences,
    find: (code, basis) => new ExperienceByCode({ code }, basis),
    compared: comparedExperience,
  },
  {
    noun: 'guideline',
    organisation: null,
    document: (key) => ({ documents: guidelines, key }),
    found: guidelines,
    find: (slug, basis) => new GuidelineBySlug({ slug }, basis),
    compared: comparedGuideline,
  },
  {
    noun: 'readiness',
    organisation: null,
    document: (key) => ({ documents: readinesses, key }),
    find: (country, basis) => new ReadinessOf({ country }, basis),
    compared: comparedReadiness,
  },
  {
    noun: 'method',
    organisation: null,
    document: (key) => ({ documents: methods, key }),
    found: methods,
    find: (slug, basis) => new MethodBySlug({ slug }, basis),
    compared: comparedMethod,
  },
  {
    noun: 'card',
    organisation: null,
    document: (key) => ({ documents: cards, key }),
    found: cards,
    find: (slug, basis) => new CardBySlug({ slug }, basis),
    compared: comparedCard,
  },
  {
    noun: 'course',
    organisation: null,
    document: (key) => ({ documents: courses, key }),
    found: courses,
    find: (slug, basis) => new CourseBySlug({ slug }, basis),
    compared: comparedCourse,
  },
  { noun: 'comment', organisation: null },
  { noun: 'assessment', organisation: null },
  { noun: 'use', organisation: null },
];
