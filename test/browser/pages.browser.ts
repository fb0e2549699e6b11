import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { languages } from '../../src/kernel/values/fields.js';
import { chromiumMissing, openChromium } from '../support/processes/chromium.js';
import { TestRegister } from '../support/register/register.js';
import { testWhere } from '../support/event-store/store-fixture.js';

const missing = chromiumMissing();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

const pages = [
  '/',
  '/champions',
  '/champions/kenya',
  '/champions/kenya/brief',
  '/champions/kenya/history',
  '/plans/IDC-KENYA-1',
  '/commitments?principle=2',
  '/commitments/IDC-KENYA-1-C01',
  '/commitments/IDC-KENYA-1-C01/history',
  '/principles',
  '/principles/2',
  '/changes',
  '/compare?from=2018-12-31',
  '/search?text=age',
  '/data',
  '/help',
  '/nowhere',
  '/champions?effectiveOn=2019-12-31',
];

let register: TestRegister;
let chromium: Browser;
let origin: string;

beforeAll(async () => {
  if (missing !== null) return;
  register = await TestRegister.open();
  const principles = [1, 2, 3, 4, 5].map((number) => ({
    number,
    title: `Principle ${number}`,
    summary: `What principle ${number} says.`,
  }));
  await register.mutate('launchCharter', {
    names: [{ language: 'EN', name: 'Charter' }],
    effective: '2018-07-17',
    host: 'Host',
    vision: 'Count all.',
    principles,
  });
  const sources = ['https://example.org/a/long/address/that/would/not/fit/into/a/narrow/page/without/breaking'];
  await register.mutate('joinCharter', {
    champion: 'kenya',
    name: 'Kenya',
    kind: 'GOVERNMENT',
    country: 'KEN',
    effective: '2018-07',
    sources,
  });
  await register.mutate('announceActionPlan', {
    champion: 'kenya',
    label: '1',
    kind: 'IDC_ACTION_PLAN',
    title: 'Plan',
    effective: '2019',
    sources,
  });
  for (const title of ['Count everyone by age', 'Publish tables by disability'])
    await register.mutate('makeCommitment', {
      actionPlan: 'IDC-KENYA-1',
      title,
      principles: [2],
      dimensions: ['AGE'],
      due: '2030',
      effective: '2019-05-01',
      sources,
    });
  await register.mutate('submitProgressReport', {
    commitment: 'IDC-KENYA-1-C01',
    claimed: 'SUBSTANTIAL',
    language: 'EN',
    narrative: 'Much was done.',
    effective: '2020-03',
    sources,
  });
  await register.mutate('addMilestone', { commitment: 'IDC-KENYA-1-C01', title: 'First tables', due: '2024' });
  chromium = await openChromium();
  origin = register.url.replace('127.0.0.1', 'localhost');
}, 60_000);
afterAll(async () => {
  if (missing !== null) return;
  await chromium.close();
  await register.stop();
});

/** What axe finds against WCAG 2.2 AA and good practice, and whether anything reaches beyond the screen. */
async function faultsOf(page: Page, isPaper: boolean): Promise<string[]> {
  await page.evaluate(axe);
  // Nobody touches paper.
  const asked: RunOptions = isPaper ? { ...rules, rules: { 'target-size': { enabled: false } } } : rules;
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(asked)})`);
  const isWide = await page.evaluate(
    'document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth',
  );
  return [
    ...violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${page.url()}: ${id}: ${help}: ${html.slice(0, 120)}`),
    ),
    ...(isWide === true ? [`${page.url()}: is wider than the screen`] : []),
  ];
}

const looks = [
  ['on a narrow screen', 320, {}],
  ['on a wide screen', 1280, {}],
  ['in forced colours', 1280, { forcedColors: 'active' }],
  ['in print', 800, { media: 'print' }],
] as const;
// Forced colours and print change the style alone: they are looked at in one language of each direction.
const cases = languages.flatMap((language) =>
  looks
    .filter(([, , media]) => Object.keys(media).length === 0 || language === 'en' || language === 'ar')
    .map((look) => [language, ...look] as const),
);

describe.each(cases)('The pages in %s, %s', (language, _, width, media) => {
  testWhere(missing, 'keep nobody out', async () => {
    const context = await chromium.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    await page.emulateMedia(media);
    const found: string[] = [];
    for (const path of pages) {
      await page.goto(`${origin}/${language}${path}`);
      found.push(...(await faultsOf(page, 'media' in media)));
    }
    expect(found).toEqual([]);
    await context.close();
  });
});

testWhere(
  missing,
  'A page loads nothing from elsewhere, complains of nothing, also when it comes from memory, and is styled',
  async () => {
    const context = await chromium.newContext();
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on(
      'request',
      (request) =>
        request.url().startsWith(origin) || request.url().startsWith('data:') || complaints.push(request.url()),
    );
    for (let times = 0; times < 2; times++) {
      await page.goto(`${origin}/en/champions`);
      expect(await page.evaluate(`getComputedStyle(document.querySelector('.scroll')).overflowX`)).toBe('auto');
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);

testWhere(
  missing,
  'Without JavaScript somebody filters commitments, goes back to a day, and runs the query behind a page',
  async () => {
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${origin}/en/commitments`);
    await page.fill('#text', 'disability');
    await page.click('.facets button');
    expect(await page.textContent('[role=status]')).toBe('1 commitment.');
    await page.click('.tools summary');
    await page.fill('#day', '31');
    await page.fill('#month', '12');
    await page.fill('#year', '2018');
    await page.click('.choose button');
    await page.waitForURL('**effectiveOn=2018-12-31**');
    expect(await page.textContent('[role=status]')).toBe('No commitment matches.');
    await page.click('.query summary');
    await page.click('.query a');
    await page.waitForURL('**/graphql?**');
    expect(await page.textContent('#answer')).toBe('Answer');
    await context.close();
  },
);

testWhere(missing, 'The brief of a champion prints on one side of A4, in each language', async () => {
  for (const language of languages) {
    const page = await chromium.newPage();
    await page.goto(`${origin}/${language}/champions/kenya/brief`);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    expect([language, [...pdf.matchAll(/\/Type\s*\/Page\b/g)].length]).toEqual([language, 1]);
    await page.close();
  }
});
