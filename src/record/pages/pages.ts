import type { WebPage } from '../../platform/web-page.js';
import { changesPage } from '../../web/parts/history.js';
import { dataPage, helpPage } from './about.page.js';
import { comparePage } from './compare.page.js';
import { searchPage } from './search.page.js';

/** The pages about entries and things of every context. */
export const recordPages: readonly WebPage[] = [changesPage, comparePage, searchPage, dataPage, helpPage];
