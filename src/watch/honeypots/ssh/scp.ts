// The receiving side of the old scp protocol (`scp -t`): pure, bytes in → acknowledgements and files out.

export interface ScpStep {
  /** Bytes to send back. */
  reply: Uint8Array;
  files: { event: 'begin' | 'data' | 'end'; name: string; bytes: Uint8Array }[];
}

const ok = 0;
const none = new Uint8Array(0);

/** A receiver for one transfer; names are kept to 255 characters. */
export function createScpReceiver(): (bytes: Uint8Array) => ScpStep {
  let state: 'line' | 'data' | 'mark' = 'line';
  let line = '';
  let left = 0;
  let name = '';
  return bytes => {
    const reply: number[] = [];
    const files: ScpStep['files'] = [];
    for (let at = 0; at < bytes.length; ) {
      if (state === 'data') {
        const part = bytes.subarray(at, at + left);
        at += part.length;
        left -= part.length;
        files.push({ event: 'data', name, bytes: part });
        if (left === 0) state = 'mark';
      } else if (state === 'mark') {
        at++; // the sender's own status byte
        files.push({ event: 'end', name, bytes: none });
        reply.push(ok);
        state = 'line';
      } else {
        const byte = bytes[at++]!;
        if (byte !== 0x0a) {
          if (line.length < 512) line += String.fromCharCode(byte);
          continue;
        }
        const file = /^C0?[0-7]{3,4} (\d{1,12}) (.{1,255})$/.exec(line);
        line = '';
        reply.push(ok);
        if (!file) continue; // T (times), D and E (directories) need no more than the acknowledgement
        name = file[2]!;
        left = Number(file[1]);
        files.push({ event: 'begin', name, bytes: none });
        state = left === 0 ? 'mark' : 'data';
      }
    }
    return { reply: Uint8Array.from(reply), files };
  };
}
