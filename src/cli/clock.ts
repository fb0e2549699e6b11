import { existsSync } from 'node:fs';
import { logPath } from '../platform/data-folder.js';
import { mostAbsence, mostJump, SeenClock } from '../platform/event-store/clock-guard.js';
import { openLogFile } from '../platform/event-store/sqlite/log-file.js';
import type { CliContext } from './terminal/cli-context.js';
import { complain, say } from './terminal/terminal.js';

const at = (time: number): string => (time === 0 ? 'never' : new Date(time).toISOString());

/**
 * `idc clock`: the clock of this machine beside the last entry and what was last seen of it. `--confirm` notes, on record in the security log, that it is right.
 * The register must be stopped. Exit code 1 if the register would record nothing.
 */
export function clockCommand(
  { confirm = false }: { readonly confirm?: boolean },
  { config, security }: CliContext,
): number {
  if (!existsSync(logPath(config.dataDir))) {
    complain(`There is no log in ${config.dataDir}.`);
    return 2;
  }
  const file = openLogFile(logPath(config.dataDir));
  const { log, lastRecorded } = file;
  try {
    const clock = new SeenClock(log);
    const [now, before] = [Date.now(), clock.seen];
    say(
      `clock of this machine  ${at(now)}`,
      `last seen              ${at(before)}`,
      `last entry             ${at(lastRecorded)}`,
    );
    if (lastRecorded - now > mostJump) {
      complain(
        'The clock is behind the last entry. Set it; this cannot be confirmed, because the time of an entry is never before that of an earlier one.',
      );
      return 1;
    }
    const isFar = now - Math.max(before, lastRecorded) > mostAbsence && Math.max(before, lastRecorded) > 0;
    if (isFar && !confirm) {
      complain('That is more than 31 days later. If the clock is right, run `idc clock --confirm`.');
      return 1;
    }
    if (confirm) {
      clock.seen = now;
      security.record('authz_admin', 'the clock of this machine was confirmed', { before: at(before), now: at(now) });
      say('Confirmed.');
    }
    return 0;
  } finally {
    file.close();
  }
}
