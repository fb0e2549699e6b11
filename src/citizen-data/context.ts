import { aggregate, defineContext } from '../platform/context.js';
import { citizenDataFields } from './citizen-data.fields.js';
import { citizenDataMutations, CitizenDataResolver } from './citizen-data.resolver.js';
import { codeList, codeListCommands, codeListEvents } from './code-list/list-version.js';
import { codeListQueries, codeListsView } from './code-list/code-lists.view.js';
import { citizenDataCorrectionRules } from './correction-rules.js';
import { citizenDataSentences } from './event-sentences.js';
import { exampleQueries } from './example/example-lists.view.js';
import { example, exampleCommands, exampleEvents } from './example/example.js';
import { examplesView } from './example/examples.view.js';
import { experience, experienceCommands, experienceEvents } from './experience/experience.js';
import { experienceQueries, experiencesView } from './experience/experiences.view.js';
import { citizenDataFindable } from './findable.js';
import { guideline, guidelineCommands, guidelineEvents } from './guideline/guideline.js';
import { guidelineQueries, guidelinesView } from './guideline/guidelines.view.js';
import { citizenDataCodes } from './known-codes.view.js';
import { vocabulariesImport } from './import/vocabularies.js';
import { isNaming } from './names.js';
import { card, cardCommands, cardEvents } from './newcomers/card.js';
import { cardQueries, cardsView } from './newcomers/cards.view.js';
import { course, courseCommands, courseEvents } from './newcomers/course.js';
import { courseQueries, coursesView } from './newcomers/courses.view.js';
import { method, methodCommands, methodEvents } from './newcomers/method.js';
import { methodQueries, methodsView } from './newcomers/methods.view.js';
import { readiness, readinessCommands, readinessEvents } from './readiness/readiness.js';
import { readinessQueries, readinessView } from './readiness/readiness.view.js';
import { citizenDataImport } from './import/citizen-data-import.js';
import { citizenDataNouns } from './nouns.js';
import { citizenDataPermissions } from './permissions.js';
import { assessment, assessmentCommands, assessmentEvents } from './quality/assessment.js';
import { use, useCommands, useEvents } from './use/use.js';

/** Citizen-generated data: examples, experiences, guidelines, and the lists of codes by which records are classified. */
export const citizenDataContext = defineContext({
  name: 'citizen-data',
  events: [
    ...codeListEvents,
    ...exampleEvents,
    ...assessmentEvents,
    ...useEvents,
    ...experienceEvents,
    ...guidelineEvents,
    ...readinessEvents,
    ...methodEvents,
    ...cardEvents,
    ...courseEvents,
  ],
  aggregates: [
    aggregate(codeList, codeListCommands),
    aggregate(example, exampleCommands),
    aggregate(assessment, assessmentCommands),
    aggregate(use, useCommands),
    aggregate(experience, experienceCommands),
    aggregate(guideline, guidelineCommands),
    aggregate(readiness, readinessCommands),
    aggregate(method, methodCommands),
    aggregate(card, cardCommands),
    aggregate(course, courseCommands),
  ],
  views: [
    codeListsView,
    examplesView,
    experiencesView,
    guidelinesView,
    readinessView,
    methodsView,
    cardsView,
    coursesView,
  ],
  queries: [
    ...codeListQueries,
    ...exampleQueries,
    ...experienceQueries,
    ...guidelineQueries,
    ...readinessQueries,
    ...methodQueries,
    ...cardQueries,
    ...courseQueries,
  ],
  resolvers: [CitizenDataResolver, ...citizenDataMutations],
  fields: citizenDataFields,
  nouns: citizenDataNouns,
  sentences: citizenDataSentences,
  codes: citizenDataCodes,
  permissions: citizenDataPermissions,
  correctable: { isNaming, rules: citizenDataCorrectionRules },
  findable: citizenDataFindable,
  imports: [citizenDataImport, vocabulariesImport],
});
