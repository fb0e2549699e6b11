// Asks one question again and again over several connections, and counts the answers. It reads no more of an answer than its length, so
// that it costs little beside the server it loads; it is a process of its own, one for all servers.
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Bytes of the first answer in a buffer, or null while its head is not all there. */
function lengthOf(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`The answer begins with ${head.slice(0, 80)}`);
  return end + 4 + Number(/content-length: (\d+)/i.exec(head)[1]);
}

async function load({ url, body, connections, seconds }) {
  const { hostname, port, pathname } = new URL(url);
  const request = `POST ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const millis = [];
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let missing = null;
    let asked = performance.now();
    socket.on('connect', () => socket.write(request));
    socket.on('data', (bytes) => {
      missing ??= lengthOf(bytes);
      missing -= bytes.length;
      if (missing > 0) return;
      if (missing < 0) throw new Error('An answer is longer than it says.');
      missing = null;
      millis.push(performance.now() - asked);
      asked = performance.now();
      socket.write(request);
    });
    return socket;
  });
  const start = performance.now();
  await setTimeout(seconds * 1000);
  const answers = millis.length;
  const took = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  return { answers, perSecond: answers / took, medianMs: millis.toSorted((a, b) => a - b)[answers >> 1] };
}

process.on('message', (task) => void load(task).then((result) => process.send(result)));
