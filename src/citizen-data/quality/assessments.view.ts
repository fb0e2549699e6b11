import type { EventOf, Recorded } from '../../kernel/message.js';
import { wordsOf, type LocalText } from '../../platform/read-model/record-documents.js';
import type { QualityAssessed } from './assessment.js';

export interface AssessmentDocument {
  readonly code: string;
  readonly codeList: string;
  readonly version: string;
  readonly assessor: string;
  readonly purpose: string;
  readonly purposeText: LocalText | null;
  readonly on: string | null;
  readonly ratings: readonly { readonly criterion: string; readonly rating: string; readonly note: LocalText | null }[];
  readonly suitability: string | null;
  readonly caveats: LocalText | null;
  readonly wouldRaiseConfidence: LocalText | null;
  readonly recommends: readonly string[];
  readonly entry: number;
}

/** An assessment as an example shows it. */
export function assessmentOf({
  facts,
  text,
  effective,
  entry,
}: Recorded<EventOf<typeof QualityAssessed>>): AssessmentDocument {
  const { assessment: code, example: _, ratings, ...rest } = facts;
  const said = (word: string | null | undefined) => wordsOf(word, text?.language);
  const notes = new Map(text?.ratingNotes.map(({ criterion, note }) => [criterion, note]));
  return {
    code,
    ...rest,
    purposeText: said(text?.purposeText),
    on: effective,
    ratings: ratings.map((one) => ({ ...one, note: said(notes.get(one.criterion)) })),
    caveats: said(text?.caveats),
    wouldRaiseConfidence: said(text?.wouldRaiseConfidence),
    entry,
  };
}
