import { composition, projection, upcasts } from '../contexts.js';
import type { Recorded } from '../kernel/message.js';
import { Refused } from '../kernel/refusal.js';
import { span } from '../kernel/time/partial-date.js';
import { SqliteEventStore } from '../platform/event-store/sqlite/sqlite.event-store.js';
import { UpcastingEventStore } from '../platform/event-store/upcasting.js';
import { logPath } from '../platform/data-folder.js';
import { differences, fieldsOf, type FieldChange } from '../platform/read-model/past/chronicle.js';
import { historyIn } from '../platform/read-model/fill.js';
import { ReadModel } from '../platform/read-model/read-model.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

/**
 * `idc replay [--until DATE] [--stream S]`: walks through history, entry by entry as each was recorded, with what it changed and the state
 * of its thing after it. `until` is the last day of recording (UTC). Reads the log only.
 */
export async function replayCommand(
  { until, stream }: { until?: string; stream?: string },
  { config }: CliContext,
): Promise<number> {
  if (until !== undefined && span(until)?.precision !== 'day')
    throw new Refused('INVALID', `--until must be a day such as 2026-07-14, not ${until}.`, 'until');
  const store = new UpcastingEventStore(
    new SqliteEventStore(logPath(config.dataDir), Date.now, { readOnly: true }),
    upcasts,
  );
  const model = new ReadModel(':memory:', projection);
  const history = historyIn(store);
  let [walked, shown] = [0, 0];
  try {
    for await (const event of store.readAll()) {
      if (until !== undefined && event.recordedAt.slice(0, 10) > until) break;
      const before = model.thing(event.stream);
      await model.apply([event], async (wanted) => (await history(wanted)).filter(({ entry }) => entry <= event.entry));
      walked += 1;
      if (stream !== undefined && event.stream !== stream) continue;
      const after = model.thing(event.stream);
      show(event, differences(before, after), after);
      shown += 1;
    }
    if (shown === 0)
      complain(
        stream === undefined
          ? 'Nothing was recorded until then.'
          : `Nothing was recorded on ${stream}; stream names look like commitment-IDC-KENYA-1-C01.`,
      );
    else say(`${shown} of ${walked} entries.`);
    return shown === 0 ? 1 : 0;
  } finally {
    model.close();
    await store.close();
  }
}

function show(event: Recorded, changes: readonly FieldChange[], state: object | undefined): void {
  const { entry, recordedAt, effective, type, stream, role, onBehalfOf, origin } = event;
  const note = (event.text as { note?: string | null } | null)?.note;
  say(`entry ${entry}  ${recordedAt}  ${type}  ${stream}`);
  say(
    `  ${composition.sentenceOf(event)} (${[role, onBehalfOf, origin.kind === 'import' ? 'imported' : null, effective === null ? 'undated' : `holds ${effective}`].filter(Boolean).join(', ')})`,
  );
  if (note) say(`  why: ${note}`);
  for (const source of origin.sources) say(`  source: ${source}`);
  for (const { field, before, after } of changes) say(`  ${field}: ${said(before)} → ${said(after)}`);
  const fields = [...fieldsOf(state)]
    .filter(([, value]) => said(value) !== '–')
    .map(([field, value]) => `${field}=${said(value)}`);
  say(`  state: ${fields.length === 0 ? 'not there' : fields.join('  ')}`, '');
}

/** A value in a line: words without their language, long ones cut short. */
function said(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return '–';
  const text = typeof value === 'object' && 'text' in value ? value.text : value;
  const line = typeof text === 'string' ? text.replace(/\s+/g, ' ') : JSON.stringify(text);
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
