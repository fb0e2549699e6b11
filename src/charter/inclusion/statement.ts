import type { Language } from '../../kernel/values/fields.js';
import type { Stage, StatedBreakdown } from './breakdowns.js';

/** What a name of a source means, by a version of a list; `dimension` is null where nobody has said it. */
interface NamedDimension {
  readonly name: string;
  readonly dimension: string | null;
}

/** What one source states of the breakdowns of an indicator. */
export interface BreakdownStatement {
  readonly stage: Stage;
  readonly series: string | null;
  readonly area: string | null;
  readonly codeList: string;
  readonly version: string;
  readonly dimensions: readonly NamedDimension[];
  readonly breakdowns: readonly StatedBreakdown[];
  readonly periods: readonly string[] | null;
  readonly values: number | null;
  readonly isComplete: boolean | null;
  readonly on: string | null;
  readonly sourceDate: string | null;
  readonly sources: readonly string[];
  readonly note: { readonly text: string; readonly language: Language } | null;
  readonly entry: number;
}
