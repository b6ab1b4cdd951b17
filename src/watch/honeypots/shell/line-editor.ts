// A terminal's line discipline, pure: bytes typed in, echo and whole lines out (POSIX canonical mode, the common keys).

export interface Typed {
  /** Latin-1 text to echo. */
  echo: string;
  lines: string[];
  /** Control-D on an empty line, or Control-C. */
  signals: ('end' | 'interrupt')[];
}

export interface LineEditor {
  /** Takes bytes; `echo` says whether what is typed is shown (not for passwords). */
  type(bytes: Uint8Array, echo: boolean): Typed;
}

/** A line editor that keeps at most `limit` bytes of an unfinished line. */
export function createLineEditor(limit: number): LineEditor {
  let line = '';
  let escaping: 'none' | 'begun' | 'sequence' = 'none';
  let returned = false;
  return {
    type(bytes, echo) {
      const typed: Typed = { echo: '', lines: [], signals: [] };
      const show = (text: string): void => {
        if (echo) typed.echo += text;
      };
      for (const byte of bytes) {
        const wasReturn = returned;
        returned = byte === 0x0d;
        if (escaping === 'begun') {
          escaping = byte === 0x5b || byte === 0x4f ? 'sequence' : 'none';
          continue;
        }
        if (escaping === 'sequence') {
          if (byte >= 0x40 && byte <= 0x7e) escaping = 'none';
          continue;
        }
        if (byte === 0x0d || (byte === 0x0a && !wasReturn)) {
          typed.echo += '\r\n';
          typed.lines.push(line);
          line = '';
        } else if (byte === 0x1b) escaping = 'begun';
        else if (byte === 0x7f || byte === 0x08) {
          if (line.length > 0) show('\b \b');
          line = line.slice(0, -1);
        } else if (byte === 0x15) {
          show('\b \b'.repeat(line.length));
          line = '';
        } else if (byte === 0x03) {
          typed.echo += '^C\r\n';
          line = '';
          typed.signals.push('interrupt');
        } else if (byte === 0x04 && line === '') typed.signals.push('end');
        else if ((byte >= 0x20 || byte === 0x09) && line.length < limit) {
          const text = String.fromCharCode(byte);
          line += text;
          show(text);
        }
      }
      return typed;
    },
  };
}
