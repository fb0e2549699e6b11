import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { knownRulesIn } from '../dist/access/roles/known-rules.js';
import { composition, eventTypes } from '../dist/contexts.js';
import { carriedBy, writeBundle } from '../dist/ledger/bundle/bundle.js';
import { checkpointText } from '../dist/ledger/checkpoint/checkpoint.js';
import { formsOf } from '../dist/ledger/bundle/event-forms.js';
import { signerOf, signNote } from '../dist/ledger/checkpoint/note.js';
import { Tree } from '../dist/ledger/tree/tree.js';
import { SqliteEventStore } from '../dist/platform/event-store/sqlite/sqlite.event-store.js';
import { programFolder } from '../dist/program-folder.js';
import { writeLog } from './log.mjs';

const { rules, rulesDigest } = composition;
import { alternately, atMost, seconds } from './measure.mjs';

/** An export of a log, and its verification by the file in it, from process start to verdict. */
export async function verify({ folder, quick }) {
  const size = quick ? 10_000 : 100_000;
  const bundle = join(folder, 'bundle');
  // With the rules adopted first, so that each entry is judged by them.
  const adopted = [
    'AuthorisationRulesAdopted',
    'access-roles',
    '2018-07-23',
    { version: rules.version, digest: rulesDigest },
    null,
  ];
  await writeLog(join(folder, 'verified.sqlite'), size, [adopted]);
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
  const carried = await carriedBy(programFolder);
  const writing = await seconds(() =>
    writeBundle(bundle, { log, forms, rules: knownRulesIn(programFolder, rules), carried }),
  );
  await store.close();
  const { file } = await alternately(quick ? 1 : 3, { file: () => byFile(bundle) });
  const entries = `${size.toLocaleString('en')} entries, ${sizes.length.toLocaleString('en')} checkpoints`;
  const bytes = ['leaves', 'parts'].reduce((sum, name) => sum + statSync(join(bundle, 'log', `${name}.jsonl`)).size, 0);
  return [
    atMost(`verify a bundle, ${entries}, ${Math.round(bytes / 1e6)} MB`, file.seconds, 5, 's'),
    atMost('… memory', file.megabytes, 300, 'MB'),
    atMost('… writing it', writing, 10, 's'),
  ];
}

/** What a run of the bundle's own verifier takes. Throws when it finds anything. */
async function byFile(bundle) {
  const usage = 'process.on("exit", () => console.error(process.resourceUsage().maxRSS / 1024))';
  let ran;
  const taken = await seconds(async () => {
    ran = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${usage}`, join(bundle, 'verify.mjs'), bundle],
      { encoding: 'utf8' },
    );
  });
  if (ran.status !== 0) throw new Error(ran.stdout + ran.stderr);
  return { seconds: taken, megabytes: Number(ran.stderr) };
}
