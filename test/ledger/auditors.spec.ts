import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { exportInto, richLog } from '../support/event-store/sealed-log.js';
import { testWhere } from '../support/event-store/store-fixture.js';
import { temporaryFolder } from '../support/temporary.js';

const folder = temporaryFolder();
let bundle: string;
let size: number;
beforeAll(async () => {
  const { log, entries } = await richLog();
  size = entries.length;
  bundle = await exportInto(join(folder, 'bundle'), log);
});

function lacking(): string | null {
  const missing = (['python3 --version', 'openssl version'] as const).filter(
    (command) => spawnSync(command, { shell: true }).status !== 0,
  );
  return missing.length === 0
    ? null
    : `there is no ${missing.map((command) => command.split(' ')[0]).join(' and no ')}`;
}

/** The Python text of the guide as it stands in the bundle, run over the bundle. */
function check(): { code: number | null; out: string; err: string } {
  const [, program = ''] = /```python\n([\s\S]*?)```/.exec(readFileSync(join(bundle, 'README.md'), 'utf8')) ?? [];
  writeFileSync(join(folder, 'check.py'), program);
  const { status, stdout, stderr } = spawnSync('python3', [join(folder, 'check.py'), bundle], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** Runs a proof over a file of the bundle that is changed, and puts it back. */
function changed(path: string, change: (content: string) => string, proof: () => void): void {
  const original = readFileSync(join(bundle, path), 'utf8');
  writeFileSync(join(bundle, path), change(original));
  proof();
  writeFileSync(join(bundle, path), original);
}

testWhere(
  lacking(),
  'the second way of the guide, as it is printed, verifies a bundle and refuses one that was changed',
  async () => {
    expect(check()).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(
        new RegExp(`^${size} entries, root \\S+, signed by example\\.org/test-register\\+`),
      ) as unknown,
    });
    changed(
      'log/leaves.jsonl',
      (lines) => lines.replace('"role":"secretariat"', '"role":"assessor"'),
      () =>
        expect(check()).toMatchObject({
          code: 1,
          out: '',
          err: expect.stringContaining(`are not the ${size} that were signed`) as unknown,
        }),
    );
    changed(
      'log/leaves.jsonl',
      (lines) => lines.slice(0, lines.lastIndexOf('\n', lines.length - 2) + 1),
      () =>
        expect(check()).toMatchObject({ code: 1, err: expect.stringContaining(`The ${size - 1} entries`) as unknown }),
    );
    changed(
      `checkpoints/${size}`,
      (note) =>
        note.replace(/(— \S+ \S{12})(.)/g, (_, before: string, one: string) => before + (one === 'A' ? 'B' : 'A')),
      () => expect(check()).toMatchObject({ code: 1, err: expect.stringContaining('is invalid') as unknown }),
    );
    changed(
      `checkpoints/${size}`,
      (note) => note.replaceAll('— example.org/', '— example.net/'),
      () =>
        expect(check()).toMatchObject({
          code: 1,
          err: expect.stringContaining('not signed by any of the keys') as unknown,
        }),
    );
  },
);

test('the guide names every code that the verifier has, and no other', () => {
  const guide = readFileSync('src/ledger/bundle/auditors.md', 'utf8');
  const verifier = readFileSync('src/ledger/bundle/verifier.mjs', 'utf8');
  const rows = [...guide.matchAll(/^\| (V\d+)? ?\| (`[^|]+) \|/gm)];
  let check = '';
  const told = rows.flatMap(([, number, codes = '']) => {
    check = number ?? check;
    return [...codes.matchAll(/`(\w+)`/g)].map(([, code]) => `${check} ${code}`);
  });
  expect(told.sort()).toEqual([...new Set([...verifier.matchAll(/'(V\d+ [A-Z_]+)'/g)].map(([, code]) => code))].sort());
});

test('the verifier is one file of at most 1,500 lines that imports nothing but what Node brings along', () => {
  const verifier = readFileSync('src/ledger/bundle/verifier.mjs', 'utf8');
  expect(verifier.split('\n').length - 1).toBeLessThanOrEqual(1500);
  expect(
    [...verifier.matchAll(/from '([^']+)'|import\(|require\(/g)].filter(
      ([, name]) => name?.startsWith('node:') !== true,
    ),
  ).toEqual([]);
});
