import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { LogKeys } from '../../src/ledger/keys/keys.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { RotateLogKey } from '../../src/ledger/keys/log-key.js';
import { rotateLogKey } from '../../src/ledger/keys/rotate-log-key.js';
import { KurrentEventStore } from '../../src/platform/event-store/kurrent/kurrent.event-store.js';
import { checkpointsFolder, logPath } from '../../src/platform/data-folder.js';
import { upTo } from '../support/event-store/drafts.js';
import { issuer } from '../support/cqrs/issuer.js';
import { KurrentChild } from '../support/kurrent/kurrent-child.js';
import { KurrentDouble } from '../support/kurrent/kurrent-double.js';
import { realServer, usedScheme } from '../support/kurrent/real-server.js';
import { mutationDocument, TestRegister, type Input } from '../support/register/register.js';
import { temporaryFolder } from '../support/temporary.js';
import { until } from '../support/time/until.js';

/** Two instances over one event store: each has a folder of its own, and they share the secrets. */
let double: KurrentDouble | null = null;
let settings: Readonly<Record<string, string>>;
let one: TestRegister;
let other: TestRegister;

beforeAll(async () => {
  const real = realServer(usedScheme);
  double = real === null ? await KurrentDouble.start() : null;
  settings = {
    IDC_EVENT_STORE: real ?? double?.url() ?? '',
    IDC_REGISTER: `test-${randomUUID()}`,
    IDC_SECRETS_DIR: temporaryFolder(),
  };
  one = await TestRegister.open(settings);
  other = await TestRegister.open(settings);
});

afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await double?.stop();
});

const joining = (champion: string): Input => ({ champion, name: champion, kind: 'FOUNDATION' });
const post = (query: string, more: object = {}, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify({ query, ...more }),
});

/** All that is signed of the log as an instance gives it out, once it covers so many entries. */
async function signedBy(
  register: TestRegister,
  size: number,
): Promise<{ checkpoints: Record<string, string>; leaves: string; keys: string }> {
  expect((await register.request(`/log/receipts/${size - 1}`)).status).toBe(200);
  const folder = checkpointsFolder(register.dataDir);
  const files = readdirSync(folder).filter((file) => Number(file) <= size);
  return {
    checkpoints: Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')])),
    leaves: (await register.request(`/log/tile/entries/000.p/${size}`)).text,
    keys: (await register.request('/log/keys')).text,
  };
}

describe('a command at one instance', () => {
  test('is seen at the other by whoever carries its entry there, in the header or with the question', async () => {
    for (const number of upTo(10)) {
      const champion = `carried-${number}`;
      const { receipt } = await one.mutate('joinCharter', joining(champion));
      const entry = receipt?.entry ?? NaN;
      const query = `{ champion(slug: "${champion}") { slug } }`;
      const byHeader = await other.request('/graphql', post(query, {}, { 'x-idc-entry': String(entry) }));
      expect(byHeader).toMatchObject({ status: 200, data: { champion: { slug: champion } } });
      expect(Number(byHeader.headers.get('x-idc-entry'))).toBeGreaterThanOrEqual(entry);
      const again = `query { champion(slug: "${champion}") { slug name } }`;
      expect(await other.request('/graphql', post(again, { extensions: { entry } }))).toMatchObject({
        status: 200,
        data: { champion: { slug: champion } },
      });
    }
  });

  test('is built on by the next one, whichever instance that goes to', async () => {
    await one.mutate('joinCharter', joining('built-on'));
    const plan = { champion: 'built-on', label: '1', kind: 'SUMMIT_PLEDGE', title: 'A pledge' };
    expect(await other.mutate('announceActionPlan', plan)).toMatchObject({ userErrors: [] });
    const made = await one.mutate('makeCommitment', { actionPlan: 'IDC-BUILT-ON-1', title: 'Count everyone' }, 'code');
    expect(made).toMatchObject({ thing: { code: 'IDC-BUILT-ON-1-C01' }, userErrors: [] });
    const second = await other.mutate(
      'makeCommitment',
      { actionPlan: 'IDC-BUILT-ON-1', title: 'Count everyone again' },
      'code',
    );
    expect(second).toMatchObject({ thing: { code: 'IDC-BUILT-ON-1-C02' }, userErrors: [] });
  });

  test('that is asked for at an instance which never sees it is told of within seconds, and so is a header that names no entry', async () => {
    const asked = post('{ basis { size } }', {}, { 'x-idc-entry': '999999' });
    const answer = await other.request('/graphql', asked);
    expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'BEHIND' } }] });
    expect(answer.headers.get('retry-after')).toBe('1');
    for (const wrong of ['-1', '1.5', 'all', '1e3', '9'.repeat(20)]) {
      const refused = await other.request('/graphql', post('{ basis { size } }', {}, { 'x-idc-entry': wrong }));
      expect(refused).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });
});

describe('two instances at the same moment', () => {
  test('record a command once, and both tell of the same entry', async () => {
    const before = await one.size();
    const input = { ...joining('at-once'), commandId: randomUUID() };
    const told = await Promise.all([one, other, one, other].map((register) => register.mutate('joinCharter', input)));
    expect(new Set(told.map(({ receipt }) => receipt?.entry)).size).toBe(1);
    expect(told.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect((await one.answer<{ basis: { size: number } }>('{ basis { size } }')).basis.size).toBe(before + 1);
  });

  test('give a slug and a code to one command, and tell the other who has it', async () => {
    for (const number of upTo(5)) {
      const claim = { champion: `claimed-${number}`, kind: 'FOUNDATION' };
      const told = await Promise.all(
        [one, other].map((register, index) => register.mutate('joinCharter', { ...claim, name: `Claimant ${index}` })),
      );
      expect(told.filter(({ receipt }) => receipt !== null)).toHaveLength(1);
      expect(told.flatMap(({ userErrors }) => userErrors)).toMatchObject([
        { code: 'CHAMPION_ALREADY_JOINED', field: ['champion'] },
      ]);
    }
    const made = await Promise.all(
      upTo(12).map((number) =>
        (number % 2 === 0 ? one : other).mutate(
          'makeCommitment',
          { actionPlan: 'IDC-BUILT-ON-1', title: `Promise ${number}` },
          'code',
        ),
      ),
    );
    const codes = made.map((told) => told.thing?.code);
    expect([...codes].sort()).toEqual(
      upTo(15, 3).map((number) => `IDC-BUILT-ON-1-C${String(number).padStart(2, '0')}`),
    );
  });
});

describe('the ledger', () => {
  test('is the same at both: leaves, keys, every checkpoint, and the receipt of an entry', async () => {
    for (const number of upTo(6))
      await (number % 2 === 0 ? one : other).mutate('joinCharter', joining(`signed-${number}`));
    const size = Math.max(await one.size(), await other.size());
    expect((await one.request(`/log/receipts/${size - 1}`)).text).toBe(
      (await other.request(`/log/receipts/${size - 1}`)).text,
    );
    expect(await signedBy(one, size)).toEqual(await signedBy(other, size));
  });

  test('goes over to another key at both', async () => {
    const { app } = one.server;
    const before = app.get(Ledger).keys.length;
    const execute = (command: RotateLogKey): Promise<unknown> => app.get(CommandBus).execute(command);
    await rotateLogKey(
      { ledger: app.get(Ledger), keys: app.get(LogKeys), execute },
      'rotation-1',
      issuer('secretariat'),
    );
    const { receipt } = await other.mutate('joinCharter', joining('under-another-key'));
    const [here, there] = [
      await one.request(`/log/receipts/${receipt?.entry}`),
      await other.request(`/log/receipts/${receipt?.entry}`),
    ];
    expect([here.status, here.text]).toEqual([200, there.text]);
    expect(other.server.app.get(Ledger).keys).toHaveLength(before + 1);
    expect((await other.answer<{ integrity: { state: string } }>('{ integrity { state } }')).integrity.state).toBe(
      'SOUND',
    );
  });
});

describe('an instance', () => {
  test('starts from nothing, holds what the others hold, and takes commands like them', async () => {
    const size = await one.size();
    const all =
      '{ champions(first: 100) { nodes { slug name } } commitments(first: 100) { nodes { code title { text } } } basis { size rootHash } }';
    const fresh = await TestRegister.open(settings);
    expect(await fresh.answer(all)).toEqual(await one.answer(all));
    const { receipt } = await fresh.mutate('joinCharter', joining('by-the-new-one'));
    expect(receipt?.entry).toBe(size);
    await fresh.reopen({ rebuildViews: true });
    expect(await fresh.size()).toBe(size + 1);
    await fresh.stop();
  });

  test('answers questions while the event store is away, says so, takes no command, and takes them again afterwards', async () => {
    const away = await KurrentChild.start();
    const own = await TestRegister.open({ IDC_EVENT_STORE: away.url(usedScheme), IDC_EVENT_STORE_DEADLINE_MS: '6000' });
    const mutation = async (): Promise<readonly string[]> => {
      const { errors } = await own.query(
        mutationDocument('joinCharter'),
        { input: { ...joining('away'), commandId: 'while-away' } },
        own.token,
      );
      return errors.map(({ extensions }) => extensions.code);
    };
    const status = async (): Promise<unknown> =>
      (JSON.parse((await own.request('/health/ready')).text) as { status: unknown }).status;
    await own.mutate('joinCharter', joining('before'));
    await away.away();
    expect(await mutation()).toEqual(['UNAVAILABLE']);
    expect(await own.answer('{ champion(slug: "before") { slug } }')).toEqual({ champion: { slug: 'before' } });
    expect(await status()).toBe('read only');
    await away.back();
    await until('commands are taken again', async () => {
      if ((await mutation()).length === 0) return true;
      expect(await own.answer('{ champion(slug: "before") { slug } }')).toEqual({ champion: { slug: 'before' } });
      return false;
    });
    expect(await own.answer('{ champion(slug: "away") { slug } }')).toEqual({ champion: { slug: 'away' } });
    expect(await own.size()).toBe(2);
    await until('the instance is ready', async () => (await status()) === 'ready');
    await own.stop();
    await away.stop();
  });

  test('does not start on a folder of another log', async () => {
    const folder = temporaryFolder();
    const options = {
      url: settings.IDC_EVENT_STORE ?? '',
      register: `other-${randomUUID()}`,
      path: logPath(folder),
      clock: Date.now,
    };
    await (await KurrentEventStore.open(options)).close();
    await expect(TestRegister.open({ ...settings, IDC_DATA_DIR: folder })).rejects.toThrow(
      `follows the register ${options.register}`,
    );
  });
});
