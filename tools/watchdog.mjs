import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/**
 * A reporter that ends a run in which nothing has begun or finished for so many minutes, and names the spec files under way. A test that spins without
 * ever giving the event loop a turn cannot be ended by its own timeout; run in Jest's own process it would hold up Jest too, so a thread keeps watch.
 */
export default class Watchdog {
  constructor(_, { minutes }) {
    this.thread = new Worker(new URL(import.meta.url), { execArgv: [], workerData: { minutes, pid: process.pid } });
    this.thread.unref();
    this.unfinished = new Set();
  }

  /** A thread cannot start while the main one is stuck. */
  async onRunStart() {
    await once(this.thread, 'message');
  }

  onTestFileStart({ path }) {
    this.unfinished.add(path);
    this.report();
  }

  onTestFileResult({ path }) {
    this.unfinished.delete(path);
    this.report();
  }

  async onRunComplete() {
    await this.thread.terminate();
  }

  report() {
    this.thread.postMessage([...this.unfinished]);
  }
}

if (!isMainThread && workerData?.minutes !== undefined) watch(workerData);

function watch({ minutes, pid }) {
  let unfinished = [];
  const end = () => {
    const names = unfinished.length === 0 ? 'none, it was about to end' : unfinished.join(', ');
    // Standard output of a thread goes by way of the main thread, which may be stuck.
    writeSync(
      2,
      `\nNo spec file has begun or finished for ${minutes} minutes; the run is ended. Unfinished: ${names}\n`,
    );
    for (const one of [...descendants(pid), pid]) kill(one);
  };
  const timer = setTimeout(end, minutes * 60_000);
  parentPort.postMessage('watching');
  parentPort.on('message', (paths) => {
    unfinished = paths;
    timer.refresh();
  });
}

/** The processes that a process has started, and those that they have. */
function descendants(pid) {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent) => pairs.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
