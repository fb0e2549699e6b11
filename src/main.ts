import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { Operator } from './access/operator.js';
import { readConfig } from './config.js';
import { makeLog } from './platform/http/log.js';
import { startServer } from './server.js';

const config = readConfig(process.env);
mkdirSync(config.dataDir, { recursive: true });
const log = makeLog(config.logLevel);
const server = await startServer({ config, log, operator: Operator.of(config.dataDir) });
await server.catchUp();
console.log(server.url);
process.once('SIGTERM', () => void server.stop());
process.once('SIGINT', () => void server.stop());
