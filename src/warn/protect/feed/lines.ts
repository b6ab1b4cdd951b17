// Newline-delimited JSON over a socket, with a bound on the length of a line.
import type { Socket } from 'node:net';

const longestLine = 4 << 20;

/** Calls back for each object that comes in; anything else ends the connection. */
export function readLines(socket: Socket, each: (value: unknown) => void): void {
  let parts: string[] = [];
  let length = 0;
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      parts.push(chunk.slice(from, end));
      const line = parts.join('');
      parts = [];
      length = 0;
      from = end + 1;
      try {
        each(JSON.parse(line));
      } catch {
        socket.destroy();
        return;
      }
    }
    parts.push(chunk.slice(from));
    length += chunk.length - from;
    if (length > longestLine) socket.destroy();
  });
}

/** Writes an object; resolves at once or when the peer has taken what waits. False when the connection is gone. */
export async function writeLine(socket: Socket, value: unknown): Promise<boolean> {
  if (socket.destroyed) return false;
  if (socket.write(`${JSON.stringify(value)}\n`)) return true;
  await new Promise<void>(resolve => {
    const go = (): void => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });
  return !socket.destroyed;
}
