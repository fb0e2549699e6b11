import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { Post } from '../../src/desk/post.js';

/** What a mail server heard: the recipients it was told, and the letters. */
const heard: { readonly recipients: string[]; readonly letters: string[] } = { recipients: [], letters: [] };
let server: Server;
beforeAll(async () => {
  server = createServer((socket) => {
    let letter: string[] | null = null;
    socket.write('220 mail.example.org ESMTP\r\n');
    let rest = '';
    socket.on('data', (data) => {
      const lines = (rest + data.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (letter !== null) {
          if (line === '.') {
            heard.letters.push(letter.join('\n'));
            letter = null;
            socket.write('250 taken\r\n');
          } else letter.push(line);
        } else if (line === 'DATA') {
          letter = [];
          socket.write('354 go on\r\n');
        } else if (line === 'STARTTLS') socket.write('502 not known here\r\n');
        else if (line === 'QUIT') socket.end('221 bye\r\n');
        else {
          if (line.startsWith('RCPT TO:')) heard.recipients.push(line.slice(8));
          socket.write('250 OK\r\n');
        }
      }
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const logged: string[] = [];
const log = pino({ base: null }, { write: (line: string) => logged.push(line) });
const postAt = (smtp: string): Post => new Post({ smtp, outbox: null, from: 'register@example.org', print: () => undefined }, uuidv7, log);

test('A letter goes by SMTP to one reader, whatever its address or subject tries to add', async () => {
  const post = postAt(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const to = ['ada@example.org', 'ada@example.org\r\nBcc: eve@example.org', 'ada@example.org, eve@example.org', '"x" <eve@example.org>'];
  for (const address of to) {
    post.send({
      person: 'person-1',
      to: address,
      subject: 'Sign in\r\nBcc: eve@example.org',
      text: 'A link\r\n.\r\nMAIL FROM:<eve@example.org>',
      language: 'en',
    });
    await post.settled();
  }
  await post.close();
  expect(heard.recipients[0]).toBe('<ada@example.org>');
  expect(heard.recipients.filter((one) => one === '<eve@example.org>')).toEqual([]);
  for (const letter of heard.letters) expect(letter.split('\n\n')[0]).not.toMatch(/^(b?cc|mail from):/im);
  expect(heard.letters[0]).toContain('A link');
});

test('A letter goes to another machine over TLS, or not at all, unless the settings say that nobody listens', async () => {
  const { port } = server.address() as AddressInfo;
  const sent = async (query: string): Promise<number> => {
    const before = heard.letters.length;
    const post = postAt(`smtp://[::ffff:127.0.0.1]:${port}${query}`);
    post.send({ person: 'person-1', to: 'ada@example.org', subject: 'Sign in', text: 'A link', language: 'en' });
    await post.settled();
    await post.close();
    return heard.letters.length - before;
  };
  expect(await sent('')).toBe(0);
  expect(logged.at(-1)).toContain('an e-mail could not be sent');
  expect(await sent('?requireTLS=false')).toBe(1);
});

test('A mail server that is not there costs nothing but a line in the log, without the address or the link', async () => {
  const post = postAt('smtp://127.0.0.1:1');
  post.send({ person: 'person-1', to: 'ada@example.org', subject: 'Sign in', text: 'http://localhost/sign-in/link#secret', language: 'en' });
  await post.settled();
  await post.close();
  expect(logged.at(-1)).toMatch(/"person":"person-1".*an e-mail could not be sent/);
  expect(logged.join('')).not.toMatch(/ada@|secret/);
});
