import { readFileSync } from 'node:fs';
import { bundledDataSet } from '../../../src/import-file.js';

/** The text of the bundled data set. */
export const bundled = readFileSync(bundledDataSet, 'utf8');

/** How many entries a register holds that imported the bundled data set, and nothing else. */
export const bundledEntries = 582;

/** How many of its records are not in the register; the report gives the reason for each. */
export const bundledSetAside = 48;
