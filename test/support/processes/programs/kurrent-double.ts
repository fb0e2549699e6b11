import { createInterface } from 'node:readline';
import { KurrentDouble, type DoubleOptions } from '../../kurrent/kurrent-double.js';

// Runs doubles that share a database until its input ends. Each line of input calls a method of one: { id, node, do, args }.
const print = (answer: unknown): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`);
const nodes = [await KurrentDouble.start(JSON.parse(process.argv[2] as string) as DoubleOptions)];
print({ port: nodes[0]?.port });

async function obey({
  id,
  node,
  do: method,
  args,
}: {
  id: number;
  node: number;
  do: keyof KurrentDouble;
  args: unknown[];
}): Promise<void> {
  try {
    const double = nodes[node] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const answer = await double[method]?.(...args);
    if (answer instanceof KurrentDouble) print({ id, answer: { node: nodes.push(answer) - 1, port: answer.port } });
    else print({ id, answer });
  } catch (error) {
    print({ id, error: String(error) });
  }
}

for await (const line of createInterface({ input: process.stdin }))
  void obey(JSON.parse(line) as Parameters<typeof obey>[0]);
// A caller that was left without an answer may hold its connection open.
setTimeout(() => process.exit(), 500).unref();
await nodes[0]?.stop();
