import { expect, test } from '@jest/globals';
import { gather } from '../../../../src/platform/event-store/reading.js';
import { draft, entriesOf, upTo } from '../../../support/event-store/drafts.js';
import { inKurrent } from '../../../support/event-store/engines.js';
import { KurrentDouble } from '../../../support/kurrent/kurrent-double.js';
import { describeKurrent } from './kurrent.event-store.suite.js';

const double = describeKurrent('The log in EventStoreDB', 'esdb', (options) => KurrentDouble.start(options));

test('An instance that hears of another entry while its own text is on its way does not write its own in a place it was not made for', async () => {
  const { store, second } = await inKurrent(() => double().url()).open();
  const other = await second();
  await store.append('commitment-1', 'none', [draft({ text: null })]);
  await other.sync();
  const sent = (await double().appends()) + 1;
  await double().holdAppends(1);
  const worded = store.append('commitment-2', 'none', [draft()]);
  await double().until('appends', sent);
  await other.append('commitment-3', 'none', [draft({ text: null })]);
  await double().releaseAppends();
  expect(await worded).toMatchObject({ firstEntry: 2 });
  await other.sync();
  expect(entriesOf(await gather(other.readAll()))).toEqual(upTo(3));
  await Promise.all([store.close(), other.close()]);
});
