import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** What the machine lacks for `openChromium`, or null. */
export const chromiumMissing = (): string | null =>
  existsSync(executablePath) ? null : 'Chromium (Debian: chromium) is not installed';

/** Debian's Chromium, which speaks to nobody but us. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
