import { describe, expect, test } from '@jest/globals';
import { readDeadline } from '../../src/charter/import/deadline-wording.js';
import { term } from '../../src/kernel/time/deadline.js';

/** The 65 deadlines of a national action plan (Canada, National Action Plan on Open Government 2025 to 2029), with how often each stands there. */
const plan: readonly (readonly [times: number, english: string, french: string, deadline: string | null])[] = [
  [1, '2025 to 2028', 'De 2025 à 2028', '2025/2028'],
  [1, '2025 to 2029', 'De 2025 à 2029', '2025/2029'],
  [2, '2026-27', '2026‑2027', 'FY2026-04'],
  [
    1,
    "Annually, by March 31; to be reported as part of VAC's access to information and privacy annual reports",
    "Chaque année, au plus tard le 31 mars; en rendre compte dans le cadre des rapports annuels d'ACC sur l'accès à l'information",
    'R/P1Y',
  ],
  [7, 'Biannually until 2029', "Deux fois par année jusqu'en 2029", 'R/P6M/2029'],
  [1, 'By 2026', "D'ici 2026", '2026'],
  [1, 'By 2029', "D'ici 2029", '2029'],
  [1, 'By April 2026', "D'ici avril 2026", '2026-04'],
  [1, 'By December 2026', "D'ici décembre 2026", '2026-12'],
  [1, 'By June 2026', "D'ici juin 2026", '2026-06'],
  [2, 'By March 2027', "D'ici mars 2027", '2027-03'],
  [1, 'By November 2025', "D'ici novembre 2025", '2025-11'],
  [1, 'By early 2026', "D'ici le début de 2026", '2026'],
  [6, 'By end of 2028', "D'ici la fin de 2028", '2028'],
  [3, 'By fall 2025', "D'ici l'automne 2025", '2025-23'],
  [1, 'By spring 2026', "D'ici le printemps 2026", '2026-21'],
  [5, 'By summer 2025', "D'ici l'été 2025", '2025-22'],
  [2, 'By winter 2028', 'D’ici l’hiver 2028', '2028-24'],
  [1, 'Fall 2027', 'Automne 2027', '2027-23'],
  [2, 'March 2029', 'Mars 2029', '2029-03'],
  [4, 'Ongoing', 'Permanent', 'ongoing'],
  [2, 'Ongoing, annually', 'Permanent, chaque année', 'R/P1Y'],
  [
    1,
    'Updated monthly internally to reflect progress and published quarterly. Updated annually to reflect new commitments.',
    'Mise à jour mensuelle',
    null,
  ],
  [
    1,
    'Feedback will be compiled at the end of two years of promoting the Index, November 2027.',
    "La rétroaction sera compilée à la fin des deux années de promotion de l'Indice, soit en novembre 2027",
    null,
  ],
  [
    3,
    'Feedback will be compiled in March 2027 and at the end of the commitment and published in a report.',
    "La rétroaction sera compilée en mars 2027 ainsi qu'à la fin de l'engagement et publiée dans un rapport.",
    null,
  ],
];

describe('deadlines in the words of a plan', () => {
  test.each(plan)('%i × %s · %s', (_, english, french, deadline) => {
    expect([readDeadline(english, 4), readDeadline(french, 4)]).toEqual([deadline, deadline]);
  });

  test.each([
    ['every year', 'R/P1Y'],
    ['every three years', 'R/P3Y'],
    ['tous les deux ans', 'R/P2Y'],
    ['cada tres años', 'R/P3Y'],
    ['Every 18 months', 'R/P18M'],
    ['Quarterly', 'R/P3M'],
    ['monthly from April 2026', 'R/2026-04/P1M'],
    ['Anualmente hasta 2030', 'R/P1Y/2030'],
    ['Biennially', 'R/P2Y'],
    ['annually until the end of 2027', 'R/P1Y/2027'],
    ['second quarter of 2026', '2026-34'],
    ['Q3 2027', '2027-35'],
    ['2e trimestre 2026', '2026-34'],
    ['third to fourth quarter of 2026', '2026-35/2026-36'],
    ['31 March 2027', '2027-03-31'],
    ['March 31, 2027', '2027-03-31'],
    ['by 1st May 2026', '2026-05-01'],
    ['le 31 mars 2027', '2027-03-31'],
    ['31 de marzo de 2027', '2027-03-31'],
    ['a más tardar en diciembre de 2027', '2027-12'],
    ['para 2030', '2030'],
    ['late 2023', '2023'],
    ['mid-2026', '2026'],
    ['finales de 2026', '2026'],
    ['fiscal year 2026-27', 'FY2026-04'],
    ['2026/2027', 'FY2026-04'],
    ['FY2026-27', 'FY2026-04'],
    ['March 2026 to June 2027', '2026-03/2027-06'],
    ['2026-03', '2026-03'],
    ['2024-02-29', '2024-02-29'],
    ['from 2026 to 2027', '2026/2027'],
  ])('%s is %s', (words, deadline) => {
    expect(readDeadline(words, 4)).toBe(deadline);
    expect(term(deadline)).not.toBeNull();
  });

  test.each([
    ['Annually; until 2029', 'R/P1Y/2029'],
    ['Ongoing; annually until 2029', 'R/P1Y/2029'],
    ['Annually; ongoing', 'R/P1Y'],
    ['By 2027; reported to parliament', '2027'],
    ['Annual', 'R/P1Y'],
    ['annuel', 'R/P1Y'],
    ['anual', 'R/P1Y'],
    ['biennial', 'R/P2Y'],
    ['Triennial', 'R/P3Y'],
    ['once every two years', 'R/P2Y'],
    ['on-going', 'ongoing'],
    ['en cours', 'ongoing'],
    ['Ongoing until 2030', '../2030'],
    ['Continuous until 2030', '../2030'],
    ['Ongoing from 2026', '2026/..'],
    ['Ongoing from 2026 to 2030', '2026/2030'],
    ['from 2026', '2026/..'],
    ['2026 onwards', '2026/..'],
    ['à partir de 2026', '2026/..'],
    ['annually from 2026 to 2030', 'R/2026/P1Y/2030'],
    ['every 3 years from 2026 until 2035', 'R/2026/P3Y/2035'],
    ['annually 2026-2030', 'R/2026/P1Y/2030'],
    ['2029, annually', 'R/P1Y/2029'],
    ['annually from 2026', 'R/2026/P1Y'],
    ['every March', 'R/P1Y'],
    ['31 March each year', 'R/P1Y'],
    ['H1 2026', '2026-01/2026-06'],
    ['first half of 2026', '2026-01/2026-06'],
    ['S1 2026', '2026-01/2026-06'],
    ['premier semestre 2026', '2026-01/2026-06'],
    ['segundo semestre de 2026', '2026-07/2026-12'],
    ['H2 2026', '2026-07/2026-12'],
    ['T3 2026', '2026-35'],
    ['2026 Q3', '2026-35'],
    ['2026-Q3', '2026-35'],
    ['Q3/2026', '2026-35'],
    ['Q3-Q4 2026', '2026-35/2026-36'],
    ['Q4 2025 - Q2 2026', '2025-36/2026-34'],
    ['Jan-Jun 2026', '2026-01/2026-06'],
    ['June-September 2026', '2026-06/2026-09'],
    ['mi-2026', '2026'],
    ['avant fin 2026', '2026'],
    ["d'ici à 2028", '2028'],
    ['hasta 2030', '2030'],
    ['a finales de 2027', '2027'],
    ['before 2027', '../2026'],
    ['before March 2027', '../2027-02-28'],
    ['before the end of 2026', '2026'],
    ['by 2030 at the latest', '2030'],
    ['31/03/2026', '2026-03-31'],
    ['03/31/2026', '2026-03-31'],
    ['31.03.2026', '2026-03-31'],
    ['05/05/2026', '2026-05-05'],
    ['03/2026', '2026-03'],
    ['le 1er mai 2026', '2026-05-01'],
    ['sept. 2026', '2026-09'],
    ['between 2025 and 2027', '2025/2027'],
    ['2026-2030', '2026/2030'],
    ['FY 2026/27', 'FY2026-04'],
    ['exercice 2026/27', 'FY2026-04'],
    ['financial year 2026/27', 'FY2026-04'],
    ['FY 2026', 'FY2026-04'],
    ['FY26', 'FY2026-04'],
    ['FY26/27', 'FY2026-04'],
    ['سنويا', 'R/P1Y'],
    ['سنويًا حتى 2029', 'R/P1Y/2029'],
    ['بحلول نهاية عام 2027', '2027'],
    ['31 مارس 2026', '2026-03-31'],
    ['مستمر', 'ongoing'],
    ['الربع الثالث من 2026', '2026-35'],
    ['٣١ مارس ٢٠٢٦', '2026-03-31'],
    ['من 2026 إلى 2030', '2026/2030'],
    ['بين 2025 و2027', '2025/2027'],
    ['النصف الأول من عام 2026', '2026-01/2026-06'],
    ['كل 3 سنوات', 'R/P3Y'],
    ['آذار 2026', '2026-03'],
  ])('%s is %s as well', (words, deadline) => {
    expect(readDeadline(words, 4)).toBe(deadline);
    expect(term(deadline)).not.toBeNull();
  });

  test.each([
    'FY 2026/27',
    'FY2026-27',
    'exercice 2026/27',
    'FY 2026',
    'FY26',
    'financial year 2026/27',
    'السنة المالية 2026/2027',
  ])('%s is the two years that it lies in, where its first month is not known', (words) => {
    expect(readDeadline(words)).toBe('2026/2027');
  });

  test.each([
    'bi-annual',
    'Biannual',
    '2025 and 2027',
    '2025, 2027',
    '2026; 2028',
    '03/04/2026',
    'Q3 and Q4 2026',
    'annually; if funds allow',
    '2026; then every year',
    'Annually; subject to approval',
    'Ongoing; see 2027 plan',
    'annually, 2029',
    'monthly and quarterly',
    'every 0 years',
    'Q3 FY2026',
    '32/13/2026',
    'annually from 2030 to 2026',
    'من 2026',
    'de 2026',
  ])('%s is not read, and its wording kept', (words) => {
    expect(readDeadline(words, 4)).toBeNull();
  });

  test('two years in a row are both, where the fiscal year is not known, and never a season', () => {
    expect([readDeadline('2026-27'), readDeadline('2026-28'), readDeadline('2026-21')]).toEqual([
      '2026/2027',
      null,
      null,
    ]);
  });

  test.each([
    '',
    'soon',
    'when funds allow',
    'by the end of the project',
    'two years after launch',
    'March',
    '31 February 2027',
    '2023-02-29',
    '2028 to 2026',
    'annually or as needed',
    'In March 2027 and at the end',
    'within 6 months',
    'every now and then',
    'Phase 2 2026',
    '2026-13',
    'May or June 2026',
  ])('%j is none that it is sure of', (words) => {
    expect(readDeadline(words, 4)).toBeNull();
  });
});
