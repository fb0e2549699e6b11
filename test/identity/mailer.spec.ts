import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { Mailer } from '../../src/identity/mailer.js';

/** What a mail server heard: the recipients it was told, and the e-mails. */
const heard: { readonly recipients: string[]; readonly emails: string[] } = { recipients: [], emails: [] };
let server: Server;
beforeAll(async () => {
  server = createServer((socket) => {
    let email: string[] | null = null;
    socket.write('220 mail.example.org ESMTP\r\n');
    let rest = '';
    socket.on('data', (data) => {
      const lines = (rest + data.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (email !== null) {
          if (line === '.') {
            heard.emails.push(email.join('\n'));
            email = null;
            socket.write('250 taken\r\n');
          } else email.push(line);
        } else if (line === 'DATA') {
          email = [];
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
const postAt = (smtp: string): Mailer =>
  new Mailer({ smtp, outbox: null, from: 'register@example.org', print: () => undefined }, uuidv7, log);

test('An e-mail goes by SMTP to one reader, whatever its address or subject tries to add', async () => {
  const post = postAt(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const to = [
    'ada@example.org',
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org, eve@example.org',
    '"x" <eve@example.org>',
  ];
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
  for (const email of heard.emails) expect(email.split('\n\n')[0]).not.toMatch(/^(b?cc|mail from):/im);
  expect(heard.emails[0]).toContain('A link');
});

test('An e-mail goes to another machine over TLS, or not at all, unless the settings say that nobody listens', async () => {
  const { port } = server.address() as AddressInfo;
  const sent = async (query: string): Promise<number> => {
    const before = heard.emails.length;
    const post = postAt(`smtp://[::ffff:127.0.0.1]:${port}${query}`);
    post.send({ person: 'person-1', to: 'ada@example.org', subject: 'Sign in', text: 'A link', language: 'en' });
    await post.settled();
    await post.close();
    return heard.emails.length - before;
  };
  expect(await sent('')).toBe(0);
  expect(logged.at(-1)).toContain('an e-mail could not be sent');
  expect(await sent('?requireTLS=false')).toBe(1);
});

test('A mail server that is not there costs nothing but a line in the log, without the address or the link', async () => {
  const post = postAt('smtp://127.0.0.1:1');
  post.send({
    person: 'person-1',
    to: 'ada@example.org',
    subject: 'Sign in',
    text: 'http://localhost/sign-in/link#secret',
    language: 'en',
  });
  await post.settled();
  await post.close();
  expect(logged.at(-1)).toMatch(/"person":"person-1".*an e-mail could not be sent/);
  expect(logged.join('')).not.toMatch(/ada@|secret/);
});
