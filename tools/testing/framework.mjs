import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import 'reflect-metadata';
import { bundle } from './bundle.mjs';

const require = createRequire(import.meta.url);
const { default: circus } = require('jest-circus/runner');

/** Runs a spec file with Jest's own framework, but loads it as Node does: Jest's `testRunner`. */
export default function runSpecFile(globalConfig, config, environment, runtime, path, sendMessageToJest) {
  let bundled;
  const native = {
    requireInternalModule: requireAnew,
    requireModule: require,
    setGlobalsForRuntime: (globals) => setGlobals({ ...globals, jest: jestObject(environment) }),
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: async (file) => {
      bundled = await bundle(file);
      return import(pathToFileURL(bundled).href);
    },
    enterTestCode: () => undefined,
    leaveTestCode: () => undefined,
  };
  const forget = () => bundled !== undefined && rmSync(bundled);
  return circus(globalConfig, config, environment, native, path, sendMessageToJest).finally(forget);
}

/** Where `globals.mjs` finds what the spec file imports from @jest/globals. */
function setGlobals(globals) {
  globalThis[Symbol.for('jest globals')] = globals;
}

/** Loads a file of the framework for this spec file alone: it keeps its state in the module and on the global object. */
function requireAnew(path) {
  for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
    if (/^(JEST_STATE_SYMBOL|EVENT_HANDLERS)$/.test(symbol.description)) delete globalThis[symbol];
  }
  delete require.cache[path];
  return require(path);
}

/** The object `jest`, with what tests use of it: functions and timers that stand in for others. */
function jestObject({ moduleMocker, fakeTimersModern }) {
  const jest = {
    fn: (implementation) => moduleMocker.fn(implementation),
    spyOn: (...args) => moduleMocker.spyOn(...args),
    restoreAllMocks: () => (moduleMocker.restoreAllMocks(), jest),
    useFakeTimers: (options) => (fakeTimersModern.useFakeTimers(options), jest),
    useRealTimers: () => (fakeTimersModern.useRealTimers(), jest),
    setSystemTime: (now) => (fakeTimersModern.setSystemTime(now), jest),
  };
  return jest;
}
