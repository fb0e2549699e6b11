import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Where spec files run: in Node itself, without a context of their own. What a spec file has mocked ends with it. */
export default class NativeEnvironment {
  constructor({ projectConfig }) {
    // What Jest wants to set is not for all spec files of the process.
    this.global = { Error };
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {
    this.console = globalThis.console;
    globalThis.console = this.global.console;
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    this.fakeTimersModern.dispose();
    globalThis.console = this.console;
  }

  /** Jest asks each environment for it. */
  getVmContext() {
    return null;
  }
}
