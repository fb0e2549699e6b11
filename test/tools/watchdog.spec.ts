import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';

const watchdog = new URL('../../tools/watchdog.mjs', import.meta.url).href;

/** What becomes of a process that reports to the watchdog and then does something. */
async function run(minutes: number, then: string): Promise<{ signal: unknown; code: unknown; errors: string }> {
  const program = `
    import Watchdog from ${JSON.stringify(watchdog)};
    const dog = new Watchdog({}, { minutes: ${minutes} });
    await dog.onRunStart();
    dog.onTestFileStart({ path: 'test/done.spec.ts' });
    dog.onTestFileStart({ path: 'test/stuck.spec.ts' });
    dog.onTestFileResult({ path: 'test/done.spec.ts' });
    ${then}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [errors] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { signal: child.signalCode, code: child.exitCode, errors };
}

test('A run that is stuck without giving the event loop a turn is ended, and what it was stuck in is named', async () => {
  const { signal, errors } = await run(1 / 600, 'for (;;);');
  expect(signal).toBe('SIGKILL');
  expect(errors).toContain('Unfinished: test/stuck.spec.ts\n');
});

test('A run that completes is left alone', async () => {
  expect(await run(1, 'await dog.onRunComplete();')).toEqual({ code: 0, signal: null, errors: '' });
});
