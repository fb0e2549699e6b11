import { backupCommand } from './backup.js';
import { importCommand } from './import.js';
import { rebuildCommand } from './rebuild.js';
import { replayCommand } from './replay.js';
import { rotateKeyCommand } from './rotate-key.js';

/** The verbs that work with views or with the whole register. They bring the framework along, which takes a while to load, and are loaded when they are asked for. */
export const lazyCommands = {
  backupVerb: backupCommand,
  importVerb: importCommand,
  rebuildVerb: rebuildCommand,
  replayVerb: replayCommand,
  rotateKeyVerb: rotateKeyCommand,
};
