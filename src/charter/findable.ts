import { changed, findable } from '../platform/read-model/search/findables.js';
import type { ActionPlanEvent } from './action-plan/action-plan.js';
import type { ChampionEvent } from './champion/champion.js';
import type { CharterEvent } from './charter/charter.js';
import type { CharterVersionEvent } from './charter/charter-version.js';
import type { CommitmentEvent } from './commitment/commitment.js';
import type { BreakdownsEvent } from './inclusion/breakdowns.js';
import type { MonitoringRoundEvent } from './monitoring-round/monitoring-round.js';
import type { ProgressReportEvent } from './progress-report/progress-report.js';
import type { SignOnEvent } from './sign-on/sign-on.js';
import { breakdownsKey } from './vocabulary/codes.js';

type FindableEvent =
  | CharterEvent
  | CharterVersionEvent
  | SignOnEvent
  | ChampionEvent
  | ActionPlanEvent
  | CommitmentEvent
  | MonitoringRoundEvent
  | ProgressReportEvent
  | BreakdownsEvent;

/** The words by which the charter's things are found. Earlier names of a champion stay findable. */
export const charterFindable = findable<FindableEvent>({
  CharterLaunched: ({ facts, text }) => ({
    noun: 'charter',
    key: 'IDC',
    parts: {
      names: facts.names.map(({ name }) => name),
      vision: [text?.vision],
      ...Object.fromEntries(
        (text?.principles ?? []).map(({ number, title, summary }) => [`${number}/${text?.language}`, [title, summary]]),
      ),
    },
  }),
  PrincipleWorded: ({ facts: { number, language }, text }) => ({
    noun: 'charter',
    key: 'IDC',
    parts: { [`${number}/${language}`]: [text?.title, text?.summary] },
  }),
  CharterVersionDrafted: ({ facts: { version }, text }) => ({
    noun: 'charterVersion',
    key: version,
    parts: { title: [text?.title], summary: [text?.summary] },
  }),
  SigningInvited: ({ entry, facts: { champion, name } }) => ({
    noun: 'signOn',
    key: champion,
    parts: { [entry]: [name] },
  }),
  InterestExpressed: ({ entry, facts: { champion, name } }) => ({
    noun: 'signOn',
    key: champion,
    parts: { [entry]: [name] },
  }),
  ChampionJoined: ({ entry, facts: { champion, name, shortName, institutions } }) => ({
    noun: 'champion',
    key: champion,
    parts: { [entry]: [name, shortName, ...institutions] },
  }),
  ChampionRenamed: ({ entry, facts: { champion, name, shortName } }) => ({
    noun: 'champion',
    key: champion,
    parts: { [entry]: [name, shortName] },
  }),
  ChampionInstitutionsNamed: ({ facts: { champion, institutions } }) => ({
    noun: 'champion',
    key: champion,
    parts: { institutions },
  }),
  ActionPlanAnnounced: ({ facts, text }) => ({
    noun: 'actionPlan',
    key: facts.actionPlan,
    parts: { title: [text?.title] },
  }),
  ActionPlanAmended: ({ facts, text }) => ({
    noun: 'actionPlan',
    key: facts.actionPlan,
    parts: { title: changed(text?.title) },
  }),
  CommitmentMade: ({ facts: { commitment, populations }, text }) => ({
    noun: 'commitment',
    key: commitment,
    parts: { title: [text?.title], description: [text?.description], populations },
    within: commitment,
  }),
  CommitmentAmended: ({ facts: { commitment, populations }, text }) => ({
    noun: 'commitment',
    key: commitment,
    parts: { title: changed(text?.title), description: changed(text?.description), populations },
    within: commitment,
  }),
  MonitoringRoundOpened: ({ facts: { round }, text }) => ({
    noun: 'monitoringRound',
    key: round,
    parts: { title: [text?.title, round] },
  }),
  BreakdownsStated: ({ facts: { champion, sdgIndicator, stage, series, area, dimensions } }) => ({
    noun: 'breakdowns',
    key: breakdownsKey(champion, sdgIndicator),
    parts: { [`${stage} ${series ?? ''}`]: [series, area, ...dimensions.map(({ name }) => name)] },
  }),
  ProgressReported: ({ facts: { report, commitment, round }, text }) => ({
    noun: 'progressReport',
    key: report,
    parts: { narrative: [text?.narrative, round] },
    within: commitment,
  }),
});
