import { WebSocket } from 'ws';
import type { TestRegister } from './register.js';

/** A message of graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A web socket that has said hello: what comes over it, one after the other and `closed` at the end, and the code with which it was closed. */
export async function speaking(
  register: TestRegister,
  { hello = {}, headers = {} }: { readonly hello?: object; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<{
  socket: WebSocket;
  say: (message: Message) => void;
  next: () => Promise<Message>;
  closed: Promise<number>;
}> {
  const socket = new WebSocket(`${register.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const heard: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  const hear = (text: string): unknown => (waiting.shift() ?? ((one: string) => heard.push(one)))(text);
  socket.on('message', (data: Buffer) => hear(data.toString()));
  socket.once('close', () => hear('{"type":"closed"}'));
  const next = async (): Promise<Message> =>
    JSON.parse(heard.shift() ?? (await new Promise<string>((resolve) => waiting.push(resolve)))) as Message;
  const say = (message: Message): void => socket.send(JSON.stringify(message));
  await new Promise((resolve) => socket.once('open', resolve));
  say({ type: 'connection_init', payload: hello });
  return { socket, say, next, closed };
}
