import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumMissing, openChromium } from '../support/processes/chromium.js';
import { lastLink } from '../support/identity/emails.js';
import { invite } from '../support/identity/signed-in.js';
import { TestRegister } from '../support/register/register.js';
import { testWhere } from '../support/event-store/store-fixture.js';

const missing = chromiumMissing();

describe('In a browser', () => {
  let register: TestRegister;
  let chromium: Browser;
  let origin: string;
  /** What pages complained of: the policy on content, scripts that failed, files that were not there. */
  const complaints: string[] = [];
  beforeAll(async () => {
    if (missing !== null) return;
    register = await TestRegister.open();
    chromium = await openChromium();
    origin = register.url.replace('127.0.0.1', 'localhost');
    await invite(register, 'ada@example.org');
  });
  afterAll(async () => {
    if (missing !== null) return;
    await chromium.close();
    await register.stop();
  });

  async function open(
    options: { readonly javaScriptEnabled?: boolean; readonly locale?: string } = {},
  ): Promise<{ context: BrowserContext; page: Page }> {
    const context = await chromium.newContext(options);
    const page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on(
      'request',
      (request) =>
        request.url().startsWith(origin) ||
        request.url().startsWith('data:') ||
        complaints.push(`asked for ${request.url()}`),
    );
    return { context, page };
  }

  async function signInByLink(page: Page, email = 'ada@example.org'): Promise<void> {
    await page.goto(`${origin}/sign-in`);
    await page.fill('#email', email);
    await page.click('main form button');
    await page.waitForURL('**/sign-in/sent*');
    const link = `${origin}${await lastLink(register)}`;
    await page.goto(link);
    // Where no script takes the secret out of the address, people copy it.
    if (await page.isVisible('#token')) await page.fill('#token', new URL(link).hash.slice(1));
    await page.click('main button');
    await page.waitForURL(`${origin}/account`);
  }

  testWhere(missing, 'somebody signs in by link, changes their name and signs out, without JavaScript', async () => {
    const { context, page } = await open({ javaScriptEnabled: false });
    await signInByLink(page);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'idc', httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 });
    await page.fill('#name', 'Ada');
    await page.click('form[action="/account"] button');
    await page.waitForURL('**/account?notice=saved');
    expect(await page.textContent('[role=status]')).toBe('Saved.');
    expect(await page.inputValue('#name')).toBe('Ada');
    await page.click('header button');
    await page.waitForURL('**/sign-in?notice=signedOut*');
    expect(await context.cookies()).toEqual([]);
    await page.goto(`${origin}/account`);
    expect(page.url()).toBe(`${origin}/sign-in?notice=mustSignIn`);
    await context.close();
  });

  testWhere(
    missing,
    'a link shows a button alone, in each language that is chosen, and no server hears its secret',
    async () => {
      const { context, page } = await open();
      const heard: string[] = [];
      page.on('request', (request) =>
        heard.push(`${request.method()} ${request.url()} ${request.headers().referer ?? ''}`),
      );
      await invite(register, 'bo@example.org');
      const link = await lastLink(register);
      const secret = new URL(link, origin).hash.slice(1);
      await page.goto(`${origin}${link}`);
      expect([await page.isVisible('#token'), await page.inputValue('#token')]).toEqual([false, secret]);
      await page.click('nav a[lang=fr]');
      await page.waitForURL('**lang=fr#*');
      expect([await page.isVisible('#token'), await page.inputValue('#token')]).toEqual([false, secret]);
      await page.reload();
      await page.click('main button');
      await page.waitForURL(`${origin}/account`);
      expect(heard.length).toBeGreaterThan(5);
      expect(heard.join('\n')).not.toContain(secret);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  testWhere(missing, 'somebody adds a passkey and signs in with it, under the policy on content', async () => {
    const { context, page } = await open();
    const devices = await context.newCDPSession(page);
    await devices.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    } as const;
    await devices.send('WebAuthn.addVirtualAuthenticator', { options });
    await signInByLink(page);
    await page.fill('#passkey', 'Laptop');
    await page.click('form[data-passkey] button');
    await page.waitForURL('**/account?notice=saved');
    expect(await page.textContent('main')).toContain('Laptop');
    await page.click('header button');
    await page.waitForURL('**/sign-in?notice=signedOut*');
    await page.click('form[data-passkey] button');
    await page.waitForURL(`${origin}/account`);
    expect(await page.inputValue('#name')).toBe('Ada');
    await page.click('form[action="/account/passkeys/remove"] button');
    await page.waitForURL('**/account?notice=saved');
    await page.click('header button');
    await page.waitForURL('**/sign-in?notice=signedOut*');
    await page.click('form[data-passkey] button');
    await page.waitForSelector('form[data-passkey] [role=alert]:not([hidden])');
    // The browser itself complains of the refusal, and of nothing else.
    expect(complaints.filter((text) => !text.includes('status of 403'))).toEqual([]);
    await context.close();
  });

  testWhere(
    missing,
    'a form that failed has the focus on what is wrong, and every field its label, in each language',
    async () => {
      for (const [locale, language, direction] of [
        ['en', 'en', 'ltr'],
        ['fr-CH', 'fr', 'ltr'],
        ['es', 'es', 'ltr'],
        ['ar', 'ar', 'rtl'],
      ] as const) {
        const { context, page } = await open({ locale });
        await page.goto(`${origin}/sign-in`);
        await page.fill('#email', 'nobody');
        await page.press('#email', 'Enter');
        await page.waitForSelector('.problem');
        const seen = await page.evaluate(`({
        language: document.documentElement.lang,
        direction: document.documentElement.dir,
        focused: document.activeElement.className,
        unlabelled: [...document.querySelectorAll('input:not([type=hidden]), select')].filter((field) => field.labels.length === 0).length,
        typed: document.querySelector('#email').value,
        wide: document.documentElement.scrollWidth > innerWidth,
        small: [...document.querySelectorAll('main button')].filter((button) => !button.closest('[hidden]') && button.getBoundingClientRect().height < 24).length,
      })`);
        expect(seen).toEqual({
          language,
          direction,
          focused: 'problem',
          unlabelled: 0,
          typed: 'nobody',
          wide: false,
          small: 0,
        });
        await page.click('.problem a');
        expect(await page.evaluate('document.activeElement.id')).toBe('email');
        await context.close();
      }
    },
  );
});
