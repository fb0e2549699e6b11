/**
 * Shows on standard error how far something has come: a bar that redraws itself in a terminal, else a line at every tenth.
 */
export function progressBar(title: string): (done: number, of: number) => void {
  const isTerminal = process.stderr.isTTY;
  let shown = -1;
  return (done, of) => {
    if (of === 0) return;
    const tenths = Math.floor((done / of) * (isTerminal ? 40 : 10));
    if (tenths === shown && done < of) return;
    const isLast = done >= of && shown >= 0;
    shown = tenths;
    const percent = `${Math.floor((done / of) * 100)} %`.padStart(5);
    if (isTerminal)
      process.stderr.write(
        `\r${title} [${'#'.repeat(tenths).padEnd(40)}] ${percent} ${done}/${of}${isLast ? '\n' : ''}`,
      );
    else process.stderr.write(`${title} ${percent} ${done}/${of}\n`);
  };
}
