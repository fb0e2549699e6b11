import { backupCommand } from '../backup.js';
import { checkCommand } from '../check.js';
import { exportCommand } from '../export.js';
import { importCommand } from '../import.js';
import { rebuildCommand } from '../rebuild.js';
import { replayCommand } from '../replay.js';
import { rotateKeyCommand } from '../rotate-key.js';
import { verifyCommand } from '../verify.js';

/** The commands that need the contexts. They bring the framework along, which takes a while to load, so each is loaded when it is asked for. */
export const lazyCommands = {
  backupCommand,
  checkCommand,
  exportCommand,
  importCommand,
  rebuildCommand,
  replayCommand,
  rotateKeyCommand,
  verifyCommand,
};
