import { dueDates } from './commitment/due-dates.view.js';
import { aggregate, defineContext } from '../platform/context.js';
import { assessment, assessmentCommands } from './assessment/assessment.js';
import { assessmentQueries, assessmentsView } from './assessment/assessments.view.js';
import { actionPlan, actionPlanCommands } from './action-plan/action-plan.js';
import { actionPlanQueries, actionPlansView } from './action-plan/action-plans.view.js';
import { planEnding, planEndingCommands } from './action-plan/plan-ending.js';
import { champion, championCommands } from './champion/champion.js';
import { championQueries, championsView } from './champion/champions.view.js';
import { charter, charterCommands } from './charter/charter.js';
import { charterQueries, charterView } from './charter/charter.view.js';
import { charterVersion, charterVersionCommands } from './charter/charter-version.js';
import { charterVersionQueries, charterVersionsView } from './charter/charter-versions.view.js';
import { charterFields } from './charter.fields.js';
import { charterMutations, CharterResolver } from './charter.resolver.js';
import { citationFields } from './commitment/citation.fields.js';
import { citation, citationCommands } from './commitment/citation.js';
import { commitment, commitmentCommands } from './commitment/commitment.js';
import { commitmentQueries } from './commitment/commitment-lists.view.js';
import { commitmentsView } from './commitment/commitments.view.js';
import { indicator, indicatorCommands } from './commitment/indicator.js';
import { milestone, milestoneCommands } from './commitment/milestone.js';
import { correctionRules } from './correction-rules.js';
import { charterSentences } from './event-sentences.js';
import { charterContextEvents } from './events.js';
import { charterFindable } from './findable.js';
import { charterNouns } from './nouns.js';
import { charterPermissions } from './permissions.js';
import { monitoringRound, monitoringRoundCommands } from './monitoring-round/monitoring-round.js';
import { monitoringRoundQueries, monitoringRoundsView } from './monitoring-round/monitoring-rounds.view.js';
import { progressReport, progressReportCommands } from './progress-report/progress-report.js';
import { progressReportQueries, progressReportsView } from './progress-report/progress-reports.view.js';
import { reportingQueries } from './progress-report/reporting-state.view.js';
import { deepeningQueries } from './sign-on/deepening.view.js';
import { signOn, signOnCommands } from './sign-on/sign-on.js';
import { signOnQueries, signOnsView } from './sign-on/sign-ons.view.js';
import { statement, statementCommands } from './statement/statement.js';
import { standingOfCountries } from './status/standing.view.js';
import { statusQueries } from './status/status.view.js';
import { isNaming } from './vocabulary/codes.js';
import { charterCodes } from './vocabulary/known-codes.view.js';
import { breakdowns, breakdownsCommands } from './inclusion/breakdowns.js';
import { breakdownsQueries, breakdownsView } from './inclusion/breakdowns.view.js';
import { inclusionFields } from './inclusion/inclusion.fields.js';
import { inclusionMutations, InclusionResolver } from './inclusion/inclusion.resolver.js';
import { inclusionQueries } from './inclusion/inclusion.view.js';
import { breakdownsImport } from './import/breakdown-records.js';
import { openSdgData, openSdgMetadata } from './import/formats/open-sdg.js';
import { sdmxConstraints } from './import/formats/sdmx-constraints.js';
import { sdmxData } from './import/formats/sdmx-data.js';
import { charterImport } from './import/charter-import.js';
import { charterLinks, charterPages } from './pages.js';

/** The charter: champions, their action plans and commitments, and what they report. */
export const charterContext = defineContext({
  name: 'charter',
  events: charterContextEvents,
  aggregates: [
    aggregate(charter, charterCommands),
    aggregate(charterVersion, charterVersionCommands),
    aggregate(signOn, signOnCommands),
    aggregate(champion, championCommands),
    aggregate(actionPlan, actionPlanCommands),
    aggregate(planEnding, planEndingCommands),
    aggregate(commitment, commitmentCommands),
    aggregate(milestone, milestoneCommands),
    aggregate(indicator, indicatorCommands),
    aggregate(citation, citationCommands),
    aggregate(monitoringRound, monitoringRoundCommands),
    aggregate(progressReport, progressReportCommands),
    aggregate(assessment, assessmentCommands),
    aggregate(statement, statementCommands),
    aggregate(breakdowns, breakdownsCommands),
  ],
  views: [
    charterView,
    charterVersionsView,
    signOnsView,
    championsView,
    actionPlansView,
    commitmentsView,
    monitoringRoundsView,
    progressReportsView,
    breakdownsView,
    assessmentsView,
  ],
  queries: [
    ...charterQueries,
    ...charterVersionQueries,
    ...signOnQueries,
    ...deepeningQueries,
    ...championQueries,
    ...actionPlanQueries,
    ...commitmentQueries,
    ...monitoringRoundQueries,
    ...progressReportQueries,
    ...reportingQueries,
    ...assessmentQueries,
    ...statusQueries,
    ...breakdownsQueries,
    ...inclusionQueries,
  ],
  resolvers: [CharterResolver, InclusionResolver, ...charterMutations, ...inclusionMutations],
  fields: { ...charterFields, ...inclusionFields },
  reads: { standingOfCountries },
  across: (all) => ({ fields: citationFields(all) }),
  nouns: charterNouns,
  sentences: charterSentences,
  codes: charterCodes,
  calendars: [dueDates],
  permissions: charterPermissions,
  assigned: { ProgressReported: ['report'], CommitmentMade: ['commitment'], CommitmentAssessed: ['assessment'] },
  correctable: { isNaming, rules: correctionRules },
  findable: charterFindable,
  pages: charterPages,
  links: charterLinks,
  imports: [charterImport, breakdownsImport],
  formats: [openSdgMetadata, openSdgData, sdmxConstraints, sdmxData],
});
