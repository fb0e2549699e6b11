import type { WebPage } from '../../platform/web-page.js';

/** A page that was found for a path, with what stands in the place of its parameters. */
export interface Found {
  readonly page: WebPage;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds pages by their paths: a path without parameters comes before one with them. */
export class PageRoutes {
  private readonly routes: readonly { readonly page: WebPage; readonly pattern: RegExp }[];

  constructor(pages: readonly WebPage[]) {
    const parameters = ({ path }: WebPage): number => path.split('/:').length;
    this.routes = pages
      .toSorted((one, other) => parameters(one) - parameters(other))
      .map((page) => ({ page, pattern: new RegExp(`^${page.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }));
  }

  /** Null where no page has the path, or a part of it is no text. */
  find(path: string): Found | null {
    for (const { page, pattern } of this.routes) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)] as const);
      return params.some(([, value]) => value === null)
        ? null
        : { page, params: Object.fromEntries(params) as Record<string, string> };
    }
    return null;
  }
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
