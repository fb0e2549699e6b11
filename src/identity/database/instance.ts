import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Config } from '../../config.js';
import { hashOf } from '../sign-in/secret.js';

/** Distinguishes this instance from others with the same identity database: its host and folder, hashed. */
export const instanceOf = ({ dataDir }: Pick<Config, 'dataDir'>): string => hashOf(`${hostname()} ${resolve(dataDir)}`);
