import { listStream } from '../../kernel/code-list.js';
import { isSdgIndicator } from '../../kernel/values/sdg.js';
import { addresses, commandStep, type Step } from '../../platform/import/step.js';
import { PublishListVersion } from '../code-list/list-version.js';
import { SubmitExample } from '../example/example.js';
import { DraftGuideline, EndorseGuideline } from '../guideline/guideline.js';
import { exampleStream, guidelineStream } from '../names.js';
import { isGoal, isTarget, type DataSet, type WordRecord } from './data-set.js';

const sentences = (...parts: readonly (string | null | undefined | false)[]): string | null =>
  parts.filter(Boolean).join(' ') || null;

const labelled = (label: string | null) => (label === null ? [] : [{ language: 'en' as const, label }]);

/** An example as its sources show it. Nobody of the network has reviewed it: it is submitted, no more. */
export function exampleStep(one: DataSet['cgdExamples'][number]): Step {
  const { id: example, title, organisation, organisations, sdgs } = one;
  return commandStep(
    `cgdExamples/${example}`,
    SubmitExample,
    {
      example,
      title,
      kind: one.dataKind,
      method: one.methodology,
      sector: one.sector,
      governmentUse: one.usePhase,
      governmentUseNote: one.governmentUse,
      sdgGoals: sdgs.filter(isGoal).map(Number),
      sdgTargets: sdgs.filter((code) => !isGoal(code) && isTarget(code)),
      sdgIndicators: sdgs.filter((code) => !isTarget(code) && isSdgIndicator(code)),
      sdgBasis: one.sdgsBasis,
      countries: [...new Set([...(one.country === null ? [] : [one.country]), ...one.countries])],
      organisations,
      note: organisation === null ? null : `By ${organisation}.`,
      sources: addresses(one.sourceUrl, one.dataKindSourceUrl, ...one.moreSourceUrls),
    },
    { opens: exampleStream(example) },
  );
}

/** A set of criteria for the quality of citizen data, as a version of a list of codes. */
export function criteriaStep(one: DataSet['qualityCriteriaSets'][number]): Step {
  const { id: codeList, title, publishers, validFrom, complete, criteria, process } = one;
  return commandStep(
    `qualityCriteriaSets/${codeList}`,
    PublishListVersion,
    {
      codeList,
      version: validFrom ?? 'undated',
      purpose: 'quality_criteria',
      title,
      publishers,
      isComplete: complete,
      terms: criteria.map(({ code, group, label, status, note }) => ({
        code,
        group,
        labels: labelled(label),
        isConfirmed: status === 'confirmed',
        definition: note,
      })),
      note: sentences(
        one.appliesTo !== null && `It applies to ${one.appliesTo}.`,
        one.count !== null && `Its source announces ${one.count} criteria.`,
        one.country !== null && `Country: ${one.country}.`,
        process.length > 0 && `Steps to set up or apply it: ${process.join('; ')}.`,
        one.note,
      ),
      effective: validFrom,
      sources: addresses(...one.sourceUrls),
    },
    { opens: listStream(codeList) },
  );
}

/** A framework, as the guideline that it is, and its words as a list by which examples can be classified. */
export function* frameworkSteps(one: DataSet['citizenDataFrameworks'][number]): Generator<Step> {
  const { id, title, draftedOn, endorsedOn, endorsedBy, functions, definition, stewardOrganisations } = one;
  const record = `citizenDataFrameworks/${id}`;
  const sources = addresses(...one.sourceUrls);
  const recommendations = (functions ?? []).map(({ summary }) => summary);
  if (recommendations.length > 0) {
    const note = sentences(one.draftNote, ...one.conflicts.map((conflict) => conflict.note), one.implementation?.note);
    yield commandStep(
      record,
      DraftGuideline,
      { guideline: id, title, summary: definition, recommendations, note, effective: draftedOn, sources },
      { opens: guidelineStream(id) },
    );
    if (endorsedBy !== null)
      yield commandStep(record, EndorseGuideline, {
        guideline: id,
        organisation: endorsedBy,
        note: one.endorsedAt,
        effective: endorsedOn,
        sources,
      });
  }
  const terms = [
    ...one.participationLadder.map(termOf('participation_ladder')),
    ...one.dataKinds.map(termOf('data_kind')),
    ...one.valueChainStages.map(termOf('value_chain_stage')),
    ...one.initiativeKinds.map(termOf('initiative_kind')),
    ...one.collectionForms.map(termOf('collection_form')),
    ...one.principles.map(termOf('principle')),
  ];
  if (terms.length === 0) return;
  yield commandStep(
    record,
    PublishListVersion,
    {
      codeList: id,
      version: endorsedOn ?? draftedOn ?? 'undated',
      purpose: 'example_taxonomy',
      title,
      publishers: stewardOrganisations,
      isComplete: false,
      terms,
      note: sentences(one.ladderNote, one.valueChainNote, one.initiativeKindsNote, one.principlesNote),
      effective: endorsedOn ?? draftedOn,
      sources,
    },
    { opens: listStream(id) },
  );
}

/** A word of a framework as a term; one whose name no source gives is not confirmed. */
const termOf =
  (group: string) =>
  ({ code, label, name, summary, step, sufficient, minimum }: WordRecord, index: number) => ({
    code: code ?? `${group}_${index + 1}`,
    group,
    rank: step,
    labels: labelled(label ?? name),
    isSufficient: sufficient ?? minimum,
    isConfirmed: code !== null,
    definition: summary,
  });
