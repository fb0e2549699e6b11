import type { ComponentChildren } from 'preact';
import { dateInWords, deadlineInWords, instantInWords } from '../language/dates.js';
import { messages } from '../messages/messages.js';
import { useHref, useMessages, useSite } from './site.js';
import { directionOf } from '../language/translations.js';

/** Words in the language in which they were written, which may be another than that of the page. */
export interface LocalText {
  readonly text: string;
  readonly language: string | null;
}

/** What somebody wrote, marked with its own language and direction. */
export function Text({ value }: { readonly value: LocalText | null }) {
  const say = useMessages(messages);
  if (value === null) return <span class="none">{say('none')}</span>;
  const { language, text } = value;
  return language === null ? (
    <bdi>{text}</bdi>
  ) : (
    <span lang={language.toLowerCase()} dir={directionOf(language)}>
      {text}
    </span>
  );
}

/** A code, slug or hash: read from left to right in every language. */
export const Code = ({ children }: { readonly children: string | number }) => (
  <bdi class="code" dir="ltr">
    {children}
  </bdi>
);

/** A partial date, as precise as it is known; without one, that none is recorded. */
export function When({ date }: { readonly date: string | null }) {
  const { language } = useSite();
  const say = useMessages(messages);
  if (date === null) return <span class="none">{say('date.none')}</span>;
  const words = dateInWords(date, language, say);
  return /^\d{4}(-\d{2}){0,2}$/.test(date) && !/-(2[1-4]|3[3-6])$/.test(date) ? (
    <time datetime={date}>{words}</time>
  ) : (
    <span>{words}</span>
  );
}

export function Due({ deadline, words }: { readonly deadline: string | null; readonly words?: string | null }) {
  const { language } = useSite();
  const say = useMessages(messages);
  if (deadline === null) return words ? <bdi>{words}</bdi> : <span class="none">{say('date.none')}</span>;
  return (
    <>
      {deadlineInWords(deadline, language, say)}
      {words ? (
        <>
          {' '}
          (<bdi>{words}</bdi>)
        </>
      ) : null}
    </>
  );
}

export function Instant({ at }: { readonly at: string }) {
  const { language } = useSite();
  return <time datetime={at}>{instantInWords(at, language)}</time>;
}

/** A web address that somebody named as a source: only a web address becomes a link. */
export function Source({ url }: { readonly url: string }) {
  if (!/^https?:\/\//i.test(url)) return <bdi>{url}</bdi>;
  const { hostname, pathname } = new URL(url);
  const short = pathname.length > 48 ? `${pathname.slice(0, 47)}…` : pathname;
  return (
    <a href={url} rel="noreferrer nofollow" dir="ltr" class="source">
      {hostname.replace(/^www\./, '')}
      {short === '/' ? '' : short}
    </a>
  );
}

/** Names and what belongs to them, as a list of two columns. */
export const Facts = ({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, value: ComponentChildren] | null)[];
}) => (
  <dl class="facts">
    {rows.map((row) =>
      row === null ? null : (
        <div>
          <dt>{row[0]}</dt>
          <dd>{row[1]}</dd>
        </div>
      ),
    )}
  </dl>
);

export interface TableColumn<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** The cell that names the row. */
  readonly isHead?: boolean;
  readonly isNumber?: boolean;
  readonly width?: 'narrow' | 'wide';
}

/** A table with a caption that says what it shows; on a narrow screen it scrolls inside a region of its own. */
export function Table<Row>({
  caption,
  columns,
  rows,
  isQuiet,
}: {
  caption: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  isQuiet?: boolean;
}) {
  return (
    <div class="scroll" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={isQuiet === true ? 'hidden' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, isNumber, width }) => (
              <th
                scope="col"
                class={[isNumber === true ? 'number' : '', width ?? ''].filter(Boolean).join(' ') || undefined}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map(({ cell, isHead, isNumber }) =>
                isHead === true ? (
                  <th scope="row">{cell(row)}</th>
                ) : (
                  <td class={isNumber === true ? 'number' : undefined}>{cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A link to a page of the register, on the basis of this one. */
export function Link({
  to,
  filters,
  children,
}: {
  to: string;
  filters?: Parameters<ReturnType<typeof useHref>>[1];
  children: ComponentChildren;
}) {
  const href = useHref();
  return <a href={href(to, filters)}>{children}</a>;
}

/** A note that stands apart from the text: what a figure rests on, what is not known. */
export const Note = ({ children }: { readonly children: ComponentChildren }) => <p class="note">{children}</p>;

export const Section = ({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id: string;
  readonly children: ComponentChildren;
}) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);
