import { expect, test } from '@jest/globals';
import { examples } from '../../src/citizen-data/example/examples.view.js';
import { composition } from '../../src/contexts.js';
import { readDataSet } from '../../src/platform/import/data-set.js';
import { FaultyFile } from '../../src/platform/import/file-faults.js';
import { emptyRegister, importDay, importText } from '../support/register/importing.js';

const example = (more: object = {}): object => ({
  id: 'uwezo',
  title: 'Uwezo',
  sdgs: ['4', '4.1', '4.1.1'],
  sourceUrl: 'https://example.org/uwezo',
  ...more,
});
const criteria = {
  id: 'a-set',
  title: 'A set',
  criteria: [
    { code: 'relevance', label: 'relevance', status: 'confirmed', note: 'What it is for.' },
    { code: 'fifth', label: null, status: 'not_read' },
  ],
  sourceUrls: ['https://example.org/criteria'],
};
const file = (...cgdExamples: object[]): string =>
  JSON.stringify({ schemaVersion: 2, cgdExamples, qualityCriteriaSets: [criteria] }, null, 1);

test('an example comes in once, and a later file amends it on request', async () => {
  const { register } = await emptyRegister();
  await importText(file(example()), register);
  const again = await importText(file(example()), register);
  expect([again.after - again.before, again.records.flatMap(({ differences }) => differences)]).toEqual([0, []]);
  expect(examples.get(register.rows(), 'uwezo')).toMatchObject({
    status: 'submitted',
    sdgGoals: [4],
    sdgTargets: ['4.1'],
    sdgIndicators: ['4.1.1'],
  });
  await importText(file(example({ sector: 'education', title: 'Uwezo assessments' })), register, true);
  expect(examples.get(register.rows(), 'uwezo')).toMatchObject({
    sector: 'education',
    title: { text: 'Uwezo assessments' },
    sdgGoals: [4],
  });
});

test('a faulty example is refused with the line, the column and the field', () => {
  const text = file(example({ sdgs: ['4', '18'], usePhase: 'often', organisations: ['nobody'] }));
  let faults: readonly (readonly [string, boolean])[] = [];
  try {
    readDataSet(text, importDay, composition.imports);
  } catch (error) {
    if (!(error instanceof FaultyFile)) throw error;
    faults = error.faults.map(({ place, line = 0, column = 0 }) => [place, line > 1 && column > 1]);
  }
  expect(faults).toEqual([
    ['cgdExamples[0].sdgs[1]', true],
    ['cgdExamples[0].usePhase', true],
    ['cgdExamples[0].organisations[0]', true],
  ]);
});
