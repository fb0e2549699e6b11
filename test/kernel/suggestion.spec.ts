import { expect, test } from '@jest/globals';
import { closest } from '../../src/kernel/values/suggestion.js';

const words = ['Kenya', 'Germany', 'Côte d’Ivoire', 'Senegal', 'Niger', 'Nigeria', 'Northern Mariana Islands'];

test.each([
  ['two letters swapped', 'Keyna', ['Kenya']],
  ['a letter added', 'Germanny', ['Germany']],
  ['a letter left out', 'Senegl', ['Senegal']],
  ['another letter', 'Kenia', ['Kenya']],
  ['without accents, apostrophe and case', 'COTE DIVOIRE', ['Côte d’Ivoire']],
  ['only begun, the shorter before the longer', 'nig', ['Niger', 'Nigeria']],
  ['begun, however much is missing', 'North', ['Northern Mariana Islands']],
  ['as many slips as a third of the letters', 'Gxrmaxy', ['Germany']],
  ['more slips than that', 'Gxrxaxy', []],
  ['one character', 'K', []],
  ['nothing that compares', '!!!', []],
  ['far longer than any', 'Kenya '.repeat(5000), []],
])('a word with %s is met by those that were meant', (_, given, expected) => {
  expect(closest(given, words)).toEqual(expected);
});
