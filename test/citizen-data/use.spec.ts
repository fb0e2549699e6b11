import { expect, test } from '@jest/globals';
import { ExampleBySlug } from '../../src/citizen-data/example/example-lists.view.js';
import {
  DataUsed,
  OfferUse,
  StopUse,
  use,
  UseData,
  UseOffered,
  UseStopped,
  UseValidated,
  ValidateUse,
} from '../../src/citizen-data/use/use.js';
import { offered, submitted } from '../support/cqrs/citizen-data-examples.js';
import { joined } from '../support/cqrs/examples.js';
import { commandOf, everyRuleIsTested, given } from '../support/cqrs/given.js';
import { on, Views } from '../support/register/views.js';

const code = 'US-UWEZO-1';
const validated = UseValidated({ use: code, document: null });
const used = DataUsed({ use: code, document: null, purpose: 'reporting' });
const stopped = UseStopped({ use: code, document: null, reasonCode: 'cost' });
const start = (...events: Parameters<typeof given>[1][]) =>
  given(use, submitted(), ...events).beside('champion-kenya', joined());

test('the data of an example are offered to an office', () => {
  const offer = commandOf(OfferUse, { example: 'uwezo', organisation: 'kenya' });
  start().when(offer).then(offered());
  start(offered()).when(offer).thenNothing();
  start(offered(), stopped).when(offer).then(offered('US-UWEZO-2'));
  given(use, submitted()).when(offer).thenRefused('ORGANISATION_UNKNOWN', 'organisation');
  given(use).when(offer).thenRefused('EXAMPLE_UNKNOWN', 'example');
});

test('the office validates them, uses them, and uses them again', () => {
  const validate = commandOf(ValidateUse, { use: code });
  start(offered()).when(validate).then(validated);
  start(offered(), validated).when(validate).thenNothing();
  start().when(validate).thenRefused('USE_UNKNOWN', 'use');
  const useData = commandOf(UseData, { use: code, purpose: 'reporting' });
  start(offered(), validated).when(useData).then(used);
  start(offered(), validated, used).when(useData).thenNothing();
  start(offered(), validated, used)
    .when(commandOf(UseData, { use: code, purpose: 'reporting', effective: '2027' }))
    .then(used);
  start(offered()).when(useData).thenRefused('USE_NOT_VALIDATED', 'use');
  start(offered(), validated, stopped).when(useData).thenRefused('USE_STOPPED', 'use');
});

test('a use is stopped once, with a reason', () => {
  const stop = commandOf(StopUse, { use: code, reasonCode: 'cost' });
  start(offered()).when(stop).then(stopped);
  start(offered(), stopped).when(stop).thenNothing();
  start().when(stop).thenRefused('USE_UNKNOWN', 'use');
});

everyRuleIsTested(use);

test('an example shows each use with its steps', async () => {
  const offer = UseOffered({
    use: code,
    example: 'uwezo',
    organisation: 'kenya',
    unit: 'Education',
    sdgIndicator: '4.1.1',
  });
  const views = await Views.over(
    on('2020', submitted()),
    on('2020', offer),
    on('2021', used),
    on('2022', validated),
    on('2023', used),
  );
  const status = async () => (await views.ask(ExampleBySlug, { slug: 'uwezo' }))?.uses[0];
  expect(await status()).toMatchObject({
    unit: 'Education',
    status: 'repeated',
    steps: [
      { status: 'offered', on: '2020' },
      { status: 'used', on: '2021', purpose: 'reporting' },
      { status: 'validated', on: '2022' },
      { status: 'repeated', on: '2023' },
    ],
  });
  await views.tell(on('2024', stopped));
  expect(await status()).toMatchObject({ status: 'stopped', steps: [{}, {}, {}, {}, { reasonCode: 'cost' }] });
});
