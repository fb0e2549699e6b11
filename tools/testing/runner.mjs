import DefaultRunner from 'jest-runner';

/** Spec files that load KurrentDB's client. It and EventStoreDB's keep what they load under the same global names, so no process may load both. */
const apart = /kurrentdb\.\w+\.ts$/;

/** Jest's own runner, with two groups of processes: no spec file that loads KurrentDB's client shares one with the others. */
export default class Runner extends DefaultRunner {
  constructor(globalConfig, context) {
    super(globalConfig, context);
    this.apart = new DefaultRunner({ ...globalConfig, maxWorkers: 1 }, context);
  }

  async runTests(tests, watcher, options) {
    const others = tests.filter(({ path }) => !apart.test(path));
    const those = tests.filter(({ path }) => apart.test(path));
    const serial = options.serial && others.length === 0;
    const runApart = () => those.length > 0 && this.apart.runTests(those, watcher, { ...options, serial });
    if (options.serial) {
      await super.runTests(others, watcher, options);
      await runApart();
    } else await Promise.all([super.runTests(others, watcher, options), runApart()]);
  }

  on(eventName, listener) {
    const stops = [super.on(eventName, listener), this.apart.on(eventName, listener)];
    return () => stops.forEach((stop) => stop());
  }
}
