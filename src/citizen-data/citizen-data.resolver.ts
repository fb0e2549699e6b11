import { Args, Query, Resolver } from '@nestjs/graphql';
import { nameIn } from '../kernel/stream.js';
import { mutations } from '../platform/graphql/resolvers/mutations.js';
import { OnBasis } from '../platform/graphql/resolvers/on-basis.js';
import { QueryResolver } from '../platform/graphql/resolvers/query-resolver.js';
import type { PageRequest } from '../platform/read-model/page.js';
import type { Basis } from '../platform/read-model/read-model.js';
import { codeListCommands } from './code-list/list-version.js';
import { CodeListBySlug, ListCodeLists, type CodeListFilter } from './code-list/code-lists.view.js';
import {
  CountExamples,
  ExampleBySlug,
  ListExamples,
  type ExampleFilter,
  type ExampleOrder,
  type Facet,
} from './example/example-lists.view.js';
import { exampleCommands } from './example/example.js';

import { experienceCommands } from './experience/experience.js';
import { ExperienceByCode, ListExperiences, type ExperienceFilter } from './experience/experiences.view.js';
import { guidelineCommands } from './guideline/guideline.js';
import { GuidelineBySlug, ListGuidelines, type GuidelineFilter } from './guideline/guidelines.view.js';
import { assessmentCommands } from './quality/assessment.js';
import { useCommands } from './use/use.js';
import { cardCommands } from './newcomers/card.js';
import { CardBySlug, ListCards, type CardFilter } from './newcomers/cards.view.js';
import { courseCommands } from './newcomers/course.js';
import { CourseBySlug, ListCourses, type CourseFilter } from './newcomers/courses.view.js';
import { methodCommands } from './newcomers/method.js';
import {
  ListMethods,
  MethodBySlug,
  SuggestMethods,
  type MethodNeed,
  type Suggestion,
} from './newcomers/methods.view.js';
import { readinessCommands } from './readiness/readiness.js';
import { ListReadiness, ReadinessOf } from './readiness/readiness.view.js';
import { asBatch } from '../platform/graphql/resolvers/batching.js';

/** The queries on citizen data: each is passed to the query bus. */
@Resolver()
export class CitizenDataResolver extends QueryResolver {
  @Query()
  codeList(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new CodeListBySlug({ slug }, basis));
  }

  @Query()
  codeLists(@Args() args: PageRequest & { filter?: CodeListFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListCodeLists(args, basis));
  }

  @Query()
  example(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new ExampleBySlug({ slug }, basis));
  }

  @Query()
  examples(@Args() args: PageRequest & { filter?: ExampleFilter; orderBy?: ExampleOrder }, @OnBasis() basis: Basis) {
    return this.page(new ListExamples(args, basis));
  }

  @Query()
  exampleCounts(@Args() args: { by: Facet; filter?: ExampleFilter }, @OnBasis() basis: Basis) {
    return this.queries.execute(new CountExamples(args, basis));
  }

  @Query()
  experience(@Args('code') code: string, @OnBasis() basis: Basis) {
    return this.one(new ExperienceByCode({ code }, basis));
  }

  @Query()
  experiences(@Args() args: PageRequest & { filter?: ExperienceFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListExperiences(args, basis));
  }

  @Query()
  guideline(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new GuidelineBySlug({ slug }, basis));
  }

  @Query()
  guidelines(@Args() args: PageRequest & { filter?: GuidelineFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListGuidelines(args, basis));
  }

  @Query()
  countryReadiness(@Args('code') country: string, @OnBasis() basis: Basis) {
    return this.one(new ReadinessOf({ country }, basis));
  }

  @Query()
  readiness(@Args() args: PageRequest & { countries?: string[] }, @OnBasis() basis: Basis) {
    return this.page(new ListReadiness(args, basis));
  }

  @Query()
  card(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new CardBySlug({ slug }, basis));
  }

  @Query()
  cards(@Args() args: PageRequest & { filter?: CardFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListCards(args, basis));
  }

  @Query()
  course(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new CourseBySlug({ slug }, basis));
  }

  @Query()
  courses(@Args() args: PageRequest & { filter?: CourseFilter }, @OnBasis() basis: Basis) {
    return this.page(new ListCourses(args, basis));
  }

  @Query()
  method(@Args('slug') slug: string, @OnBasis() basis: Basis) {
    return this.one(new MethodBySlug({ slug }, basis));
  }

  @Query()
  methods(@Args() args: PageRequest, @OnBasis() basis: Basis) {
    return this.page(new ListMethods(args, basis));
  }

  @Query()
  async suggestMethods(@Args() need: MethodNeed, @OnBasis() basis: Basis) {
    const found = await this.queries.execute<SuggestMethods, readonly Suggestion[]>(new SuggestMethods(need, basis));
    asBatch(
      basis,
      found.map(({ method }) => method),
    );
    return found;
  }
}

export const citizenDataMutations = [
  mutations('codeList', codeListCommands, ({ stream }, basis) => new CodeListBySlug({ slug: nameIn(stream) }, basis)),
  mutations(
    'example',
    [...exampleCommands, ...assessmentCommands, ...useCommands],
    ({ stream }, basis) => new ExampleBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations(
    'experience',
    experienceCommands,
    ({ stream }, basis) => new ExperienceByCode({ code: nameIn(stream) }, basis),
  ),
  mutations(
    'guideline',
    guidelineCommands,
    ({ stream }, basis) => new GuidelineBySlug({ slug: nameIn(stream) }, basis),
  ),
  mutations(
    'countryReadiness',
    readinessCommands,
    ({ stream }, basis) => new ReadinessOf({ country: nameIn(stream) }, basis),
  ),
  mutations('card', cardCommands, ({ stream }, basis) => new CardBySlug({ slug: nameIn(stream) }, basis)),
  mutations('course', courseCommands, ({ stream }, basis) => new CourseBySlug({ slug: nameIn(stream) }, basis)),
  mutations('method', methodCommands, ({ stream }, basis) => new MethodBySlug({ slug: nameIn(stream) }, basis)),
];
