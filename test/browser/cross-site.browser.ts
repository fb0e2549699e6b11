import { createServer, request as send, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../support/processes/chromium.js';
import { TestRegister } from '../support/register/register.js';

/** A page on another site runs these, each with a command of its own. `url` is GraphQL, `command` the document, `next` loads a frame or an image. */
const shapes: Readonly<Record<string, string>> = {
  'a form, as forms are sent': `form('application/x-www-form-urlencoded', 'query', command)`,
  'a form whose text happens to be JSON': `form('text/plain', JSON.stringify({ query: command, x: '' }).slice(0, -2), '"}')`,
  'a form with files': `form('multipart/form-data', 'operations', JSON.stringify({ query: command }))`,
  'a script that sends plain text and does not look': `fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: command }) })`,
  'a script that sends JSON with credentials': `fetch(url, { method: 'POST', credentials: 'include', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: command }) })`,
  'a script that sends JSON without credentials': `fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: command }) })`,
  'a script that sends a token of its own': `fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: 'Bearer x' }, body: JSON.stringify({ query: command }) })`,
  'a script that gets': `fetch(url + '?query=' + encodeURIComponent(command), { credentials: 'include', headers: { 'apollo-require-preflight': 'x' } })`,
  'an image': `load('img', url + '?query=' + encodeURIComponent(command))`,
  'a script from there': `load('script', url + '?query=' + encodeURIComponent(command))`,
  'a beacon with plain text': `navigator.sendBeacon(url, JSON.stringify({ query: command }))`,
  'a beacon with JSON': `navigator.sendBeacon(url, new Blob([JSON.stringify({ query: command })], { type: 'application/json' }))`,
  'a frame of no origin that sends JSON': `sandboxed('fetch(' + JSON.stringify(url) + ', { method: "POST", headers: { "content-type": "application/json" }, body: ' + JSON.stringify(JSON.stringify({ query: command })) + ' })')`,
  'a web socket': `socket(url.replace('http', 'ws'), command)`,
};

const helpers = `
  const settled = (element, tag) => new Promise((resolve) => { element.onload = element.onerror = resolve; });
  const load = (tag, src) => { const element = document.createElement(tag); const end = settled(element); element.src = src; document.body.append(element); return end; };
  const form = (enctype, name, value) => {
    const frame = document.createElement('iframe'); frame.name = 'target' + Math.random(); document.body.append(frame);
    const form = document.createElement('form'); Object.assign(form, { method: 'POST', enctype, action: url, target: frame.name });
    const input = document.createElement('input'); Object.assign(input, { name, value }); form.append(input); document.body.append(form);
    const end = settled(frame); form.submit(); return end;
  };
  const sandboxed = (code) => {
    const frame = document.createElement('iframe'); frame.sandbox = 'allow-scripts';
    frame.srcdoc = '<script>' + code.replaceAll('</', '<\\\\/') + '.then((answer) => answer.text(), String).then((text) => parent.postMessage(text, "*"))</' + 'script>';
    const end = new Promise((resolve) => addEventListener('message', resolve, { once: true })); document.body.append(frame); return end;
  };
  const socket = (address, query) => new Promise((resolve) => {
    const socket = new WebSocket(address, 'graphql-transport-ws');
    socket.onopen = () => socket.send('{"type":"connection_init"}');
    socket.onmessage = ({ data }) => (data.includes('ack') ? socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } })) : resolve(data));
    socket.onerror = socket.onclose = resolve;
  });`;

let register: TestRegister;
let signedIn: Server;
let elsewhere: Server;
let browser: Browser;
let page: Page;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = async (server: Server): Promise<Server> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const portOfRegister = (): number => Number(new URL(register.url).port);

/** The register behind something that says of every request that it is the operator's: a browser that always sends credentials, whatever page makes it. */
function signingIn(): Server {
  const signed = (headers: IncomingHttpHeaders) => ({
    ...headers,
    authorization: headers.authorization ?? `Bearer ${register.token}`,
  });
  const server = createServer((request, response) => {
    const onward = send(
      { port: portOfRegister(), path: request.url, method: request.method, headers: signed(request.headers) },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  server.on('upgrade', (request, socket) => {
    const onward = connect(portOfRegister(), '127.0.0.1', () => {
      const lines = Object.entries(signed(request.headers)).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return server;
}

beforeAll(async () => {
  signedIn = await listening(signingIn());
  register = await TestRegister.open({ IDC_ORIGINS: `http://127.0.0.1:${portOf(signedIn)}` });
  elsewhere = await listening(
    createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title><body>'),
    ),
  );
  browser = await openChromium();
  page = await browser.newPage({ bypassCSP: true });
}, 30_000);

afterAll(async () => {
  await browser.close();
  for (const server of [signedIn, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
  await register.stop();
});

let mutations = 0;

/** Lets the open page run a shape with a fresh command, and gives what came of it. */
async function run(shape: string, url: string): Promise<unknown> {
  mutations += 1;
  const mutation = `mutation { joinCharter(input: { commandId: "foreign-${mutations}", champion: "foreign-${mutations}", name: "Foreign", kind: FOUNDATION }) { receipt { entry } } }`;
  const code = `(async () => { const url = ${JSON.stringify(url)}; const command = ${JSON.stringify(mutation)}; ${helpers}
    try { const answer = await ${shape}; return answer instanceof Response && answer.type !== 'opaque' ? await answer.text() : String(answer); } catch (error) { return String(error); } })()`;
  return page.evaluate(code);
}

describe('a page of another site, in a browser that always sends credentials', () => {
  beforeAll(async () => {
    await page.goto(`http://localhost:${portOf(elsewhere)}/`);
  });

  test.each(Object.entries(shapes))('gets nothing done by %s', async (_, shape) => {
    const size = await register.size();
    const answer = await run(shape, `http://127.0.0.1:${portOf(signedIn)}/graphql`);
    expect(await register.size()).toBe(size);
    expect(String(answer)).not.toContain('"receipt":{');
  });

  test('may read what is public', async () => {
    const read = `fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ basis { size } }"}' })`;
    expect(await run(read, `${register.url}/graphql`)).toBe('{"data":{"basis":{"size":0}}}\n');
  });
});

test('a page of our own gets the same done', async () => {
  await page.goto(`http://127.0.0.1:${portOf(signedIn)}/`);
  expect(
    await run(
      shapes['a script that sends JSON with credentials'] ?? '',
      `http://127.0.0.1:${portOf(signedIn)}/graphql`,
    ),
  ).toContain('"receipt":{"entry":0}');
  expect(await register.size()).toBe(1);
});
