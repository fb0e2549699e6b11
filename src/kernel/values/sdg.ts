import { z } from 'zod';
import { oneOf } from './fields.js';
import { closest, didYouMean } from './suggestion.js';

/**
 * The global indicator framework of the SDGs (A/RES/71/313 with its refinements up to the review of 2025): for each goal, its targets, and
 * after the sign how many indicators each has had. Indicators that were taken out in 2020 (1.a.3, 8.9.2, 11.c.1, 13.3.2, 17.6.2) stay in
 * the list, because plans from before then name them.
 */
const framework: Readonly<Record<number, string>> = {
  1: '1=1 2=2 3=1 4=2 5=4 a=3 b=1',
  2: '1=2 2=4 3=2 4=1 5=2 a=2 b=1 c=1',
  3: '1=2 2=2 3=5 4=2 5=2 6=1 7=2 8=2 9=3 a=1 b=3 c=1 d=2',
  4: '1=2 2=2 3=1 4=1 5=1 6=1 7=1 a=1 b=1 c=1',
  5: '1=1 2=2 3=2 4=1 5=2 6=2 a=2 b=1 c=1',
  6: '1=1 2=1 3=2 4=2 5=2 6=1 a=1 b=1',
  7: '1=2 2=1 3=1 a=1 b=1',
  8: '1=1 2=1 3=1 4=2 5=2 6=1 7=1 8=2 9=2 10=2 a=1 b=1',
  9: '1=2 2=2 3=2 4=1 5=2 a=1 b=1 c=1',
  10: '1=1 2=1 3=1 4=2 5=1 6=1 7=4 a=1 b=1 c=1',
  11: '1=1 2=1 3=2 4=1 5=2 6=2 7=2 a=1 b=2 c=1',
  12: '1=1 2=2 3=1 4=2 5=1 6=1 7=1 8=1 a=1 b=1 c=1',
  13: '1=3 2=2 3=2 a=1 b=1',
  14: '1=1 2=1 3=1 4=1 5=1 6=1 7=1 a=1 b=1 c=1',
  15: '1=2 2=1 3=1 4=2 5=1 6=1 7=1 8=1 9=1 a=1 b=1 c=1',
  16: '1=4 2=3 3=3 4=2 5=2 6=2 7=2 8=1 9=1 10=2 a=1 b=1',
  17: '1=2 2=1 3=2 4=1 5=1 6=2 7=1 8=1 9=1 10=1 11=1 12=1 13=1 14=1 15=1 16=1 17=1 18=3 19=2',
};

const split = Object.entries(framework).flatMap(([goal, targets]) =>
  targets.split(' ').map((one) => {
    const [target, indicators] = one.split('=');
    return { code: `${goal}.${target}`, indicators: Number(indicators) };
  }),
);

/** The 169 targets, such as `17.18` and `1.a`. */
export const sdgTargets: ReadonlySet<string> = new Set(split.map(({ code }) => code));

/** The indicators, such as `5.3.2`. */
export const sdgIndicators: ReadonlySet<string> = new Set(
  split.flatMap(({ code, indicators }) => Array.from({ length: indicators }, (_, index) => `${code}.${index + 1}`)),
);

/** Whether it is an indicator of the framework, or a part of one, named by a letter after it: `14.1.1b`. */
export const isSdgIndicator = (code: string): boolean => sdgIndicators.has(code.replace(/(?<=\d)[a-d]$/, ''));

/** The indicators of the target that a code begins with; where it begins with none, those most like it. */
export function sdgIndicatorsLike(given: string): string[] {
  const text = given
    .trim()
    .toLowerCase()
    .replace(/^(sdg|indicator|target)\s*/, '');
  const [goal, target] = text.split(/[.\-\s]+/);
  const ofTarget = [...sdgIndicators].filter((code) => code.startsWith(`${goal}.${target}.`));
  return ofTarget.length > 0 ? ofTarget.slice(0, 5) : closest(text, sdgIndicators);
}

export const SdgGoal = z.int('must be 1 to 17').min(1, 'must be 1 to 17').max(17, 'must be 1 to 17');
export const SdgTarget = z.string().refine((code) => sdgTargets.has(code), {
  error: ({ input }) =>
    `must be an SDG target of the global framework, such as 3.8 or 1.a${didYouMean(closest(String(input), sdgTargets))}`,
});
export const SdgIndicator = z.string().refine(isSdgIndicator, {
  error: ({ input }) =>
    `must be an SDG indicator of the global framework, such as 5.3.2 or 14.1.1b${didYouMean(sdgIndicatorsLike(String(input)))}`,
});

/**
 * Who made a link that a source may not make explicitly: the source itself, its order of points, or the
 * compiler of the record.
 */
export const LinkBasis = oneOf(['source', 'source_order', 'compiler_inference']);
