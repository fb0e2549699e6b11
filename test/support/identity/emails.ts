import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mailer } from '../../../src/identity/mailer.js';
import type { TestRegister } from '../register/register.js';

/** The letters that lie in the outbox of a register, oldest first, once all that was taken has gone out. */
export async function emailsOf(register: TestRegister): Promise<string[]> {
  await register.server.app.get(Mailer).settled();
  const folder = join(register.dataDir, 'outbox');
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((file) => readFileSync(join(folder, file), 'utf8'))
    : [];
}

/** Path, query and secret of the link that was printed last. */
export async function lastLink(register: TestRegister): Promise<string> {
  await register.server.app.get(Mailer).settled();
  const found = /http:\/\/localhost:\d+(\S+)/.exec(register.printed.at(-1) ?? '');
  if (found?.[1] === undefined) throw new Error(`No link was printed: ${register.printed.join('\n')}`);
  return found[1];
}

/** The secret in a link. */
export const tokenIn = (link: string): string => new URL(link, 'http://localhost').hash.slice(1);
