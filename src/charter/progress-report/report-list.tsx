import type { Cell, Column } from '../../platform/web-page.js';
import { Code, Link, Source, Text, When, type LocalText } from '../../web/parts/parts.js';
import { useMessages } from '../../web/parts/site.js';
import type { Say } from '../../web/language/translations.js';
import { charterMessages as messages, type CharterWords } from '../messages/messages.js';
import { ClaimedMark, type Claimed } from '../status/status-parts.js';

/** A progress report as pages list it. */
export interface ListedReport {
  readonly code: string;
  readonly reported: string | null;
  readonly claimed: Claimed | null;
  readonly narrative: LocalText | null;
  readonly sources: readonly string[];
  readonly evidence: readonly { readonly url: string; readonly title: string | null }[];
  readonly commitment: { readonly code: string } | null;
}

export const reportFields =
  'code reported claimed narrative { text language } sources evidence { url title } commitment { code }';

/** Reports, newest first, in their champion's own words. */
export function ReportList({ reports }: { readonly reports: readonly ListedReport[] }) {
  const say = useMessages(messages);
  return (
    <ol class="events">
      {reports.map(({ code, reported, claimed, narrative, sources, evidence, commitment }) => (
        <li id={code}>
          <strong>
            <When date={reported} />
          </strong>{' '}
          <span class="quiet">
            <Code>{code}</Code>
          </span>
          {claimed === null ? null : (
            <>
              {' · '}
              <ClaimedMark value={claimed} />
            </>
          )}
          {narrative === null ? null : (
            <blockquote>
              <p>
                <Text value={narrative} />
              </p>
            </blockquote>
          )}
          {commitment === null ? null : (
            <p class="quiet">
              {say('report.about')}:{' '}
              <Link to={`/commitments/${commitment.code}`}>
                <Code>{commitment.code}</Code>
              </Link>
            </p>
          )}
          <p class="quiet">
            {[...new Set([...evidence.map(({ url }) => url), ...sources])].map((url) => (
              <>
                <Source url={url} />{' '}
              </>
            ))}
          </p>
        </li>
      ))}
    </ol>
  );
}

export const reportColumns = (say: Say<CharterWords>): readonly Column[] => [
  { key: 'code', label: say('commitment.code') },
  { key: 'reported', label: say('report.on'), kind: 'day' },
  { key: 'commitment', label: say('report.about') },
  { key: 'claimed', label: say('report.claimed') },
  { key: 'narrative', label: say('report.says') },
  { key: 'language', label: 'language' },
];

export const reportRow = ({ code, reported, commitment, claimed, narrative }: ListedReport): readonly Cell[] => [
  code,
  reported,
  commitment?.code ?? null,
  claimed?.toLowerCase() ?? null,
  narrative?.text ?? null,
  narrative?.language?.toLowerCase() ?? null,
];
