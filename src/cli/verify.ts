import { knownRulesIn } from '../access/roles/known-rules.js';
import { composition } from '../contexts.js';
import { formsOf } from '../ledger/bundle/event-forms.js';
import { report, verify } from '../ledger/bundle/verifier.mjs';
import { programFolder } from '../program-folder.js';
import { progressBar } from './terminal/progress-bar.js';
import { say } from './terminal/terminal.js';

/**
 * `idc verify DIR`: what `node DIR/verify.mjs DIR` does, with the verifier, the forms of events and the rules that this program has. Exit code 0 only when everything
 * holds.
 */
export function verifyCommand(
  dir: string,
  { checkpoint = [], key }: { readonly checkpoint?: readonly string[]; readonly key?: string },
): number {
  const result = verify(dir, {
    checkpoints: checkpoint,
    key,
    forms: formsOf(composition.eventTypes),
    rules: knownRulesIn(programFolder, composition.rules),
    onProgress: progressBar('Verifying'),
  });
  say(...report(result).split('\n'));
  return result.holds ? 0 : 1;
}
