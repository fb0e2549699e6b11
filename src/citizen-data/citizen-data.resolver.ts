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
];
