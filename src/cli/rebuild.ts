import { projection, upcasts } from '../app.module.js';
import { SqliteEventStore } from '../platform/event-store/sqlite.event-store.js';
import { UpcastingEventStore } from '../platform/event-store/upcasting.js';
import { logPath, viewsFolder } from '../platform/platform.module.js';
import { rebuild } from '../platform/read-model/projector.js';
import type { Setting } from './setting.js';
import { progressBar } from './progress-bar.js';

/** `idc rebuild`: builds all views from the log anew, beside those in use. Reads the log only, so a server may go on meanwhile. */
export async function rebuildVerb({ config }: Setting): Promise<number> {
  const store = new UpcastingEventStore(new SqliteEventStore(logPath(config.dataDir), Date.now, { readOnly: true }), upcasts);
  const { size } = await rebuild(store, projection, viewsFolder(config.dataDir), Date.now, progressBar('Rebuilding'));
  await store.close();
  console.log(`The views were built anew from ${size} entries; a running server takes them over at its next start.`);
  return 0;
}
