/** The files that pages load. */
export const SITE_FILES = Symbol('SiteFiles');
