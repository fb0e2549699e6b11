/** What the label of a plan is made of: `kenya-plan-1` gives 1, `wb-gds-2018` gives GDS2018. */
function stemOf(planId: string): string {
  const words = planId.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const label = (
    words
      .slice(1)
      .filter((word) => word.toLowerCase() !== 'plan')
      .join('') || words.join('')
  ).toUpperCase();
  return /^[CRMI]\d+$/.test(label) ? `P${label}` : label || 'P';
}

/**
 * The labels that a plan with this id may be given, the best first: what stands behind the first hyphen, without the word plan; where that
 * is taken, the same with a number. A plan is given one of them once, and keeps it.
 */
export function* labelsFor(planId: string): Generator<string> {
  const stem = stemOf(planId);
  yield stem.slice(0, 16);
  for (let number = 2; ; number += 1) {
    const end = `X${number}`;
    yield `${stem.slice(0, 16 - end.length)}${end}`;
  }
}
