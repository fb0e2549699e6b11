import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Config } from '../../config.js';
import { hashOf } from '../sign-in/secret.js';

/** What tells this instance from others with one identity database: its host and its folder, which are not shown. */
export const instanceOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => hashOf(`${hostname()} ${resolve(dataDir)}`);
