import { backupVerb } from './backup.js';
import { importVerb } from './import.js';
import { rebuildVerb } from './rebuild.js';
import { replayVerb } from './replay.js';
import { rotateKeyVerb } from './rotate-key.js';

/** The verbs that work with views or with the whole register. They bring the framework along, which takes a while to load, and are loaded when they are asked for. */
export const largerVerbs = { backupVerb, importVerb, rebuildVerb, replayVerb, rotateKeyVerb };
