import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { eventTypes, schemaFolder } from '../dist/app.module.js';
import { carriedBy, writeBundle } from '../dist/ledger/bundle.js';
import { checkpointText } from '../dist/ledger/checkpoint.js';
import { formsOf } from '../dist/ledger/event-forms.js';
import { signerOf, signNote } from '../dist/ledger/note.js';
import { Tree } from '../dist/ledger/tree.js';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite.event-store.js';
import { writeLog } from './log.mjs';
import { alternately, atMost, seconds } from './measure.mjs';

/** An export of a log, and its verification by the file in it, from process start to verdict. */
export async function verify({ folder, quick }) {
  const size = quick ? 10_000 : 100_000;
  const bundle = join(folder, 'bundle');
  await writeLog(join(folder, 'verified.sqlite'), size);
  const store = new SqliteEventStore(join(folder, 'verified.sqlite'), Date.now, { readOnly: true });
  const signer = signerOf('bench.example.org/log', generateKeyPairSync('ed25519').privateKey);
  const tree = new Tree();
  const sizes = [];
  for await (const { leaf } of store.readEntries(0)) {
    tree.append(leaf);
    if (tree.size % 100 === 0) sizes.push(tree.size);
  }
  const read = (size) => signNote(checkpointText({ origin: signer.key.name, size, root: tree.rootAt(size) }), [signer]);
  const log = { store, firstKey: signer.key.vkey, checkpoints: { sizes, read } };
  const forms = formsOf(eventTypes);
  const carried = await carriedBy(schemaFolder);
  const exporting = await seconds(() => writeBundle(bundle, { log, forms, carried }));
  await store.close();
  const usage = 'process.argv.splice(1, 0, process.argv[1]); process.on("exit", () => console.error(process.resourceUsage().maxRSS / 1024));';
  const preload = `data:text/javascript,${encodeURIComponent(usage)}`;
  const megabytes = [];
  const { file } = await alternately(quick ? 1 : 3, {
    file: async () => ({ seconds: await seconds(async () => void execFileSync(process.execPath, [join(bundle, 'verify.mjs'), bundle], { stdio: 'pipe' })) }),
  });
  const entries = `${size.toLocaleString('en')} entries, ${sizes.length.toLocaleString('en')} checkpoints`;
  const megabytesOfLog = ['leaves', 'parts'].reduce((sum, name) => sum + statSync(join(bundle, 'log', `${name}.jsonl`)).size, 0) / 1e6;
  void [preload, megabytes];
  return [atMost(`verify a bundle, ${entries}, ${Math.round(megabytesOfLog)} MB`, file.seconds, 5, 's'), atMost(`export it`, exporting, 10, 's')];
}
