import type { LinkedType, WebPage } from '../platform/web-page.js';
import { historyPage } from '../web/parts/history.js';
import { actionPlanPage } from './action-plan/action-plan.page.js';
import { championBriefPage } from './champion/champion-brief.page.js';
import { championPage } from './champion/champion.page.js';
import { championsPage } from './champion/champions.page.js';
import { homePage } from './charter/home.page.js';
import { commitmentPage } from './commitment/commitment.page.js';
import { commitmentsPage } from './commitment/commitments.page.js';
import { principlePage, principlesPage } from './principle/principles.page.js';

/** The pages of the charter. */
export const charterPages: readonly WebPage[] = [
  homePage,
  championsPage,
  championPage,
  championBriefPage,
  actionPlanPage,
  commitmentsPage,
  commitmentPage,
  principlesPage,
  principlePage,
  historyPage({ path: '/champions/:key/history', field: 'champion', argument: 'slug' }),
  historyPage({ path: '/plans/:key/history', field: 'actionPlan', argument: 'code' }),
  historyPage({ path: '/commitments/:key/history', field: 'commitment', argument: 'code' }),
];

interface Titled {
  readonly text: string;
  readonly language: string | null;
}

const titled = (thing: Readonly<Record<string, unknown>>, title: string, key: string): Titled =>
  (thing[title] as Titled | null | undefined) ?? { text: String(thing[key]), language: null };

/** How other pages name and link the things of the charter. */
export const charterLinks: readonly LinkedType[] = [
  {
    type: 'Charter',
    noun: 'charter',
    fields: 'launched',
    keyOf: () => 'IDC',
    nameOf: () => ({ text: 'Inclusive Data Charter', language: 'EN' }),
    path: () => '/',
  },
  {
    type: 'Champion',
    noun: 'champion',
    fields: 'championSlug: slug championName: name',
    keyOf: ({ championSlug }) => String(championSlug),
    nameOf: ({ championName }) => ({ text: String(championName), language: null }),
    path: (key) => `/champions/${key}`,
  },
  {
    type: 'ActionPlan',
    noun: 'actionPlan',
    fields: 'planCode: code planTitle: title { text language }',
    keyOf: ({ planCode }) => String(planCode),
    nameOf: (thing) => titled(thing, 'planTitle', 'planCode'),
    path: (key) => `/plans/${key}`,
  },
  {
    type: 'Commitment',
    noun: 'commitment',
    fields: 'commitmentCode: code commitmentTitle: title { text language }',
    keyOf: ({ commitmentCode }) => String(commitmentCode),
    nameOf: (thing) => titled(thing, 'commitmentTitle', 'commitmentCode'),
    path: (key) => `/commitments/${key}`,
  },
  {
    type: 'ProgressReport',
    noun: 'progressReport',
    fields: 'reportCode: code reportNarrative: narrative { text language }',
    keyOf: ({ reportCode }) => String(reportCode),
    nameOf: (thing) => titled(thing, 'reportNarrative', 'reportCode'),
    path: (key) => pathOfReport(key),
  },
];

/** A report stands on the page of what it is on: a commitment, a plan or a champion. */
function pathOfReport(code: string): string {
  const on = code.replace(/-R\d+$/, '');
  if (/-C\d+$/.test(on)) return `/commitments/${on}`;
  return on.split('-').length > 2 ? `/plans/${on}` : `/champions/${on.replace(/^IDC-/, '').toLowerCase()}`;
}
