import { Operator } from '../../../src/access/operator.js';
import { readConfig } from '../../../src/config.js';
import { bundledDataSet, importFile } from '../../../src/import-file.js';
import { openRegister } from '../../../src/open-register.js';
import { makeLog } from '../../../src/platform/http/log.js';
import { temporaryFolder } from '../temporary.js';

/** The data folder of a stopped register that holds the bundled data set, signed to its end. */
export async function importedFolder(): Promise<string> {
  const dataDir = temporaryFolder();
  const operator = Operator.of(dataDir);
  const { register, close } = await openRegister({
    config: readConfig({ IDC_DATA_DIR: dataDir }),
    log: makeLog('silent'),
    operator,
  });
  await importFile(bundledDataSet, register, operator);
  await close();
  return dataDir;
}
