import type { FormattedExecutionResult } from 'graphql';
import { limits, OverLimit } from '../limits.js';
import type { Tell } from './admitting.js';

/** An answer as text or, where that is too long, the error that says so. The cost of a question bounds what is made before it is measured. */
export function bounded(answer: FormattedExecutionResult, tell: Tell): string {
  const text = `${JSON.stringify(answer)}\n`;
  // Every character of text takes one to three bytes, so most answers need not be counted.
  if (text.length * 3 <= limits.answerBytes) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes <= limits.answerBytes) return text;
  const what = `The answer has ${bytes} bytes: ask for smaller pages or fewer fields. A deed in this request was done or refused all the same`;
  return `${JSON.stringify({ errors: [tell(new OverLimit('answerBytes', bytes, what))] })}\n`;
}
