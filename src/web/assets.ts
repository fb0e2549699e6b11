import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from './parts/layout.js';

/** A file that browsers keep for long, for its name changes with its content. */
export interface AssetFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** What pages load, with the policy that lets them load it and nothing else. */
export interface SiteFiles extends Assets {
  readonly files: readonly AssetFile[];
  /** The Content-Security-Policy of pages. */
  readonly policy: string;
}

const withoutComments = (css: string): string =>
  css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/:\s+/g, ':')
    .replaceAll(';}', '}');

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Reads the files out of the folder of this program. */
export function siteFilesIn(folder: string): SiteFiles {
  const read = (name: string): string => readFileSync(join(folder, 'web/browser', name), 'utf8');
  const style = withoutComments(read('site.css'));
  const script = read('site.mjs');
  const nameOf = (text: string, extension: string): string =>
    `site.${digestOf(text).toString('hex').slice(0, 12)}.${extension}`;
  const files = [
    { name: nameOf(style, 'css'), type: 'text/css; charset=utf-8', text: style },
    { name: nameOf(script, 'mjs'), type: 'text/javascript; charset=utf-8', text: script },
  ];
  const [css, mjs] = files.map(({ name }) => `/assets/${name}`) as [string, string];
  const policy = [
    "default-src 'none'",
    `style-src 'self' 'sha256-${digestOf(style).toString('base64')}'`,
    "script-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { style, stylePath: css, scriptPath: mjs, files, policy };
}
