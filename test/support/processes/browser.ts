import type { TestRegister } from '../register/register.js';

export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Where it sends the browser on to, or null. */
  readonly to: string | null;
}

/**
 * A browser without scripts, with cookies of its own. It goes nowhere by itself. A register that trusts a proxy on this machine takes each for one in
 * a network of its own.
 */
export class Browser {
  private static made = 0;
  readonly cookies = new Map<string, string>();
  private readonly address = `198.51.100.${(Browser.made += 1) % 250}`;

  constructor(
    private readonly register: TestRegister,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.ask(path, { headers });
  }

  /** Sends a form as a page of the register would, with the form's token where there is one to be had. */
  async send(
    path: string,
    form: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const token = form.formToken ?? (this.cookies.size > 0 ? await this.formToken() : undefined);
    const body = new URLSearchParams({ ...form, ...(token !== undefined && { formToken: token }) });
    return this.ask(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin', ...headers } });
  }

  /** Follows what a page sends on to, once. */
  async follow(page: Page): Promise<Page> {
    if (page.to === null) throw new Error(`It leads nowhere: ${page.status} ${page.text}`);
    return this.get(page.to);
  }

  async formToken(): Promise<string | undefined> {
    return /name="formToken" value="([^"]+)"/.exec((await this.get('/account')).text)?.[1];
  }

  async ask(
    path: string,
    init: Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> },
  ): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      'x-forwarded-for': this.address,
      ...this.headers,
      ...(cookie !== '' && { cookie }),
      ...init.headers,
    };
    const response = await fetch(new URL(path, this.register.url), { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (set.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      to: response.headers.get('location'),
    };
  }
}
