import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { languages } from '../../src/kernel/values/fields.js';
import { chromiumMissing, openChromium } from '../support/processes/chromium.js';
import { lastLink } from '../support/identity/emails.js';
import { invite } from '../support/identity/signed-in.js';
import { TestRegister } from '../support/register/register.js';
import { testWhere } from '../support/event-store/store-fixture.js';

const missing = chromiumMissing();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };

describe.each(languages)('In %s, on a narrow screen and, once, a wide one', (language) => {
  let register: TestRegister;
  let chromium: Browser;
  let origin: string;
  beforeAll(async () => {
    if (missing !== null) return;
    register = await TestRegister.open();
    chromium = await openChromium();
    origin = register.url.replace('127.0.0.1', 'localhost');
  });
  afterAll(async () => {
    if (missing !== null) return;
    await chromium.close();
    await register.stop();
  });

  /** What axe finds against WCAG 2.2 AA and good practice, and whether anything reaches beyond the screen. */
  async function faultsOf(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(rules)})`);
    const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    return [
      ...violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${page.url()}: ${id}: ${help}: ${html.slice(0, 120)}`),
      ),
      ...(isWide === true ? [`${page.url()}: is wider than the screen`] : []),
    ];
  }

  testWhere(missing, 'no page keeps anybody out', async () => {
    for (const width of language === 'en' ? [320, 1280] : [320]) {
      const context = await chromium.newContext({ viewport: { width, height: 700 }, locale: language });
      const page = await context.newPage();
      const found: string[] = [];
      const look = async (path: string): Promise<void> => {
        await page.goto(`${origin}${path}`);
        found.push(...(await faultsOf(page)));
      };
      for (const path of ['/', '/sign-in', '/sign-in/sent', '/sign-in/link', '/sign-in/first', '/account/email'])
        await look(`${path}?lang=${language}`);
      await page.goto(`${origin}/sign-in?lang=${language}`);
      await page.click('main form button');
      await page.waitForSelector('.problem');
      found.push(...(await faultsOf(page)));
      await invite(register, `w${width}@example.org`, 'ADMINISTRATOR', 'kenya', language.toUpperCase());
      await page.goto(`${origin}${await lastLink(register)}`);
      await page.click('main button');
      await page.waitForURL(`${origin}/account`);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      for (const path of ['/account', '/account?notice=saved', '/account/delete']) await look(path);
      await page.goto(`${origin}/account`);
      await page.fill('#keyName', 'Nightly');
      await page.click('form[action="/account/keys"] button');
      await page.waitForSelector('#key');
      found.push(...(await faultsOf(page)));
      expect(found).toEqual([]);
      await context.close();
    }
  });
});
