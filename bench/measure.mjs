export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Measures each contestant once a round, in turn and in the other order every other round, so that what else happens on the machine
 * falls on all of them. A contestant gives figures by name; the answer has the median of each.
 */
export async function alternately(rounds, contestants) {
  const names = Object.keys(contestants);
  const figures = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) figures[name].push(await contestants[name](round));
  }
  return Object.fromEntries(names.map((name) => [name, medians(figures[name])]));
}

const medians = (rounds) =>
  Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, median(rounds.map((figures) => figures[key]))]));

/** Seconds that some work took. */
export async function seconds(work) {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** A row of the table in which more is better: the goal is a multiple of the reference. */
export const rate = (measure, ours, reference, goal, unit = '/s') => {
  const ratio = ours / reference;
  return {
    measure,
    ours,
    reference,
    unit,
    ratio,
    goal: goal === null ? null : `≥ ${goal} ×`,
    met: goal === null ? null : ratio >= goal,
  };
};

/** A row in which less is better: the goal is the most it may be. */
export const atMost = (measure, ours, goal, unit) => ({
  measure,
  ours,
  reference: null,
  unit,
  ratio: null,
  goal: `≤ ${goal} ${unit}`,
  met: ours <= goal,
});

/** A row in which less is better, as a multiple of a reference. */
export const growth = (measure, ours, reference, goal, unit) => {
  const ratio = ours / reference;
  return { measure, ours, reference, unit, ratio, goal: `≤ ${goal} ×`, met: ratio <= goal };
};

const short = (number) => (number >= 100 ? Math.round(number).toLocaleString('en') : number.toPrecision(3));

/** All rows as text, in columns. */
export function table(rows) {
  const cells = rows.map(({ measure, ours, reference, unit, ratio, goal, met }) => [
    measure,
    `${short(ours)} ${unit}`,
    reference === null ? '' : `${short(reference)} ${unit}`,
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    goal ?? '',
    met === null ? '' : met ? 'met' : 'NOT MET',
  ]);
  const all = [['measure', 'ours', 'reference', 'ratio', 'goal', ''], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 5 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('   ')
      .trimEnd();
  return [line(all[0]), widths.map((width) => '-'.repeat(width)).join('   '), ...all.slice(1).map(line)].join('\n');
}
