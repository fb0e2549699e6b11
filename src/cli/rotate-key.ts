import { CommandBus } from '@nestjs/cqrs';
import { uuidv7 } from 'uuidv7';
import { LogKeys } from '../ledger/keys/keys.js';
import { Ledger } from '../ledger/ledger.js';
import { rotateLogKey } from '../ledger/keys/rotate-log-key.js';
import { openStore } from '../platform/data-folder.js';
import { openRegister } from '../open-register.js';
import { version } from '../version.js';
import type { CliContext } from './terminal/cli-context.js';
import { say } from './terminal/terminal.js';

/** `idc rotate-key`: makes a new key and lets the log name it. Needs the log alone. The next checkpoint, which is signed at once, has both signatures. */
export async function rotateKeyCommand(cliContext: CliContext): Promise<number> {
  const store = await openStore(cliContext.config);
  const { app, close } = await openRegister({ ...cliContext, store });
  try {
    const commands = app.get(CommandBus);
    const id = uuidv7();
    const { retired, introduced } = await rotateLogKey(
      { ledger: app.get(Ledger), keys: app.get(LogKeys), execute: (command) => commands.execute(command) },
      `rotate-key-${id}`,
      cliContext.operator.issuer({
        client: `idc-rotate-key/${version}`,
        correlationId: id,
        origin: { kind: 'live', record: null },
      }),
    );
    say(
      `The log has a new key; until the next rotation, the previous key signs beside it.`,
      `  new     ${introduced}`,
      `  before  ${retired}`,
    );
    return 0;
  } finally {
    await close();
  }
}
