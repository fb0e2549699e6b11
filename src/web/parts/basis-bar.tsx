import { formatAddress, type FileKind } from './address.js';
import { dayInWords } from '../language/dates.js';
import { messages } from '../messages/messages.js';
import { namedPoints, type NamedPoint } from '../pages/named-points.js';
import { Code } from './parts.js';
import { useHref, useMessages, useSite } from './site.js';
import { ChosenFields } from './lists.js';

/** What is known of a page beyond its content: what it rests on, and how it was asked for. */
export interface PageRecord {
  readonly title: string;
  readonly files: readonly FileKind[];
  /** The queries that gave its data, with the basis written out. */
  readonly queries: readonly { readonly query: string; readonly variables: Readonly<Record<string, unknown>> }[];
  /** The absolute address of this page on exactly this basis. */
  readonly permanent: string;
  /** Today's date where the page is made: no past is named after it. */
  readonly isLatest: boolean;
}

/** On top of every page: which state of the register it shows, and the ways to another one. */
export function BasisBar({ record }: { readonly record: PageRecord }) {
  const { language, basis, address } = useSite();
  const say = useMessages(messages);
  const href = useHref();
  const day = dayInWords(basis.effectiveOn, language);
  const latest = formatAddress({ ...address, basis: {}, file: null });
  return (
    <div class={record.isLatest ? 'basis' : 'basis past'} role="region" aria-label={say('basis')}>
      <p class="showing">
        {record.isLatest ? (
          say.rich('basis.latest', {
            day: <time datetime={basis.effectiveOn}>{day}</time>,
            size: <Code>{basis.size}</Code>,
          })
        ) : (
          <>
            <strong>
              {say.rich('basis.past', {
                day: <time datetime={basis.effectiveOn}>{day}</time>,
                size: <Code>{basis.size}</Code>,
              })}
            </strong>{' '}
            <a href={latest}>{say('basis.seeLatest')}</a>{' '}
            <a href={href('/compare', { from: basis.effectiveOn, fromSize: address.basis.size }, {})}>
              {say('basis.sinceThen')}
            </a>
          </>
        )}
      </p>
      <div class="tools">
        <details>
          <summary>{say('basis.choose')}</summary>
          <ChooseDate />
        </details>
        <a class="tool" href={record.permanent}>
          {say('basis.permanent')}
        </a>
        <details>
          <summary>{say('basis.cite')}</summary>
          <Citation record={record} />
        </details>
        {record.files.length > 0 ? (
          <details>
            <summary>{say('basis.download')}</summary>
            <ul class="plain">
              {record.files.map((file) => (
                <li>
                  <a href={formatAddress({ ...address, file })} rel="alternate">
                    {say(`file.${file}`)}
                  </a>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
    </div>
  );
}

/** What a named point is called. */
export function usePointName(): (point: NamedPoint) => string {
  const say = useMessages(messages);
  return ({ kind, year }) => say(`point.${kind}`, { year });
}

/** Named days first, then any day, in either of the two times. It works without a script: the address of the answer is the same page on that basis. */
function ChooseDate() {
  const { address, language, basis } = useSite();
  const say = useMessages(messages);
  const nameOf = usePointName();
  const [year, month, day] = basis.effectiveOn.split('-');
  return (
    <form class="choose" action={formatAddress({ ...address, basis: {}, search: new URLSearchParams(), file: null })}>
      <ChosenFields except={['point', 'day', 'month', 'year', 'as', 'effectiveOn', 'knownAt']} />
      <label for="point">{say('choose.point')}</label>
      <select id="point" name="point">
        <option value="">{say('choose.other')}</option>
        {namedPoints.toReversed().map((point) => (
          <option value={point.id}>
            {nameOf(point)}, {dayInWords(point.day, language)}
          </option>
        ))}
      </select>
      <fieldset class="date">
        <legend>{say('choose.date')}</legend>
        <label for="day">{say('choose.day')}</label>
        <input id="day" name="day" inputMode="numeric" value={day} size={2} />
        <label for="month">{say('choose.month')}</label>
        <input id="month" name="month" inputMode="numeric" value={month} size={2} />
        <label for="year">{say('choose.year')}</label>
        <input id="year" name="year" inputMode="numeric" value={year} size={4} />
      </fieldset>
      <fieldset>
        <legend>{say('choose.as')}</legend>
        <label class="radio">
          <input type="radio" name="as" value="effective" checked={address.basis.knownAt === undefined} />{' '}
          {say('choose.effective')}
        </label>
        <label class="radio">
          <input type="radio" name="as" value="known" checked={address.basis.knownAt !== undefined} />{' '}
          {say('choose.known')}
        </label>
      </fieldset>
      <button>{say('choose.show')}</button>
    </form>
  );
}

function Citation({ record }: { readonly record: PageRecord }) {
  const { language, basis } = useSite();
  const say = useMessages(messages);
  return (
    <div class="citation">
      <p>
        {say.rich('cite.text', {
          title: <bdi>{record.title}</bdi>,
          day: dayInWords(basis.effectiveOn, language),
          entry: <Code>{basis.size === 0 ? 0 : basis.size - 1}</Code>,
          address: <Code>{record.permanent}</Code>,
        })}
      </p>
      <p class="hint">{say.rich('cite.root', { hash: <Code>{basis.rootHash}</Code> })}</p>
      <p class="hint">{say('cite.licence')}</p>
    </div>
  );
}

/** Below every page: the queries that gave its data, to be looked at and run. */
export function QueryBehind({ record }: { readonly record: PageRecord }) {
  const say = useMessages(messages);
  const { language } = useSite();
  if (record.queries.length === 0) return null;
  return (
    <details class="query">
      <summary>{say('query.title')}</summary>
      <p class="hint">{say('query.hint')}</p>
      {record.queries.map(({ query, variables }) => (
        <>
          <pre dir="ltr" tabIndex={0}>
            {query}
          </pre>
          <p>
            <a
              href={`/graphql?${new URLSearchParams({ query, variables: JSON.stringify(variables), lang: language }).toString()}`}
            >
              {say('query.run')}
            </a>
          </p>
        </>
      ))}
    </details>
  );
}
