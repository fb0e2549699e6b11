import { limits, OverLimit } from '../../limits.js';
import type { LogError } from '../execution.js';

/**
 * A response or, if it is too long, the error that says so. The cost of a query limits what is computed
 * before it is measured.
 */
export function bounded(text: string, format: LogError): { readonly text: string; readonly isWhole: boolean } {
  // Every character of text takes one to three bytes, so most answers need not be counted.
  if (text.length * 3 <= limits.answerBytes) return { text, isWhole: true };
  const bytes = Buffer.byteLength(text);
  if (bytes <= limits.answerBytes) return { text, isWhole: true };
  const what = `The response has ${bytes} bytes: request smaller pages or fewer fields. A command in this request was recorded or refused all the same`;
  return {
    text: `${JSON.stringify({ errors: [format(new OverLimit('answerBytes', bytes, what))] })}\n`,
    isWhole: false,
  };
}
