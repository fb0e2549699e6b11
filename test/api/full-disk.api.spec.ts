import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Projector } from '../../src/platform/read-model/projector.js';
import { TestRegister } from '../support/register/register.js';
import { until } from '../support/time/until.js';

/** What one command came to; `isShown` says whether the response shows it already. */
interface Recording {
  readonly thing: { readonly slug: string } | null;
  readonly receipt: { readonly entry: number; readonly recordedAt: string; readonly isShown: boolean } | null;
  readonly userErrors: readonly object[];
}

const document = `mutation ($input: JoinCharterInput!) { told: joinCharter(input: $input) {
  thing: champion { slug } receipt { entry recordedAt isShown } userErrors { code } } }`;

let register: TestRegister;
beforeAll(async () => {
  register = await TestRegister.open();
});
afterAll(() => register.stop());

const join = (number: number) =>
  register.query<{ told: Recording }>(
    document,
    {
      input: {
        commandId: `join-${number}`,
        champion: `champion-${number}`,
        name: `Champion ${number}`,
        kind: 'GOVERNMENT',
        effective: '2018',
      },
    },
    register.token,
  );

/** SQLite's own limit of a file, in pages, for the file of the views: it is full as a disk would be. */
function limitViews(pages: number): void {
  register.server.app.get(Projector).current.rows.all(`PRAGMA max_page_count = ${pages}`);
}

describe('A register whose views have no room on their disk', () => {
  let hidden: Recording;
  let number = 0;

  test('reports what was recorded as recorded, not shown yet', async () => {
    limitViews(1); // SQLite takes the present size where that is more.
    do hidden = (await join(++number)).data.told;
    while (hidden.receipt?.isShown === true && number < 500);
    expect(hidden).toMatchObject({
      thing: null,
      receipt: { entry: expect.any(Number) as unknown, isShown: false },
      userErrors: [],
    });
  });

  test('records nothing more, and says so', async () => {
    const size = await register.size();
    const refused = await join(number + 1);
    expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    expect(refused.errors[0]?.message).toContain('nothing was recorded');
    expect(await register.size()).toBe(size);
  });

  test('answers queries from what it shows, and is not ready', async () => {
    const shown = await register.answer<{ champions: { totalCount: number } }>('{ champions { totalCount } }');
    expect(shown.champions.totalCount).toBe(number - 1);
    const ready = await register.request('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({
      reason: expect.stringContaining('the views cannot be written') as unknown,
      entries: (hidden.receipt?.entry ?? 0) + 1,
    });
  });

  test('goes on by itself when there is room', async () => {
    limitViews(1_000_000);
    await until('the register is ready', async () => (await register.request('/health/ready')).status === 200);
    const again = (await join(number)).data.told;
    expect(again).toEqual({
      ...hidden,
      thing: { slug: `champion-${number}` },
      receipt: { ...hidden.receipt, isShown: true },
    });
    expect((await join(number + 1)).data.told).toMatchObject({ receipt: { isShown: true }, userErrors: [] });
    const { champions } = await register.answer<{ champions: { totalCount: number } }>('{ champions { totalCount } }');
    expect(champions.totalCount).toBe(number + 1);
  });
});
