import { dayInWords } from '../../web/language/dates.js';
import { Table } from '../../web/parts/parts.js';
import { useMessages, useSite } from '../../web/parts/site.js';
import { charterMessages as messages } from '../messages/messages.js';

/** How many organisations had joined by a day, and how many more may have. */
export interface YearCount {
  readonly day: string;
  readonly certain: number;
  readonly possible: number;
}

const [width, height, left, bottom, top] = [720, 260, 40, 30, 20];

/** Time runs from left to right in every language. The table says the same, and is what screen readers get. */
export function BroadeningCurve({ years }: { readonly years: readonly YearCount[] }) {
  const say = useMessages(messages);
  const { language } = useSite();
  const last = years.at(-1);
  if (last === undefined) return null;
  const most = Math.max(5, ...years.map(({ certain, possible }) => certain + possible));
  const step = most > 50 ? 20 : most > 20 ? 10 : 5;
  const x = (index: number): number => left + (index * (width - left - 20)) / Math.max(1, years.length - 1);
  const y = (count: number): number => height - bottom - (count / most) * (height - bottom - top);
  const path = (counts: readonly number[]): string =>
    counts.map((count, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(count).toFixed(1)}`).join('');
  const upper = path(years.map(({ certain, possible }) => certain + possible));
  const back = years
    .map(({ certain }, index) => `L${x(index).toFixed(1)} ${y(certain).toFixed(1)}`)
    .toReversed()
    .join('');
  const lines = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
  return (
    <figure>
      <figcaption>
        {say('home.curveText', { last: last.certain, day: dayInWords(last.day, language), undated: last.possible })}
      </figcaption>
      <svg class="curve" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
        {lines.map((count) => (
          <>
            <path class="axis" d={`M${left} ${y(count).toFixed(1)}H${width - 10}`} />
            <text x={left - 8} y={y(count) + 4} text-anchor="end">
              {count}
            </text>
          </>
        ))}
        <path class="possible" d={`${upper}${back}Z`} />
        <path class="known" d={path(years.map(({ certain }) => certain))} />
        {years.map(({ day, certain }, index) => (
          <>
            <circle class="dot" cx={x(index)} cy={y(certain)} r="4" />
            <text x={x(index)} y={height - 8} text-anchor="middle">
              {day.slice(0, 4)}
            </text>
          </>
        ))}
      </svg>
      <details>
        <summary>{say('home.asTable')}</summary>
        <Table
          caption={say('home.curve')}
          isQuiet
          columns={[
            { name: say('home.year'), cell: ({ day }: YearCount) => dayInWords(day, language), isHead: true },
            { name: say('home.certain'), cell: ({ certain }) => certain, isNumber: true },
            { name: say('home.possible'), cell: ({ possible }) => possible, isNumber: true },
          ]}
          rows={years}
        />
      </details>
    </figure>
  );
}
